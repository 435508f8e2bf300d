import { describe, expect, test } from 'vitest'
import { dayOfTime, parseData, withoutMarks } from '../../../src/crawlers/families/data-rows.ts'
import { assignedIn, readLiteral } from '../../../src/crawlers/families/read-literal.ts'

describe('values written in scripts', () => {
  test.each([
    ['{"a": [1, 2.5, -3, true, null]}', { a: [1, 2.5, -3, true, null] }],
    [`{ SID: '755041', TREE: [{id: 1, name: "年报",},], }`, { SID: '755041', TREE: [{ id: 1, name: '年报' }] }],
    ["{a /* one */: 'it\\'s', // two\n b: `x`}", { a: "it's", b: 'x' }],
    ['"\\u653f\\u5e9c \\x41 \\u{1f600} <\\/p>"', '政府 A 😀 </p>'],
    ['[undefined, 0x1f, 1e3]', [null, 31, 1000]],
    ['{}', {}],
    ['[ ]', []],
  ])('%s', (script, value) => expect(readLiteral(script, 0)).toEqual(value))

  test.each([
    'window.location',
    '{a: b}',
    '[1, f()]',
    '{a: 1',
    '[1 2]',
    '"open',
    '{,}',
    ['`$', '{x}`'].join(''),
    '',
    '['.repeat(5_000),
    `{a:${'{a:'.repeat(5_000)}`,
  ])('what is no plain data is no value: %j', (script) => expect(readLiteral(script, 0)).toBeNull())

  test('the value of a name, where the name is not part of another', () => {
    const script = `var mySID = '1'; if (SID == '2') x(); window._CONFIG = { "SID" : '3' }; var siteInfo={siteGuid:'4'}`
    expect(assignedIn(script, 'SID')).toBe('3')
    expect(assignedIn(script, 'siteInfo')).toEqual({ siteGuid: '4' })
    expect(assignedIn(script, 'nobody')).toBeNull()
  })

  test('takes time in proportion to the length of a script', () => {
    const time = (length: number) => {
      const script = `x = {a: [${'"一", '.repeat(length)}], b: ${'{c: 1, '.repeat(50)}`
      const start = process.cpuUsage().user
      assignedIn(script, 'x')
      return process.cpuUsage().user - start
    }
    time(1_000)
    expect(time(200_000)).toBeLessThan(Math.max(40 * time(20_000), 400_000))
  })
})

describe('answers with data', () => {
  test.each([
    ['{"a":1}', { a: 1 }],
    ['\uFEFF [1]\n', [1]],
    ['callback({"a":1});', { a: 1 }],
    ['"{\\"a\\":\\"[1]\\"}"', { a: '[1]' }],
    ['<html></html>', null],
    ['{"a":', null],
    ['', null],
  ])('%j', (text, data) => expect(parseData(text)).toEqual(data))

  test.each([
    ['1768500000', '2026-01-16'],
    ['1768500000000', '2026-01-16'],
    ['2026-01-16 20:34:07', '2026-01-16'],
    ['20260116', '2026-01-16'],
    ['20260116203407', '2026-01-16'],
    ['2026年1月16日', '2026-01-16'],
    ['0', null],
    ['', null],
    ['昨天', null],
  ])('time %j is %j in China', (time, day) => expect(dayOfTime(time)).toBe(day))

  test('marks and entities of a title are no part of it', () => {
    expect(withoutMarks('示例区<em>信息公开</em>&ldquo;年报&rdquo;\n2025')).toBe('示例区信息公开“年报” 2025')
    expect(withoutMarks('1 < 2')).toBe('1 < 2')
  })
})
