import { parseArgs } from 'node:util'
import type { Finding } from '../src/model/finding.ts'
import type { Claim, Report } from '../src/model/report.ts'
import type { CellKey } from '../src/model/template.ts'
import { checkReport } from '../src/rules/check-report.ts'
import { type Draw, drawFrom } from '../test/generate/draw.ts'
import { bestGuess } from './best-guess.ts'
import { consistentReport } from './consistent-reports.ts'
import { measureNational } from './national.ts'
import { emptyScore, printScores, type Score, scoreOf } from './slip-scores.ts'
import { figureAt, type Place, SLIP_KINDS, type Slip, type SlipKind, slipIn } from './slips.ts'

/** Slips of each kind made in one report. */
const SLIPS_EACH = 6
/** Reports with slips are fewer than those without: each is checked many times. */
const SHARE_WITH_SLIPS = 0.1

/**
 * How well the rules find slips, on generated reports: errors in consistent reports, and one slip or two made in a tenth of them.
 * `--reports N` (default 2000), `--seed N` for others, `--verbose` for slips that were not found or not told as one. With
 * `--national N`: how fast N reports are checked beside last year's.
 */
export async function measureRules(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      reports: { type: 'string', default: '2000' },
      seed: { type: 'string', default: '1' },
      verbose: { type: 'boolean', default: false },
      national: { type: 'string' },
    },
  })
  if (values.national !== undefined) {
    measureNational(Number(values.national))
    return
  }
  const count = Number(values.reports)
  const first = Number(values.seed)
  const tally: Tally = { scores: new Map(), pairs: { all: 0, both: 0 }, times: { plain: [], repaired: [] }, faults: [] }
  const errors: string[] = []
  for (let seed = first; seed < first + count; seed += 1) {
    const report = await consistentReport(seed)
    const findings = timed(tally.times.plain, report)
    for (const { rule, message } of failing(findings).filter(({ severity }) => severity === 'error'))
      errors.push(`${seed} ${rule} ${message}`)
    if ((seed - first) % Math.round(1 / SHARE_WITH_SLIPS) === 0) makeSlips(drawFrom(seed), report, findings, tally)
  }
  console.log(`${count} consistent reports: ${errors.length} findings of severity error`)
  for (const error of errors.slice(0, 5)) console.log(`  seed ${error}`)
  printScores('one slip', tally.scores)
  const { all, both } = tally.pairs
  console.log(`\ntwo wrong digits: both causes named in ${percent(both, all)} of ${all}`)
  console.log(
    `\nms a report, by processor: without repair ${quantiles(tally.times.plain)}; with repair ${quantiles(tally.times.repaired)}`,
  )
  if (values.verbose) for (const fault of tally.faults) console.log(fault)
}

type Tally = {
  readonly scores: Map<string, Score>
  readonly pairs: { all: number; both: number }
  readonly times: { readonly plain: number[]; readonly repaired: number[] }
  readonly faults: string[]
}

function makeSlips(draw: Draw, report: Report, before: readonly Finding[], tally: Tally): void {
  const known = new Set(failing(before).map(nameOf))
  const areas = placesOf(report)
  for (const [area, places] of Object.entries(areas)) {
    if (places.length === 0) continue
    for (const kind of SLIP_KINDS)
      for (let left = SLIPS_EACH; left > 0; left -= 1) {
        const slip = slipIn(draw, report, draw.pick(places), kind)
        if (slip) judge(slip, { area, kind, known, tally })
      }
  }
  const all = [...areas.t3, ...areas.t4, ...areas.text]
  for (let left = SLIPS_EACH; left > 0; left -= 1) judgeAnywhere(draw, report, all, known, tally)
  for (let left = SLIPS_EACH; left > 0; left -= 1) judgePair(draw, report, all, known, tally)
}

type Slipped = { readonly area: string; readonly kind: SlipKind; readonly known: ReadonlySet<string>; readonly tally: Tally }

