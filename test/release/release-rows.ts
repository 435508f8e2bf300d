import type { Db } from '../../db/connect.ts'
import * as decisions from '../../db/decisions.ts'
import * as filings from '../../db/filings.ts'
import * as findingList from '../../db/finding-list.ts'
import * as findings from '../../db/findings.ts'
import { importRegistry } from '../../db/registry.ts'
import { EVERYTHING, RELEASE_FORMATS } from '../../src/model/release.ts'
import type { Cell, Report } from '../../src/model/report.ts'
import type { CellKey } from '../../src/model/template.ts'
import { type Releasing, type WrittenRelease, writeRelease } from '../../src/release/write-release.ts'
import { A1, authorityOf, COLUMN, publish, registryOf, reportOf, seed } from '../db/rows.ts'

/** Texts that a spreadsheet or a reader of CSV may change: each as the raw text of a cell. */
export const NASTY: Readonly<Record<string, string>> = {
  't2.reg_issued': '=1+1',
  't2.reg_repealed': '+86 10',
  't2.reg_in_force': '-3',
  't2.nd_issued': '@SUM(A1)',
  't2.nd_repealed': "'quoted'",
  't2.nd_in_force': '007',
  't2.license_decisions': '91110000123456789012',
  't2.penalty_decisions': '2024-01-02',
  't2.coercion_decisions': '1,204',
  't3.new_received.natural_person': '两行\n文字，"引号"',
  't3.new_received.commercial': '\ttab',
  't3.new_received.research': '_x0041_',
  't3.new_received.public_interest': '<b>&amp;',
}

function nastyReport(): Report {
  const report = reportOf({
    't2.fee_amount_wan': 12.5,
    't3.new_received.total': 40,
    't3.carried_in.total': 0,
    't3.carried_out.total': 4,
  })
  const changed = Object.fromEntries(
    Object.entries(NASTY).map(([key, raw]): [string, Cell] => [key, { raw, value: null, kind: 'word', at: null, confidence: 1 }]),
  )
  return {
    ...report,
    title: '示例县a1，"2023"年\n政府信息公开工作年度报告',
    cells: { ...report.cells, ...changed },
    claims: [
      {
        kind: 'new_received',
        value: 41,
        unit: '件',
        approximate: false,
        text: '=本年新收41件。',
        section: 1,
        label: null,
        of: null,
        scope: null,
        at: null,
      },
    ],
  }
}

/** A finding about the report of a1. */
export const UNBALANCED: findings.FindingWithFingerprint = {
  rule: 'T3-01',
  fingerprint: '1',
  ruleSet: '2',
  family: 'inaccurate',
  severity: 'error',
  verdict: 'fail',
  message: '勾稽关系不成立',
  messageEn: 'does not balance',
  cells: ['t3.new_received.total', 't3.carried_in.total'],
  quote: '=1+1',
  left: 1,
  right: 2,
  difference: -1,
  basis: '表三',
  repair: [],
  subject: 'column:total',
}

/** When a1 published. */
export const LATE: filings.AssessedFiling = {
  authority_id: 'a1',
  year: 2023,
  status: 'late',
  reason: null,
  due: '2024-01-31',
  strength: 'law',
  basis: '条例第五十条',
  published_on: '2024-02-02',
  published_from: 'list',
  days_late: 2,
  backdated: false,
  report_id: null,
  evidence: {
    readings: [{ columnUrl: COLUMN, readAt: '2024-02-01', complete: true, found: false }],
    dates: [{ from: 'list', date: '2024-02-02' }],
  },
}

export type Seeded = { readonly runId: number; readonly report: Report }

/** Reports of both editions and two years, one of them with texts that are hard to keep; a finding with a decision; a filing. */
export async function seedRelease(db: Db): Promise<Seeded> {
  const { runId } = await seed(db)
  const authorities = [authorityOf('a1'), authorityOf('a2', { formerNames: [{ name: '旧名', since: null, until: 2020 }] })]
  const districts = [...registryOf().districts, { ...registryOf().districts[0]!, id: 'd2', name: '邻县' }]
  await importRegistry(db, { ...registryOf(), districts, authorities: [...authorities, authorityOf('b1', { district: 'd2' })] })
  const report = nastyReport()
  const { reportId, versionId } = await publish(db, { runId, bytes: 'a' }, report)
  const old = reportOf(
    {},
    {
      year: 2020,
      edition: '2019',
      cells: { 't3.other_all.total': { raw: '2', value: 2, kind: 'number', at: null, confidence: 1 } },
    },
  )
  await publish(db, { runId, bytes: 'b', url: `${COLUMN}2.html` }, old, { year: 2020 })
  const neighbour = { filer: 'b1', authorityId: 'b1', authorityName: '示例县b1', districtId: 'd2' }
  await publish(
    db,
    { runId, bytes: 'c', url: `${COLUMN}3.html`, authorityId: 'b1' },
    reportOf({ 't3.granted.total': 1 }),
    neighbour,
  )
  await findings.reconcile(db, { ...A1, scope: 'report', reportId, versionId }, [UNBALANCED])
  const [row] = (await findingList.list(db, {}, { limit: 1 })).rows
  await decisions.act(db, {
    act: 'dismiss',
    reason: 'scope',
    targets: [{ findingId: row?.id as number, expected: 0 }],
    by: { name: '王', account: null },
  })
  await filings.upsert(db, [{ ...LATE, report_id: reportId }])
  return { runId, report }
}

/** The report of a1 with other cells, from other bytes at the same address: as an authority corrects it. */
export async function correct(db: Db, { runId, report }: Seeded, cells: Partial<Record<CellKey, Cell>>): Promise<void> {
  await publish(db, { runId, bytes: JSON.stringify(cells) }, { ...report, cells: { ...report.cells, ...cells } })
}

export function releaseAs(db: Db, out: string, more: Partial<Releasing> = {}): Promise<WrittenRelease> {
  return writeRelease({
    db,
    out,
    version: '2023.1',
    selection: EVERYTHING,
    formats: RELEASE_FORMATS,
    csv: { bom: false, exact: false },
    program: 'Gouji',
    recorded: false,
    ...more,
  })
}
