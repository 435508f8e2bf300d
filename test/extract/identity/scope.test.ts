import { expect, test } from 'vitest'
import { readClaims } from '../../../src/extract/claims.ts'
import { findScope } from '../../../src/extract/identity/scope.ts'
import { sampleReport, table3 } from '../../rules/sample-report.ts'

const [CITY, OFFICE, BUREAU, TOWN] = ['青禾市人民政府', '青禾市人民政府办公室', '青禾市教育局', '青禾县河口镇人民政府']

function scopeOf(opening: string, text = '', authority: string | null = CITY, received = 0) {
  const { cells } = sampleReport({ figures: table3({ new_received: [received, 0, 0, 0, 0, 0, received] }) })
  const claims = readClaims([{ number: 1, title: '总体情况', text }], opening)
  return findScope(opening, claims, { authority, cells })
}

const stated = [
  ['本报告数据来自全市编制发布年度报告的单位。', CITY, 'whole_region'],
  ['报告数据统计范围为全市各级行政机关。', CITY, 'whole_region'],
  ['本报告综合各县区人民政府和市政府各部门的政府信息公开年度报告编制而成。', CITY, 'whole_region'],
  ['本报告由市政府办公室汇总各县（市、区）、市直各部门政府信息公开工作情况编制而成。', CITY, 'whole_region'],
  ['数据统计范围为市政府及其办公室本级，不含各县区。', CITY, 'own_office'],
  ['本报告统计范围为市政府办公室。', OFFICE, 'own_office'],
  ['本报告仅反映市政府办公室本级情况。', CITY, 'own_office'],
  ['统计范围：本机关。', BUREAU, 'own_body'],
  ['本报告所列数据涵盖全市教育系统。', BUREAU, 'system'],
  ['本报告数据包括局机关及直属单位。', BUREAU, 'system'],
  ['综合2024年度青禾市各县（市、区）政府和市级各部门的政府信息公开年度工作报告编制而成。', CITY, 'whole_region'],
  ['综合各县、区人民政府和市政府各部门的政府信息公开工作报告和有关统计数据而成。', null, 'whole_region'],
] as const

test.each(stated)('stated: %s (%s)', (opening, authority, scope) => {
  const reading = scopeOf(opening, '', authority)
  expect(reading.scope).toBe(scope)
  expect(opening).toContain(reading.words)
})

const told = [
  ['全市共收到政府信息公开申请320件。', CITY, 'whole_region'],
  ['市政府办公室共收到政府信息公开申请32件。', CITY, 'own_office'],
  ['本机关共收到政府信息公开申请32件。', BUREAU, 'own_body'],
  ['我局主动公开政府信息120条。', BUREAU, 'own_body'],
  ['全市教育系统共收到政府信息公开申请32件。', BUREAU, 'system'],
  ['发布全市空气质量信息32条。', '青禾市生态环境局', null],
  ['通过网站主动公开信息32条。', '青禾市教育系统', 'system'],
  ['全镇共收到政府信息公开申请2件。', TOWN, 'own_body'],
  ['共收到政府信息公开申请2件。', CITY, null],
  ['全市各级政府部门主动公开政府信息320条，全市政府系统微信公众号发布信息90条。', CITY, 'whole_region'],
  ['公开市政府和市政府办公室行政规范性文件42件。', CITY, null],
  ['各级行政机关主动公开政府信息665条，其中市本级313条，县区352条。', CITY, 'whole_region'],
  ['全区共收到政府信息公开申请85件。', null, null],
  ['区政府办公室共受理政府信息公开申请36件。', null, 'own_office'],
  ['我委收到政府信息公开申请2件。', '青禾新区管理委员会', 'own_body'],
  ['', CITY, null],
] as const

test.each(told)('told by a sentence: %s (%s)', (text, authority, scope) => {
  expect(scopeOf('', text, authority).scope).toBe(scope)
})

test('of two scopes the one counts whose number the table prints; else none, with a note', () => {
  const text = '全市共收到政府信息公开申请320件。市政府办公室共收到政府信息公开申请32件。'
  expect(scopeOf('', text, CITY, 320).scope).toBe('whole_region')
  expect(scopeOf('', text, CITY, 32).scope).toBe('own_office')
  const unclear = scopeOf('', text, CITY, 7)
  expect(unclear.scope).toBeNull()
  expect(unclear.notes.map(({ code }) => code)).toEqual(['scope-unclear'])
})

test('the title of a circular is no scope', () => {
  const opening = '根据《条例》及市政府办《关于做好政府信息公开年度报告编制发布工作的通知》要求，现公布本单位报告。'
  expect(scopeOf(opening, '', BUREAU).scope).toBeNull()
})

test('a list of the parts of the report is no scope', () => {
  const opening = '本报告包括总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况等六个部分。'
  expect(scopeOf(opening).scope).toBeNull()
})
