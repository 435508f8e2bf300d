import { extractReport } from '../../src/extract/extract-report.ts'
import { isArchive, membersOf } from '../../src/extract/readers/containers/archive.ts'
import { GiveUp } from '../../src/model/give-up.ts'
import type { Cell, Claim, Extraction, Report } from '../../src/model/report.ts'
import { sha256Of } from '../../src/model/sha256.ts'
import type { SnapshotFile } from '../../src/model/snapshot.ts'
import { type CellKey, cellKeysOf } from '../../src/model/template.ts'
import type { ClaimTruth, PrintedReport, Truth } from './printed.ts'

/** A value at or above this is given as sure. */
export const SURE = 0.9

/**
 * `lost`: a printed number read as null. `doubted`: another value than printed, given as unsure. `silently-wrong`: another value than
 * printed, or a blank in the place of a number, given as sure.
 */
type FaultKind = 'lost' | 'doubted' | 'silently-wrong'

type Fault = {
  readonly key: CellKey
  readonly kind: FaultKind
  readonly printed: number | null
  readonly read: number | null
  readonly raw: string
  readonly confidence: number
}

/** How well one document was read. */
export type Measurement = {
  /** Cells of the edition and cells printed beyond it. */
  readonly cells: number
  readonly right: number
  readonly lost: number
  readonly doubted: number
  readonly silentlyWrong: number
  readonly faults: readonly Fault[]
  /** Lost cells of a report without any note on their table. */
  readonly lostWithoutNote: number
  /** Values that are given, with their confidence, for the calibration table. */
  readonly given: readonly { readonly confidence: number; readonly isRight: boolean }[]
  /** What else differs from the truth, one sentence each: identity, sections, claims. */
  readonly identityMisses: readonly string[]
  /** Text of a section that was lost. */
  readonly sectionMisses: readonly string[]
  /** Text that was taken for a section's and is not: words of tables, page numbers. */
  readonly sectionExtras: readonly string[]
  readonly claimMisses: readonly string[]
  /** Why no report was read at all; then every printed number is lost. */
  readonly refusal: string | null
  /** Processor time of reading, in milliseconds. */
  readonly milliseconds: number
}

/** Reads the file, or the one report in an archive, and compares what was read with what is printed. */
export async function measure(
  report: Pick<PrintedReport, 'truth'>,
  bytes: Uint8Array,
  fileName = 'report',
): Promise<Measurement> {
  const { truth } = report
  const start = process.cpuUsage()
  const extraction = await read({ name: fileName, bytes, sha256: sha256Of(bytes) })
  const { user, system } = process.cpuUsage(start)
  const compared =
    extraction.kind === 'report'
      ? compare(truth, extraction.report)
      : refused(truth, extraction.kind === 'gave-up' ? extraction.reason : extraction.reason.code)
  return { ...compared, milliseconds: (user + system) / 1000 }
}

async function read(file: SnapshotFile): Promise<Extraction | { readonly kind: 'gave-up'; readonly reason: string }> {
  try {
    return isArchive(file) ? await readReportIn(file) : await extractReport(file)
  } catch (error) {
    if (error instanceof GiveUp) return { kind: 'gave-up', reason: error.reason }
    throw error
  }
}

/** The only report in an archive. */
async function readReportIn(archive: SnapshotFile): Promise<Extraction> {
  const reports: Extraction[] = []
  for (const member of membersOf(archive)) {
    if ('problem' in member) throw member.problem
    const extraction = await extractReport(member.file)
    if (extraction.kind === 'report') reports.push(extraction)
  }
  const [report, ...others] = reports
  if (!report || others.length > 0) throw new Error(`${archive.name} holds ${reports.length} reports instead of one`)
  return report
}

type Comparison = Omit<Measurement, 'milliseconds'>

/** Compares a report with the truth. */
function compare(truth: Truth, report: Report): Comparison {
  const keys = new Set([...cellKeysOf(truth.edition), ...truth.cells.keys(), ...(Object.keys(report.cells) as CellKey[])])
  const faults: Fault[] = []
  const given: { confidence: number; isRight: boolean }[] = []
  for (const key of keys) {
    const printed = truth.cells.get(key)?.value ?? null
    const cell = report.cells[key]
    const read = cell?.value ?? null
    if (read !== null) given.push({ confidence: cell!.confidence, isRight: read === printed })
    if (read === printed) continue
    faults.push({ key, kind: faultOf(cell), printed, read, raw: cell?.raw ?? '', confidence: cell?.confidence ?? 0 })
  }
  const sections = compareSections(truth, report)
  const count = (kind: FaultKind) => faults.filter((fault) => fault.kind === kind).length
  const isNoted = (key: CellKey) => report.notes.some(({ table }) => table === undefined || key.startsWith(table))
  return {
    cells: keys.size,
    right: keys.size - faults.length,
    lost: count('lost'),
    doubted: count('doubted'),
    silentlyWrong: count('silently-wrong'),
    faults,
    lostWithoutNote: faults.filter(({ kind, key }) => kind === 'lost' && !isNoted(key)).length,
    given,
    identityMisses: identityMisses(truth, report),
    sectionMisses: sections.flatMap(({ miss }) => miss ?? []),
    sectionExtras: sections.flatMap(({ extra }) => extra ?? []),
    claimMisses: claimMisses(truth.claims, report.claims),
    refusal: null,
  }
}

