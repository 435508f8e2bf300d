import { describe, expect, test } from 'vitest'
import type { AuthorityKind } from '../../src/model/authority.ts'
import type { FilingStatus } from '../../src/model/filing.ts'
import type { ReportScope } from '../../src/model/report.ts'
import { type AlikeTexts, checkDistrict, type DistrictBody } from '../../src/rules/check-district.ts'
import { type Figures, sampleReport } from './sample-report.ts'

type Given = {
  readonly kind?: AuthorityKind
  readonly figures?: Figures
  readonly scope?: ReportScope | null
  readonly status?: FilingStatus
  readonly absent?: true
}

function body(
  name: string,
  { kind = 'gov_department', figures = {}, scope = 'own_body', status = 'on-time', absent }: Given = {},
): DistrictBody {
  const report = { ...sampleReport({ figures }), scope }
  return { authority: { id: name, name, kind }, status, report: absent ? null : report }
}

const received = (count: number, rest: Figures = {}): Figures => ({ 't3.new_received.total': count, ...rest })
const county = (figures: Figures, rest: Given = {}) =>
  body('甲县人民政府', { kind: 'county_gov', scope: 'whole_region', figures, ...rest })
const office = (figures: Figures) => body('甲县人民政府办公室', { kind: 'gov_office', figures })
const town = (figures: Figures, rest: Given = {}) => body('乙镇人民政府', { kind: 'township', figures, ...rest })
const tax = (figures: Figures) => body('甲县税务局', { kind: 'vertical', figures })

function judge(bodies: readonly DistrictBody[], alike: readonly AlikeTexts[] = []): string[] {
  return checkDistrict({ year: 2023, bodies, alike }).map(
    ({ authority, finding: { rule, severity, verdict, subject, left, right } }) =>
      verdict === 'fail'
        ? `${authority} ${rule} ${severity} ${subject}${left === null ? '' : ` ${left}:${right}`}`
        : `${authority} ${rule} open`,
  )
}

const OPEN = ['AGG-01', 'AGG-03', 'AGG-04', 'AGG-05'].map((rule) => `甲县人民政府 ${rule} open`)

