import type { Document, Note } from '../model/document.ts'
import type { Cell, Cells, Extraction, Report, Section } from '../model/report.ts'
import type { SnapshotFile } from '../model/snapshot.ts'
import { type CellKey, cellKeysOf, type Edition, editionOfYear } from '../model/template.ts'
import { findClaims, MOST_CLAIMS } from './claims.ts'
import { isAnother, judge } from './classify.ts'
import { elementPaths } from './element-paths.ts'
import { findContact } from './identity/contact.ts'
import { findDates } from './identity/dates.ts'
import { type Identity, identify } from './identity/identity.ts'
import { findPeriod } from './identity/period.ts'
import { findScope } from './identity/scope.ts'
import { oneLine } from './label.ts'
import { endOfArticle, type Outline, toFreeSections, toOutline, toPreface, toSections } from './outline.ts'
import { placeClaims } from './place-claims.ts'
import type { OnProgress } from './readers/pictures/recogniser.ts'
import { readDocument } from './readers/read-document.ts'
import { recognitionNotes } from './recognition-note.ts'
import { selfCheck } from './self-check.ts'
import { isSigned } from './tables/labels.ts'
import { readCell } from './tables/read-cell.ts'
import { readTables } from './tables/read-tables.ts'
import type { Placed } from './tables/reading.ts'

/**
 * Reads one report from one file. What could not be read is told in the notes; nothing is guessed. A document that is no report is answered
 * with the reason, a file that cannot be read at all throws `GiveUp`. The same bytes always give the same result. Scans take seconds a page:
 * `onProgress` is called often while they are read.
 */
export async function extractReport(file: SnapshotFile, expected: Expected = {}, onProgress?: OnProgress): Promise<Extraction> {
  return reportFrom(await readDocument(file, onProgress), file, expected)
}

/** Whose report of which year is looked for. A report that says by itself that it is another one is refused. */
export type Expected = { readonly year?: number; readonly authority?: string }

/** The report that a document holds; `file` is what it was read from. */
export function reportFrom(document: Document, file: SnapshotFile, expected: Expected = {}): Extraction {
  const outline = toOutline(document.blocks)
  const tables = readTables(outline)
  const official = toSections(outline, tables.blocks)
  const firstSection = outline.parts[0]?.at ?? outline.blocks.length
  const identity = identify(document, outline.blocks, firstSection, file.name)
  const sections = tables.cells.size > 0 ? official : sectionsWithoutTables(official, outline, identity)
  const refusal = judge({
    document: { ...document, blocks: outline.blocks },
    title: identity.title,
    bodyFrom: identity.bodyFrom,
    cells: tables.cells.size,
    filled: [...tables.cells.values()].filter((cell) => cell.raw.trim() !== '').length,
    official: official.map(({ number }) => number),
    sections,
  })
  const reason = refusal ?? isAnother(identity, expected)
  if (reason) return { kind: 'not-report', reason }
  const edition = tables.edition ?? (identity.year === null ? null : editionOfYear(identity.year))
  const last = outline.parts.at(-1)?.at ?? 0
  const opening = toPreface(outline, identity.bodyFrom)
  const cells = edition ? toCells(tables.cells, edition, pathsOf(tables.cells, document)) : {}
  const claims = placeClaims(findClaims(sections, opening, identity.year), outline.blocks, document.source ?? null)
  const { period, notes: periodNotes } = findPeriod(opening, sections[0]?.text ?? '')
  const { scope, words, notes: scopeNotes } = findScope(opening, claims, { authority: identity.authority, cells })
  const report: Report = {
    schema: 'gouji.report/1',
    source: { name: file.name, sha256: file.sha256, mediaType: document.mediaType, bytes: file.bytes.length },
    authority: identity.authority,
    year: identity.year,
    edition,
    title: identity.title,
    period,
    scope,
    scopeWords: words,
    contact: findContact([opening, ...sections.toReversed().map(({ text }) => text)]),
    dates: findDates(
      { ...document, blocks: outline.blocks },
      { from: identity.bodyFrom, first: firstSection, last, end: endOfArticle(outline.blocks, last + 1, outline.blocks.length) },
    ),
    opening,
    sections,
    cells,
    claims,
    notes: [
      ...document.notes,
      ...(outline.another === null ? [] : [severalReports(outline.another)]),
      ...identity.notes,
      ...periodNotes,
      ...scopeNotes,
      ...(claims.length >= MOST_CLAIMS ? [CLAIMS_CUT] : []),
      ...tables.notes,
      ...(document.notes.some(({ code }) => code === 'ocr-text-layer') ? [] : recognitionNotes(outline.blocks, cells, edition)),
      ...(edition ? selfCheck(outline, sections, tables.cells, edition, document.attachments) : [FREE_FORM]),
    ],
  }
  return { kind: 'report', report }
}

/** Before 2019 there was no official form: a report had headings of its own. */
function sectionsWithoutTables(
  official: readonly Section[],
  { blocks }: Outline,
  { year, bodyFrom }: Identity,
): readonly Section[] {
  if (official.length >= 2 && (year === null || year >= 2019)) return official
  const free = toFreeSections(blocks, bodyFrom)
  return free.length > official.length ? free : official
}

function severalReports(title: string): Note {
  return { code: 'several-reports', message: `文件中还有另一份年报“${oneLine(title)}”，只读取了前一份；请拆分后分别读取。` }
}

const CLAIMS_CUT = { code: 'claims-cut', message: '正文中的数字异常多，只读取了前面一部分。' } as const

const FREE_FORM = { code: 'free-form', message: '未发现统一格式的表格，按自由格式的早期年报处理，只读取各部分文字。' } as const

/** Every key of the edition, and the rows printed beyond it. A cell that was never found is `missing`. */
function toCells(placed: ReadonlyMap<CellKey, Placed>, edition: Edition, paths: ElementPaths): Cells {
  const cells: Partial<Record<CellKey, Cell>> = {}
  let found = 0
  for (const key of cellKeysOf(edition)) {
    const cell = placed.get(key)
    if (cell) found += 1
    cells[key] = toCell(key, cell, paths)
  }
  if (found < placed.size) for (const [key, cell] of placed) cells[key] ??= toCell(key, cell, paths)
  return cells
}

/** The elements that cells of a page stand in, by the offsets of their places. */
type ElementPaths = ReadonlyMap<number, string>

function pathsOf(placed: ReadonlyMap<CellKey, Placed>, { mediaType, source }: Document): ElementPaths {
  if (source === undefined || !/html|json/.test(mediaType)) return NO_PATHS
  const offsets: number[] = []
  for (const { at } of placed.values()) if (at?.start !== undefined) offsets.push(at.start)
  return elementPaths(source, offsets)
}

const NO_PATHS: ElementPaths = new Map()

function toCell(key: CellKey, placed: Placed | undefined, paths: ElementPaths): Cell {
  if (!placed) return { raw: '', value: null, kind: 'missing', at: null, confidence: 1 }
  const { raw, sure } = placed
  const path = placed.at?.start === undefined ? undefined : paths.get(placed.at.start)
  const at = path === undefined ? placed.at : { ...placed.at, path }
  if (placed.unreadable) return { raw, value: null, kind: 'unreadable', at, confidence: 0 }
  const { kind, value, remark, confidence } = readCell(raw, { signed: isSigned(key) })
  const cell = { raw, value, kind, at, confidence: placed.confirmed ? sure : Math.min(confidence, sure) }
  return remark === undefined ? cell : { ...cell, remark }
}
