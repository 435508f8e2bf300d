import { parseArgs } from 'node:util'
import { makeDocument } from '../test/generate/documents.ts'
import { LAYOUTS } from '../test/generate/layouts/index.ts'
import type { Layout } from '../test/generate/layouts/layout.ts'
import { type Measurement, measure, SURE } from '../test/generate/measure.ts'

/** What was counted over some documents. */
type Tally = {
  documents: number
  cells: number
  right: number
  lost: number
  doubted: number
  silentlyWrong: number
  lostWithoutNote: number
  refused: number
  /** Documents whose identity, sections or claims are not all as printed. */
  identity: number
  sections: number
  claims: number
  milliseconds: number
}

/** A document with faults, by which it can be made again. */
type Failure = { readonly layout: string; readonly seed: number; readonly quirks: string; readonly what: string }

/** Confidence from which values are counted together, and how they are shown. */
const STEPS = [1, 0.99, 0.95, SURE, 0.8, 0.6, 0] as const

/** Faults of each layout, and of each kind beside cells, that are listed. */
const LISTED = 2

/**
 * Reads generated documents of every layout in turn and prints how right they are read: by layout, by format, and by confidence.
 * `--documents N` (default 1000), `--only TEXT` for layouts with this in their name or a format (pictures and scans, which take seconds,
 * are read only when named), `--seed N` for other documents,
 * `--quirks A,B` for documents with just these quirks (`none` for none), `--verbose` for all failures.
 */
export async function measureAccuracy(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      documents: { type: 'string', default: '1000' },
      only: { type: 'string', default: '' },
      seed: { type: 'string', default: '1' },
      quirks: { type: 'string' },
      verbose: { type: 'boolean', default: false },
    },
  })
  const layouts = layoutsNamed(values.only)
  const quirks = values.quirks === 'none' ? [] : values.quirks?.split(',')
  const byLayout = new Map(layouts.map((layout) => [layout, emptyTally()]))
  const steps = STEPS.map((from) => ({ from, given: 0, wrong: 0 }))
  const failures: Failure[] = []
  for (let index = 0; index < Number(values.documents); index += 1) {
    const layout = layouts[index % layouts.length]!
    const seed = Number(values.seed) + index
    const document = await makeDocument(layout, seed, quirks)
    const measurement = await measure(document.report, document.bytes, document.fileName)
    add(byLayout.get(layout)!, measurement)
    for (const { confidence, isRight } of measurement.given) {
      const step = steps.find(({ from }) => confidence >= from)!
      step.given += 1
      if (!isRight) step.wrong += 1
    }
    const what = worstOf(measurement, layout)
    if (what) failures.push({ layout: layout.name, seed, quirks: document.quirks.map(({ name }) => name).join(','), what })
  }
  printTallies(
    'layout',
    [...byLayout].map(([layout, tally]) => [layout.name, tally]),
  )
  const formats = [...new Set(layouts.map(({ format }) => format))]
  printTallies('format', [
    ...formats.map((format): [string, Tally] => [
      format,
      sumOf([...byLayout].flatMap(([layout, tally]) => (layout.format === format ? [tally] : []))),
    ]),
    ['all', sumOf([...byLayout.values()])],
  ])
  printCalibration(steps)
  printFailures(failures, values.verbose)
}

/** Layouts by a part of their name, or by their format; without one, all but those that take seconds to read. */
export function layoutsNamed(text: string): readonly Layout[] {
  const layouts = LAYOUTS.filter(({ name, format, isSlow }) => (text === '' ? !isSlow : name.includes(text) || format === text))
  if (layouts.length === 0) throw new Error(`No layout or format has “${text}” in its name.`)
  return layouts
}

function emptyTally(): Tally {
  return {
    documents: 0,
    cells: 0,
    right: 0,
    lost: 0,
    doubted: 0,
    silentlyWrong: 0,
    lostWithoutNote: 0,
    refused: 0,
    identity: 0,
    sections: 0,
    claims: 0,
    milliseconds: 0,
  }
}