describe('a region and its bodies', () => {
  test.each<[name: string, bodies: readonly DistrictBody[], found: readonly string[]]>([
    ['adds up', [county(received(12)), office(received(7)), town(received(5))], []],
    [
      'does not add up',
      [county(received(20)), office(received(7)), town(received(5))],
      ['甲县人民政府 AGG-01 warning new_received 20:12'],
    ],
    ['adds up with the bodies led by their own system', [county(received(15)), office(received(12)), tax(received(3))], []],
    ['adds up without them', [county(received(12)), office(received(12)), tax(received(3))], []],
    ['reports are missing', [county(received(20)), office(received(7)), town({}, { absent: true })], OPEN],
    [
      'one that need not publish is not waited for',
      [county(received(7)), office(received(7)), town({}, { absent: true, status: 'exempt' })],
      [],
    ],
    [
      'the government reports for its office alone',
      [county(received(7), { scope: 'own_office' }), office(received(6)), town(received(5))],
      [],
    ],
    [
      'nobody can tell its scope',
      [county(received(7), { scope: null }), office(received(6)), town(received(5))],
      ['甲县人民政府 AGG-06 info district'],
    ],
    [
      'a body has more than its region: once a body',
      [county(received(12, { 't3.granted.total': 1 })), town(received(35, { 't3.granted.total': 3 })), office(received(2))],
      [
        '甲县人民政府 AGG-01 warning new_received 12:37',
        '甲县人民政府 AGG-02 error new_received:乙镇人民政府 12:35',
        '甲县人民政府 AGG-03 warning granted 1:3',
      ],
    ],
    ['a blank leaves it open', [county(received(12)), office(received(7)), town({ 't3.new_received.total': null })], []],
    [
      'what was read with little confidence is a suspicion',
      [county({ 't3.new_received.total': { value: 2, confidence: 0.5 } }), town(received(35)), office({})],
      ['甲县人民政府 AGG-01 warning new_received 2:35', '甲县人民政府 AGG-02 warning new_received:乙镇人民政府 2:35'],
    ],
    [
      'groups of rows are added up, reviews and lawsuits, too',
      [
        county({ 't3.denied_third_party.total': 4, 't4.review_total': 2, 't4.direct_total': 1, 't4.postreview_total': 1 }),
        office({ 't3.denied_third_party.total': 1, 't3.denied_state_secret.total': 2, 't4.direct_total': 2 }),
        town({ 't4.review_total': 3 }),
      ],
      [
        '甲县人民政府 AGG-02 error review:乙镇人民政府 2:3',
        '甲县人民政府 AGG-03 warning denied 4:3',
        '甲县人民政府 AGG-04 warning review 2:3',
      ],
    ],
    [
      'decisions may differ a little',
      [county({ 't2.penalty_decisions': 200 }), office({ 't2.penalty_decisions': 195 }), town({})],
      [],
    ],
    [
      'but not by much',
      [county({ 't2.penalty_decisions': 210 }), office({ 't2.penalty_decisions': 195 }), town({ 't2.penalty_decisions': 300 })],
      ['甲县人民政府 AGG-05 info penalties 210:495'],
    ],
    [
      'two governments in one district: nobody knows whose bodies are whose',
      [
        county(received(3)),
        body('丙县人民政府', { kind: 'county_gov', figures: received(1), scope: 'whole_region' }),
        town(received(35)),
      ],
      [],
    ],
    [
      'a zone stands in the place of a government',
      [body('示例高新区管委会', { kind: 'dev_zone', scope: 'whole_region', figures: received(3) }), town(received(4))],
      ['示例高新区管委会 AGG-01 warning new_received 3:4', '示例高新区管委会 AGG-02 error new_received:乙镇人民政府 3:4'],
    ],
    [
      'the government’s figures are its office’s, although a town received some',
      [
        county(received(17, { 't3.granted.total': 17 }), { scope: 'own_office' }),
        office(received(17, { 't3.granted.total': 17 })),
        town(received(9)),
      ],
      ['甲县人民政府 AGG-07 warning district'],
    ],
    ['only the office receives any', [county(received(17)), office(received(17)), town({})], []],
    ['nothing anywhere', [county({}), office({}), town({})], []],
  ])('%s', (_, bodies, found) => {
    expect(judge(bodies)).toEqual(found)
  })
})

describe('texts', () => {
  const bodies = ['甲镇', '乙镇', '丙镇'].map((name) => body(name, { kind: 'township' }))
  const pair = (own: string, other: string, covered: number): AlikeTexts => ({
    own,
    other,
    comparison: { covered, passages: [{ own: `${own}抓住关键`, other: `${other}抓住关键` }] },
  })

  test('each body has one finding, which names the likest', () => {
    const found = checkDistrict({
      year: 2023,
      bodies,
      alike: [pair('甲镇', '乙镇', 0.93), pair('甲镇', '丙镇', 0.967), pair('乙镇', '甲镇', 0.9), pair('丙镇', '甲镇', 0.7)],
    })
    expect(found.map(({ authority, finding }) => `${authority}: ${finding.message}`)).toEqual([
      '甲镇: 与丙镇等2家单位的报告重复率96%，疑似雷同，请核实。',
      '乙镇: 与甲镇的报告重复率90%，疑似雷同，请核实。',
    ])
    expect(found[0]?.finding.passages).toEqual([{ own: '甲镇抓住关键', other: '丙镇抓住关键' }])
  })
})

test('who is missing is told once, of the government', () => {
  const absent = (name: string, status: FilingStatus) => body(name, { status, absent: true })
  const bodies = [
    county({}),
    absent('甲局', 'not-found'),
    absent('乙局', 'not-assessable'),
    absent('丙局', 'exempt'),
    body('丁局'),
  ]
  const [finding] = checkDistrict({ year: 2023, bodies, alike: [] }).filter(({ finding: { rule } }) => rule === 'AGG-09')
  expect(finding?.finding.message).toBe('应发布4家，已发布2家，未发现甲局，请核实。')
  const many = Array.from({ length: 12 }, (_, index) => absent(`第${index + 1}局`, 'not-found'))
  const [long] = checkDistrict({ year: 2023, bodies: [county({}), ...many], alike: [] }).filter(
    ({ finding: { rule } }) => rule === 'AGG-09',
  )
  expect(long?.finding.message).toContain('第10局等12家')
})
