import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OpenDatabase } from '../../db/connect.ts'
import * as findingList from '../../db/finding-list.ts'
import * as findings from '../../db/findings.ts'
import { importRegistry } from '../../db/registry.ts'
import { compareDistrict } from '../../src/jobs/compare-district.ts'
import type { AuthorityKind } from '../../src/model/authority.ts'
import type { Report } from '../../src/model/report.ts'
import type { RuleSettings } from '../../src/model/rule-settings.ts'
import { bodyText } from '../../src/rules/similarity/body-text.ts'
import { sketchOf, sketchToBytes } from '../../src/rules/similarity/sketch.ts'
import { authorityOf, publish, registryOf, reportOf, startRun } from '../db/rows.ts'
import { openTestDatabase } from '../test-database.ts'

const KINDS: readonly (readonly [id: string, kind: AuthorityKind])[] = [
  ['county', 'county_gov'],
  ['east', 'township'],
  ['west', 'township'],
  ['school', 'gov_department'],
]
const DISTRICT = { district: 'd1', year: 2023 }

const DEEDS = [
  '核对台账',
  '走访农户',
  '公示结果',
  '答复来信',
  '更新目录',
  '培训干部',
  '清点设备',
  '复查账目',
  '张榜通知',
  '登记造册',
  '听取意见',
  '归还押金',
]

/** Of the length that is compared, and hardly a phrase twice. */
const longText = (body: string, subject: string) =>
  DEEDS.map((deed, index) => {
    const [next, last] = [DEEDS[(index * 5 + 3) % 12], DEEDS[(index * 7 + 1) % 12]]
    return `${body}就${subject}先${deed}，再由两名经办人${next}，最后在${index + 1}日之内${last}`
  }).join('。')

let open: OpenDatabase
let runId: number
beforeAll(async () => {
  open = await openTestDatabase()
  await importRegistry(
    open.db,
    registryOf({ authorities: KINDS.map(([id, kind]) => authorityOf(id, { kind, name: `示例县${id}` })) }),
  )
  runId = await startRun(open.db)
})
afterAll(() => open.close())

async function file(id: string, bytes: string, text: string, more: Partial<Report> = {}): Promise<void> {
  const report = reportOf(
    { 't3.new_received.total': id === 'county' ? 2 : 5 },
    {
      authority: `示例县${id}`,
      sections: [{ number: 1, title: '总体情况', text }],
      ...more,
    },
  )
  const about = { filer: id, authorityId: id, authorityName: `示例县${id}` }
  const { reportId, versionId } = await publish(
    open.db,
    { runId, url: `https://www.example.gov.cn/nianbao/${id}.html`, bytes, authorityId: id },
    report,
    about,
  )
  const sketch = sketchToBytes(sketchOf(bodyText(report, [])))
  const checked = { ...about, districtId: DISTRICT.district, year: 2023, scope: 'report', reportId, versionId } as const
  await findings.recordCheck(open.db, { versionId, priorVersionId: null, filer: id, ruleSet: '1', sketch }, checked, [])
}

async function found(): Promise<string[]> {
  const { rows } = await findingList.list(open.db, {}, { limit: 50 })
  return rows.map(({ authority_id, rule, state, passages }) => `${authority_id} ${rule} ${state} ${passages.length}`).toSorted()
}

describe('the reports of a district beside each other', () => {
  const compare = (settings: RuleSettings = {}) => compareDistrict(open.db, { ...DISTRICT, settings })
  const before: string[] = []

  test('are compared by their figures and texts', async () => {
    await file('county', 'county', longText('示例县county', '全县汇总'), { scope: 'whole_region' })
    await file('east', 'east', longText('示例县east', '水利修缮'))
    await file('west', 'west', longText('示例县west', '水利修缮'))
    await file('school', 'school', longText('示例县school', '招生与食堂采购'))
    await compare()
    before.push(...(await found()))
    expect(before).toEqual([
      'county AGG-01 open 0',
      ...['county AGG-02 open 0', 'county AGG-02 open 0', 'county AGG-02 open 0'],
      'east AGG-08 open 1',
      'west AGG-08 open 1',
    ])
  })

  test('are left alone while nothing changes', async () => {
    const at = async () => (await findingList.list(open.db, {}, { limit: 50 })).rows.map(({ updated_at }) => updated_at.getTime())
    const times = await at()
    await compare()
    expect(await at()).toEqual(times)
  })

  test('a text written anew closes the findings of both, and nothing else', async () => {
    await file('west', 'west anew', longText('示例县west', '集市管理与垃圾清运'))
    await compare()
    expect(await found()).toEqual(before.map((each) => (each.includes('AGG-08') ? each.replace('open', 'closed') : each)))
  })

  test('a district may switch a rule off', async () => {
    await compare({ 'AGG-02': { severity: 'off' } })
    expect((await found()).filter((each) => each.includes('open'))).toEqual(['county AGG-01 open 0'])
    const [finding] = (await findingList.list(open.db, { status: 'undecided' }, { limit: 1 })).rows
    expect(finding?.rule_set).toMatch(/^\d+\+[0-9a-f]{8}$/)
  })

  test('what was found of a body that is registered no more is given up', async () => {
    const authorities = KINDS.filter(([id]) => id !== 'county').map(([id, kind]) =>
      authorityOf(id, { kind, name: `示例县${id}` }),
    )
    await importRegistry(open.db, registryOf({ authorities }))
    for (const checked of await findings.filingsGivenUp(open.db, DISTRICT)) await findings.reconcile(open.db, checked, [])
    expect((await found()).filter((each) => each.includes('open'))).toEqual([])
  })
})