function judge(slip: Slip, { area, kind, known, tally }: Slipped): void {
  const findings = timed(tally.times.repaired, slip.report)
  const fresh = failing(findings).filter((finding) => !known.has(nameOf(finding)))
  const score = scoreOf(slip, fresh)
  for (const name of [`${area}, ${kind}`, `${area}, all kinds`])
    tally.scores.set(name, score.addTo(tally.scores.get(name) ?? emptyScore(), bestGuess(slip, kind)))
  if (!score.isFound || !score.isOne)
    tally.faults.push(
      `${area} ${kind} ${JSON.stringify([...slip.wrong])}: ${fresh.map(({ rule, subject }) => `${rule} ${subject}`).join('; ') || 'nothing'}`,
    )
}

/** The figure that the requirement is about: one wrong digit, every figure that something covers being as likely as any other. */
function judgeAnywhere(draw: Draw, report: Report, places: readonly Place[], known: ReadonlySet<string>, tally: Tally): void {
  const slip = slipIn(draw, report, draw.pick(places), 'digit')
  if (slip) judge(slip, { area: 'anywhere', kind: 'digit', known, tally })
}

function judgePair(draw: Draw, report: Report, places: readonly Place[], known: ReadonlySet<string>, tally: Tally): void {
  const first = slipIn(draw, report, draw.pick(places), 'digit')
  const second = first && slipIn(draw, first.report, draw.pick(places), 'digit')
  if (!first || !second || [...second.wrong.keys()].some((place) => first.wrong.has(place))) return
  const fresh = failing(timed(tally.times.repaired, second.report)).filter((finding) => !known.has(nameOf(finding)))
  tally.pairs.all += 1
  const isNamed = [first, second].every((slip) => scoreOf(slip, fresh).isShown)
  if (isNamed) tally.pairs.both += 1
}

/** The figures that an equation covers, by where they stand. */
function placesOf(report: Report): Readonly<Record<'t3' | 't4' | 'text' | 'lists', readonly Place[]>> {
  const cells = (Object.keys(report.cells) as CellKey[]).filter((key) => figureAt(report, key) !== null)
  const ofTables = report.claims.flatMap((claim, index) => (COMPARED.has(claim.kind) && isExact(claim) ? [index] : []))
  return {
    t3: cells.filter((key) => key.startsWith('t3.')),
    t4: cells.filter((key) => key.startsWith('t4.')),
    text: ofTables,
    lists: listed(report),
  }
}

/** Claims that a rule compares with the tables. */
const COMPARED: ReadonlySet<Claim['kind']> = new Set([
  'new_received',
  'received',
  'carried_in',
  'answered',
  'carried_out',
  'outcome',
  'by_applicant',
  'review',
  'lawsuits',
])

function isExact({ value, approximate }: Claim): boolean {
  return value !== null && !approximate
}

/** Totals of lists that name all parts, and these. */
function listed({ claims }: Report): number[] {
  const totals = claims.flatMap((claim, index) =>
    claim.kind === 'disclosed_total' && claim.closed === true && isExact(claim) ? [index] : [],
  )
  const parts = claims.flatMap(({ kind, of }, index) => (kind === 'part' && of !== null && totals.includes(of) ? [index] : []))
  return [...totals, ...parts]
}

function timed(times: number[], report: Report): Finding[] {
  const start = process.cpuUsage()
  const findings = checkReport({ report, prior: null })
  const { user, system } = process.cpuUsage(start)
  times.push((user + system) / 1000)
  return findings
}

/** Errors and suspicions. What is only worth a look is no cause of anything, unless it says which figure is wrong. */
function failing(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ verdict, severity, repair }) => verdict === 'fail' && (severity !== 'info' || repair.length > 0))
}

function nameOf({ rule, subject }: Finding): string {
  return `${rule} ${subject}`
}

function percent(part: number, all: number): string {
  return `${((100 * part) / Math.max(1, all)).toFixed(2)} %`
}

function quantiles(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN).toFixed(2)
  return `median ${at(0.5)}, 99 % ${at(0.99)}, most ${at(1)}`
}
