import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as decisions from '../../db/decisions.ts'
import * as filings from '../../db/filings.ts'
import { toJson } from '../../db/json.ts'
import { importRegistry } from '../../db/registry.ts'
import { pdfPrinter } from '../../src/cli/print-pdf.ts'
import type { Act, ActDetails } from '../../src/model/decision.ts'
import { PAPERS, type PaperRequest } from '../../src/model/paper.ts'
import { writePaper } from '../../src/papers/write-paper.ts'
import { authorityOf } from '../db/rows.ts'
import { fillDatabase } from '../review/filled-database.ts'

export const SITE = 'https://gouji.example.gov.cn'
export const FORMULA_NAME = '=HYPERLINK("https://evil.example/","云河区统计局")'

export type PapersWorld = Awaited<ReturnType<typeof openPapersWorld>>

/** The district 云河区 with decisions of every kind, a second one, and a folder for papers. */
export async function openPapersWorld() {
  const filled = await fillDatabase()
  const { db } = filled
  const folder = await mkdtemp(join(tmpdir(), 'gouji-papers-'))
  await importRegistry(db, {
    districts: [{ id: 'donghu', name: '东湖区', deadlines: [], holidays: [], rules: {}, years: [2023] }],
    authorities: [authorityOf('0012', { district: 'donghu', name: FORMULA_NAME, level: 'county' })],
    portals: [],
  })
  const board = await filings.get(db, 'finance', 2023)
  const { computed_at: _, ...filing } = board!
  await filings.upsert(db, [{ ...filing, authority_id: '0012', status: 'not-assessable', report_id: null, published_on: null }])
  const ids = await db.selectFrom('findings').select(['id', 'rule', 'filer']).orderBy('id').execute()
  const idOf = (rule: string, filer: string) => ids.find((each) => each.rule === rule && each.filer === filer)!.id
  const act = async (name: Act, findingId: number, details: ActDetails = {}) =>
    await decisions.act(db, {
      act: name,
      targets: [{ findingId, expected: null }],
      by: { name: '李四', account: null },
      ...details,
    })
  await act('confirm', idOf('T3-01', 'finance'))
  await act('notify', idOf('NAR-02', 'finance'), { due: '2024-05-31' })
  await act('dismiss', idOf('CELL-02', 'finance'), { reason: 'scope' })
  await act('confirm', idOf('TIME-03', 'qingshi'))
  await insertFinding(filled, { subject: 'unsure', verdict: 'not-assessable', message: '无法判断的事项' })
  const misread = await insertFinding(filled, { subject: 'misread', message: '读取有误的事项' })
  await act('misread', misread)
  const request = (kind: PaperRequest['kind'], more: Partial<PaperRequest> = {}): PaperRequest => ({
    kind,
    year: 2023,
    district: null,
    authority: null,
    reach: null,
    date: '2024-04-08',
    due: null,
    ...more,
  })
  let number = 0
  return {
    ...filled,
    folder,
    request,
    act,
    /** Writes a paper and answers where it is, and what it holds. */
    write: async (asked: PaperRequest, office = folder) => {
      number += 1
      const path = join(folder, `${number}.${PAPERS[asked.kind].format}`)
      return { path, count: await writePaper({ db, folder: office, site: SITE, printPdf: pdfPrinter(null) }, asked, path) }
    },
    close: async () => {
      await filled.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

type Inserted = { readonly subject: string; readonly verdict?: 'fail' | 'not-assessable'; readonly message: string }

/** A finding about 云河区教育局. */
export async function insertFinding(
  { db }: Pick<Awaited<ReturnType<typeof fillDatabase>>, 'db'>,
  { subject, verdict = 'fail', message }: Inserted,
): Promise<number> {
  const { id } = await db
    .insertInto('findings')
    .values({
      fingerprint: `papers ${subject}`,
      filer: 'education',
      authority_id: 'education',
      authority_name: '云河区教育局',
      district_id: 'yunhe',
      year: 2023,
      scope: 'report',
      rule: 'FMT-01',
      family: 'incomplete',
      severity: 'error',
      verdict,
      message,
      message_en: 'made',
      cells: [],
      basis: '国办公开办函〔2021〕30号',
      repair: toJson([]),
      subject,
      state: 'open',
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}
