import * as captures from '../../db/captures.ts'
import type { Db } from '../../db/connect.ts'
import { importRegistry } from '../../db/registry.ts'
import * as versions from '../../db/report-versions.ts'
import * as runs from '../../db/runs.ts'
import * as snapshots from '../../db/snapshots.ts'
import type { Portal, RegisteredAuthority, Registry } from '../../src/model/portal.ts'
import type { Cell, DateEvidence, Report } from '../../src/model/report.ts'
import { sha256Of } from '../../src/model/sha256.ts'
import { type CellKey, cellKeysOf } from '../../src/model/template.ts'

export function authorityOf(id: string, more: Partial<RegisteredAuthority> = {}): RegisteredAuthority {
  return {
    id,
    district: 'd1',
    name: `示例县${id}`,
    kind: 'gov_department',
    level: null,
    aliases: [],
    formerNames: [],
    since: null,
    until: null,
    successor: null,
    exempt: {},
    submitted: {},
    ...more,
  }
}

export const COLUMN = 'https://www.example.gov.cn/nianbao/'

export function portalOf(id: string, more: Partial<Portal> = {}): Portal {
  return {
    id,
    name: `示例门户${id}`,
    district: 'd1',
    host: 'www.example.gov.cn',
    otherHosts: [],
    family: null,
    pace: 3,
    sample: false,
    columns: [{ url: COLUMN, authorities: 'all' }],
    ...more,
  }
}

export function registryOf(more: Partial<Registry> = {}): Registry {
  return {
    districts: [{ id: 'd1', name: '示例县', deadlines: [], holidays: [], rules: {}, years: [2023, 2024] }],
    authorities: [authorityOf('a1'), authorityOf('a2')],
    portals: [portalOf('p1')],
    ...more,
  }
}

/** A registered district and a run in it. */
export async function seed(db: Db): Promise<{ runId: number }> {
  await importRegistry(db, registryOf())
  return { runId: await startRun(db) }
}

export async function startRun(db: Db): Promise<number> {
  return (await runs.start(db, { kind: 'manual' })).id
}

export type Page = {
  runId: number
  url?: string
  bytes: string
  attachmentOf?: string | null
  dates?: readonly DateEvidence[]
  authorityId?: string
}

/** Sees bytes at an address, as a crawl does. */
export async function see(
  db: Db,
  { runId, url = `${COLUMN}1.html`, bytes, attachmentOf = null, dates = [], authorityId = 'a1' }: Page,
) {
  const sha256 = sha256Of(bytes)
  await snapshots.record(db, { sha256, bytes: bytes.length, mediaType: 'text/html' })
  const [capture] = await captures.record(db, runId, [
    { url, sha256, columnId: null, authorityId, districtId: 'd1', listTitle: '年报', dates, attachmentOf },
  ])
  if (!capture) throw new Error('no capture')
  return capture
}

const BLANK: Cell = { raw: '', value: null, kind: 'blank', at: null, confidence: 1 }

/** A report of 2023 with these numbers; every other cell is blank. */
export function reportOf(numbers: Partial<Record<CellKey, number>> = {}, more: Partial<Report> = {}): Report {
  const cellOf = (key: CellKey): Cell => {
    const value = numbers[key]
    if (value === undefined) return BLANK
    return {
      raw: String(value),
      value,
      kind: 'number',
      confidence: 0.9,
      at: { start: 1, end: 2, grid: 0, row: 1, column: 2 },
      remark: '件',
    }
  }
  return {
    schema: 'gouji.report/1',
    source: { name: 'page.html', sha256: 'f'.repeat(64), mediaType: 'text/html', bytes: 1 },
    authority: '示例县a1',
    year: 2023,
    edition: '2021',
    title: '示例县a1 2023年政府信息公开工作年度报告',
    period: null,
    scope: null,
    scopeWords: null,
    contact: null,
    dates: [{ date: '2024-01-20', from: 'meta:PubDate' }],
    opening: '',
    sections: [{ number: 1, title: '总体情况', text: '公开信息若干条。' }],
    cells: Object.fromEntries(cellKeysOf('2021').map((key) => [key, cellOf(key)])),
    claims: [],
    notes: [],
    ...more,
  }
}

export const A1 = { filer: 'a1', authorityId: 'a1', authorityName: '示例县a1', districtId: 'd1', year: 2023 }

/** Sees a page and stores what it is read as. */
export async function publish(db: Db, page: Page, report: Report, about: Partial<versions.Reading> = {}) {
  const { id } = await see(db, page)
  return versions.store(db, { ...A1, captureId: id, reader: '1', report, ...about })
}
