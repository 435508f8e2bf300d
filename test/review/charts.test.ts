import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { barChart, placesOf } from '../../src/review/charts/bar.ts'
import { calendarChart, monthsBetween, shadeOf } from '../../src/review/charts/calendar.ts'
import { chartTextures } from '../../src/review/charts/fills.ts'
import { csvOf } from '../../src/review/csv.ts'

describe('a bar', () => {
  test('lays its parts end to end, and never wider than its whole', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000_000), { maxLength: 8 }), fc.nat(1_000_000), (values, more) => {
        const whole = values.reduce((sum, value) => sum + value, 0) + more
        const places = placesOf(values, whole)
        for (const [index, { x, width }] of places.entries()) {
          expect(width).toBeGreaterThan(0)
          expect(x).toBeGreaterThanOrEqual(0)
          expect(x).toBeLessThanOrEqual(100)
          const next = places[index + 1]
          if (next && values[index]! > whole / 100) expect(x + width).toBeCloseTo(next.x, 1)
        }
      }),
    )
  })

  test('leaves out what is zero, shows what is nearly zero, and says all of it in words', () => {
    const fill = { tone: 'soft', texture: 'solid' } as const
    const part = (value: number, label: string) => ({ value, label, fill })
    const drawn = barChart({
      title: '甲<区>',
      parts: [part(9999, '按期 9999'), part(0, '逾期 0'), part(1, '未发现 1')],
      whole: 10_000,
    })
    expect(drawn.toString()).toContain('aria-label="甲&lt;区&gt;: 按期 9999 · 未发现 1"')
    expect(drawn.toString().match(/<rect /g)).toHaveLength(2)
    expect(drawn.toString()).toContain('x="99.99%" y="0.5" width="0.2%"')
    expect(barChart({ title: '空', parts: [], whole: 0 }).toString()).toContain('aria-label="空"')
  })

  test('refers to textures that the page holds', () => {
    const ids = [
      ...chartTextures()
        .toString()
        .matchAll(/ id="([^"]+)"/g),
    ].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const used = (['hatch', 'cross', 'dots'] as const).map((texture) =>
      barChart({ title: '', parts: [{ value: 1, label: '', fill: { tone: 'error', texture } }], whole: 1 }).toString(),
    )
    for (const bar of used) expect(ids).toContain(/url\(#([^)]+)\)/.exec(bar)?.[1])
  })
})

describe('a calendar', () => {
  const draw = (counts: Readonly<Record<string, number>>, from = '2024-01', to = '2024-02') =>
    calendarChart({
      from,
      to,
      dayOf: (day) => ({
        count: counts[day] ?? 0,
        due: day === '2024-01-31' ? '期限' : null,
        off: day === '2024-01-01' ? '元旦' : null,
      }),
      monthName: (month) => month,
      describe: (month) => `${month} 说明`,
      weekdays: ['一', '二', '三', '四', '五', '六', '日'],
    }).toString()

  test('draws every day of its months once, in the column of its day of the week', () => {
    const drawn = draw({ '2024-02-29': 3 })
    expect(drawn.match(/class="day/g)).toHaveLength(31 + 29)
    // 29 February 2024 was a Thursday: the fourth column of the fifth week.
    expect(drawn).toMatch(/x="91" y="141" width="28" height="24" class="day shade-4"/)
    expect(drawn).toContain('<text class="count" x="105" y="160">3</text>')
    expect(drawn.match(/class="flag"/g)).toHaveLength(1)
    expect(drawn.match(/hatch-soft/g)).toHaveLength(1)
    expect(drawn.match(/role="img" aria-label="2024-0[12] 说明"/g)).toHaveLength(2)
  })

  test.each([
    ['2023-11', '2024-02', ['2023-11', '2023-12', '2024-01', '2024-02']],
    ['2024-02', '2024-02', ['2024-02']],
    ['2024-03', '2024-02', []],
  ])('months from %s to %s', (from, to, expected) => expect(monthsBetween(from, to)).toEqual(expected))

  test.each([
    [1, 1, 4],
    [1, 100, 1],
    [26, 100, 2],
    [75, 100, 3],
    [100, 100, 4],
  ])('%d of at most %d is shade %d', (count, most, shade) => expect(shadeOf(count, most)).toBe(shade))
})

test('a file for spreadsheets keeps its signs and calculates nothing', () => {
  expect(
    csvOf([
      ['名称', '数'],
      ['甲,"乙"\n丙', -3],
      ['=1+1', null],
      ['@x', 0],
    ]),
  ).toBe('\uFEFF名称,数\r\n"甲,""乙""\n丙",-3\r\n\'=1+1,\r\n\'@x,0\r\n')
})