function refused(truth: Truth, refusal: string): Comparison {
  const faults = [...truth.cells].flatMap(([key, { value }]): Fault[] =>
    value === null ? [] : [{ key, kind: 'lost', printed: value, read: null, raw: '', confidence: 0 }],
  )
  return {
    cells: truth.cells.size,
    right: truth.cells.size - faults.length,
    lost: faults.length,
    doubted: 0,
    silentlyWrong: 0,
    faults,
    lostWithoutNote: 0,
    given: [],
    identityMisses: [`refused: ${refusal}`],
    sectionMisses: [],
    sectionExtras: [],
    claimMisses: [],
    refusal,
  }
}

function faultOf(cell: Cell | undefined): FaultKind {
  if (!cell || cell.kind === 'missing' || cell.kind === 'unreadable') return 'lost'
  if (cell.confidence >= SURE) return 'silently-wrong'
  return cell.value === null ? 'lost' : 'doubted'
}

function identityMisses(truth: Truth, report: Report): string[] {
  const misses: string[] = []
  for (const field of ['authority', 'year', 'edition'] as const)
    if (report[field] !== truth[field]) misses.push(`${field}: ${report[field]} instead of ${truth[field]}`)
  if (squeeze(report.title ?? '') !== squeeze(truth.title)) misses.push(`title: ${report.title} instead of ${truth.title}`)
  if (JSON.stringify(report.period) !== JSON.stringify(truth.period))
    misses.push(`period: ${JSON.stringify(report.period)} instead of ${JSON.stringify(truth.period)}`)
  if (truth.scope !== null && report.scope !== truth.scope) misses.push(`scope: ${report.scope} instead of ${truth.scope}`)
  for (const field of ['address', 'zip', 'phone', 'fax', 'email'] as const) {
    const printed = truth.contact?.[field] ?? null
    const found = report.contact?.[field] ?? null
    if (squeeze(found ?? '') !== squeeze(printed ?? '')) misses.push(`${field}: ${found} instead of ${printed}`)
  }
  const signatures = report.dates.filter(({ from }) => from === 'signature').map(({ date }) => date)
  if (truth.signedOn !== null && !signatures.includes(truth.signedOn)) misses.push(`signature: no ${truth.signedOn}`)
  return misses
}

function compareSections(truth: Truth, report: Report): { readonly miss?: string; readonly extra?: string }[] {
  const signature = signatureOf(truth)
  const printed = truth.sections.map(({ number, text }) => {
    const read = report.sections.find((section) => section.number === number)
    if (!read) return { miss: `section ${number} is missing` }
    const lost = text.split('\n').find((paragraph) => !squeeze(read.text).includes(squeeze(paragraph)))
    if (lost !== undefined) return { miss: `section ${number} lacks “${lost.slice(0, 30)}”` }
    const rest = squeeze(read.text).replace(signature, '')
    return rest === squeeze(text) ? {} : { extra: `section ${number}: ${firstDifference(rest, squeeze(text))}` }
  })
  const extra = report.sections.filter(({ number }) => !truth.sections.some((section) => section.number === number))
  return [...printed, ...extra.map(({ number }) => ({ extra: `section ${number} is not printed` }))]
}

/** What stands under a signed report; it may be told from the last section or not. */
function signatureOf({ authority, signedOn }: Truth): string {
  if (signedOn === null) return ''
  const [year, month, day] = signedOn.split('-').map(Number)
  return `${authority}${year}年${month}月${day}日`
}

function claimMisses(truths: readonly ClaimTruth[], claims: readonly Claim[]): string[] {
  const isSame = (truth: ClaimTruth, claim: Claim) => {
    if (!isSameFigure(truth, claim)) return false
    const total = claim.of === null ? undefined : claims[claim.of]
    return truth.of === null ? true : total !== undefined && isSameFigure(truths[truth.of]!, total)
  }
  const open = [...claims]
  const misses: string[] = []
  for (const truth of truths) {
    const at = open.findIndex((claim) => isSame(truth, claim))
    if (at === -1) misses.push(`${truth.kind} ${truth.value} ${truth.label ?? ''} in section ${truth.section} was not found`)
    else open.splice(at, 1)
  }
  for (const claim of open)
    if (!truths.some((truth) => isSame(truth, claim)))
      misses.push(`${claim.kind} ${claim.value} ${claim.label ?? ''} is not said in “${claim.text}”`)
  return misses
}

/** A unit, a label and a scope are compared where the truth has one. */
function isSameFigure(truth: ClaimTruth, claim: Claim): boolean {
  if (truth.kind !== claim.kind || truth.value !== claim.value || truth.section !== claim.section) return false
  if (truth.approximate !== claim.approximate || (truth.unit !== null && truth.unit !== claim.unit)) return false
  if (truth.scope !== null && truth.scope !== claim.scope) return false
  if (truth.label === null) return true
  return claim.label !== null && (claim.label.includes(truth.label) || truth.label.includes(claim.label))
}

/** Text without white space, which layouts put in and take out. */
function squeeze(text: string): string {
  return text.replace(/\s+/g, '')
}

function firstDifference(read: string, printed: string): string {
  let at = 0
  while (at < read.length && read[at] === printed[at]) at += 1
  return `“${read.slice(at, at + 20)}” instead of “${printed.slice(at, at + 20)}” at ${at}`
}
