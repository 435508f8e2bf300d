import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Db } from '../../db/connect.ts'
import { type PaperFinding, streamFindings } from '../../db/papers.ts'
import { namesOf } from '../../db/registry.ts'
import { PAPERS, type PaperKind, type PaperRequest } from '../model/paper.ts'
import { SetupError } from '../model/setup-error.ts'
import { bodyReportsHtml, type PrintPdf } from './body-reports.ts'
import { CIRCULAR_TEMPLATE, circularOf } from './circular.ts'
import { makeDocx } from './docx.ts'
import { writeFilingStatistics } from './filing-statistics.ts'
import { fillTemplate } from './fill-template.ts'
import { countPages, withFixedDates } from './fix-pdf.ts'
import { writeLedger } from './ledger.ts'
import { NOTICE_TEMPLATE, noticeOf } from './notice.ts'
import { readIfThere, readOfficeSettings } from './office-settings.ts'
import type { PaperPlace } from './paper-place.ts'
import { writeRecord } from './record.ts'
import { writeScores } from './scores.ts'
import { writeZip } from './zip-file.ts'

export type PaperTools = {
  readonly db: Db
  /** The office's own templates and settings; need not be there. */
  readonly folder: string
  /** Address of the review pages, for links to snapshots. */
  readonly site: string | null
  readonly printPdf: PrintPdf
}

type Parts = PaperTools & PaperPlace & { readonly request: PaperRequest }

const WRITERS: Readonly<Record<PaperKind, (parts: Parts) => Promise<number>>> = {
  ledger: (parts) => writeLedger(parts.db, parts.request, parts),
  notice: writeNotices,
  record: (parts) => writeRecord(parts.db, parts.request, parts),
  filings: (parts) => writeFilingStatistics(parts.db, parts.request, parts),
  bodies: writeBodyReports,
  circular: writeCircular,
  scores: async (parts) => writeScores(parts.db, parts.request, { ...parts, settings: await readOfficeSettings(parts.folder) }),
}

/**
 * Writes a paper to a file and answers what it holds: rows, notices, authorities. No file is written where there is nobody to be notified or told of.
 * @throws SetupError where a template or setting of the office cannot be used, or what it is to be about is not registered
 */
export async function writePaper(tools: PaperTools, request: PaperRequest, out: string): Promise<number> {
  const whose = await subjectOf(tools.db, request)
  return await WRITERS[request.kind]({ ...tools, out, whose, request })
}

/** The name that a paper's file has: 问题台账-云河区-2023.xlsx. Notices to several authorities come in a ZIP archive. */
export async function paperFileName(db: Db, request: PaperRequest): Promise<string> {
  const whose = await subjectOf(db, request)
  const extension = request.kind === 'notice' && request.authority === null ? 'zip' : PAPERS[request.kind].format
  return `${[PAPERS[request.kind].zh, fileWords(whose), request.year].filter((part) => part !== '').join('-')}.${extension}`
}

/** The templates that an office can replace: what we have in their place, as a Word file. */
export function paperTemplate(kind: PaperKind): Uint8Array | null {
  const paragraphs = { notice: NOTICE_TEMPLATE, circular: CIRCULAR_TEMPLATE }[kind as 'notice' | 'circular']
  return paragraphs === undefined ? null : makeDocx(paragraphs)
}

async function subjectOf(db: Db, { authority, district }: PaperRequest): Promise<string> {
  if (authority !== null) return await nameOf(db, 'authorities', authority)
  return district === null ? '' : await nameOf(db, 'districts', district)
}

async function nameOf(db: Db, table: 'authorities' | 'districts', id: string): Promise<string> {
  const name = (await namesOf(db, table, [id])).get(id)
  if (name === undefined)
    throw new SetupError(
      `There is no ${table === 'authorities' ? 'authority' : 'district'} "${id}". Give the id of a registered one (gouji registry export).`,
    )
  return name
}

/** The office's own template, or ours. */
async function templateOf(
  folder: string,
  kind: 'notice' | 'circular',
): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
  const name = join(folder, `${kind}.docx`)
  return { name, bytes: (await readIfThere(name)) ?? paperTemplate(kind)! }
}

/** 整改通知: for each authority with confirmed findings one document; for one authority that document alone. */
async function writeNotices({ db, folder, request, out }: Parts): Promise<number> {
  const settings = await readOfficeSettings(folder)
  const { name, bytes } = await templateOf(folder, 'notice')
  const filled = (findings: readonly PaperFinding[]) => fillTemplate(bytes, noticeOf({ findings, request, settings }), name)
  const notices = byFiler(streamFindings(db, request, ['confirmed', 'notified']))
  if (request.authority !== null) {
    for await (const findings of notices) {
      await writeFile(out, filled(findings))
      return 1
    }
    return 0
  }
  const first = await notices.next()
  if (first.done) return 0
  let count = 0
  await writeZip(out, async (zip) => {
    const add = async (findings: readonly PaperFinding[]) => {
      count += 1
      zip.begin(`${String(count).padStart(4, '0')}-${fileWords(findings[0]!.authority)}.docx`)
      await zip.add(filled(findings))
      zip.end()
    }
    await add(first.value)
    for await (const findings of notices) await add(findings)
  })
  return count
}

/** Findings that come filer by filer, those of each together. */
async function* byFiler(findings: AsyncIterable<PaperFinding>): AsyncGenerator<readonly PaperFinding[], undefined> {
  let own: PaperFinding[] = []
  for await (const finding of findings) {
    if (own.length > 0 && own[0]!.filer !== finding.filer) {
      yield own
      own = []
    }
    own.push(finding)
  }
  if (own.length > 0) yield own
}

async function writeCircular({ db, folder, request, whose, out }: Parts): Promise<number> {
  const { name, bytes } = await templateOf(folder, 'circular')
  const data = await circularOf(db, request, { settings: await readOfficeSettings(folder), whose })
  await writeFile(out, fillTemplate(bytes, data, name))
  return 1
}

/** 单位分报告: a page for each authority. */
async function writeBodyReports({ db, request, out, printPdf }: Parts): Promise<number> {
  const { html, pages } = await bodyReportsHtml(db, request)
  if (pages === 0) return 0
  const pdf = await printPdf(html)
  if (countPages(pdf) !== pages)
    throw new Error(`${pages} authorities were printed on ${countPages(pdf)} pages: one has more than its page holds.`)
  await writeFile(out, withFixedDates(pdf, request.date))
  return pages
}

/** Words as a part of a file name on any system. */
function fileWords(text: string): string {
  return text.replace(/[\\/:*?"<>|\s]+/g, '_').slice(0, 60)
}