function add(tally: Tally, measurement: Measurement): void {
  tally.documents += 1
  for (const field of ['cells', 'right', 'lost', 'doubted', 'silentlyWrong', 'lostWithoutNote', 'milliseconds'] as const)
    tally[field] += measurement[field]
  if (measurement.refusal !== null) tally.refused += 1
  if (measurement.identityMisses.length > 0) tally.identity += 1
  if (measurement.sectionMisses.length > 0) tally.sections += 1
  if (measurement.claimMisses.length > 0) tally.claims += 1
}

function sumOf(tallies: readonly Tally[]): Tally {
  const sum = emptyTally()
  for (const tally of tallies) for (const field of Object.keys(sum) as (keyof Tally)[]) sum[field] += tally[field]
  return sum
}

/** The worst fault of a document in a few words; null where there is none that a layout must not have. */
function worstOf({ faults, refusal, identityMisses, claimMisses, sectionMisses }: Measurement, layout: Layout): string | null {
  const wrong = faults.filter(({ kind }) => kind === 'silently-wrong')
  const told = wrong.length > 0 ? wrong : layout.mayLose ? [] : faults
  if (refusal !== null) return `refused: ${refusal}`
  if (told.length > 0) {
    const { kind, key, printed, read, raw, confidence } = told[0]!
    return `${told.length} × ${kind}, ${key}: ${printed} read as ${read} from ${JSON.stringify(raw)} at ${confidence}`
  }
  return identityMisses[0] ?? sectionMisses[0] ?? claimMisses[0] ?? null
}

const COLUMNS = 'documents    cells   right %    lost doubted  silent unnoted refused | identity sections claims | reports/s'

function printTallies(kind: string, rows: readonly (readonly [string, Tally])[]): void {
  console.log(`\n${kind.padEnd(28)} ${COLUMNS}`)
  for (const [name, tally] of rows) {
    const numbers = [
      String(tally.documents).padStart(9),
      String(tally.cells).padStart(8),
      ((100 * tally.right) / Math.max(1, tally.cells)).toFixed(3).padStart(9),
      String(tally.lost).padStart(7),
      String(tally.doubted).padStart(7),
      String(tally.silentlyWrong).padStart(7),
      String(tally.lostWithoutNote).padStart(7),
      String(tally.refused).padStart(7),
      '|',
      String(tally.identity).padStart(8),
      String(tally.sections).padStart(8),
      String(tally.claims).padStart(6),
      '|',
      ((1000 * tally.documents) / Math.max(0.001, tally.milliseconds)).toFixed(0).padStart(9),
    ]
    console.log(`${name.padEnd(28)} ${numbers.join(' ')}`)
  }
}

function printCalibration(steps: readonly { readonly from: number; readonly given: number; readonly wrong: number }[]): void {
  console.log('\nconfidence     values    wrong    share')
  for (const { from, given, wrong } of steps) {
    const share = given === 0 ? '' : (wrong / given).toFixed(6)
    console.log(
      `from ${from.toFixed(2).padEnd(6)} ${String(given).padStart(9)} ${String(wrong).padStart(8)} ${share.padStart(10)}`,
    )
  }
  const sure = steps.filter(({ from }) => from >= SURE)
  const given = sure.reduce((sum, step) => sum + step.given, 0)
  const wrong = sure.reduce((sum, step) => sum + step.wrong, 0)
  console.log(`sure values: ${wrong} wrong of ${given}${wrong === 0 ? '' : `, 1 in ${Math.round(given / wrong)}`}`)
}

function printFailures(failures: readonly Failure[], isVerbose: boolean): void {
  if (failures.length === 0) return
  console.log('\nfaults (make a document again: makeDocument(layout, seed) of test/generate/documents.ts)')
  const seen = new Map<string, number>()
  for (const { layout, seed, quirks, what } of failures) {
    const kind = what.includes('silently')
      ? `${layout} ${seed}`
      : what.includes(' × ')
        ? layout
        : what.replaceAll(/[\d-]+|“.*|: .*/g, '')
    const count = (seen.get(kind) ?? 0) + 1
    seen.set(kind, count)
    if (isVerbose || count <= LISTED) console.log(`  ${layout} ${seed} [${quirks}] ${what.slice(0, 200)}`)
  }
  for (const [kind, count] of seen) if (count > LISTED && !isVerbose) console.log(`  … ${kind}: ${count} in all`)
  console.log(`${failures.length} documents with a fault`)
}
