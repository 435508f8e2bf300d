import { checkReport } from '../src/rules/check-report.ts'
import { AUTHORITIES } from '../test/generate/authorities.ts'
import { drawFrom } from '../test/generate/draw.ts'
import { SCALES } from '../test/generate/figures.ts'
import { makeReport } from '../test/generate/make-report.ts'
import type { PrintedReport } from '../test/generate/printed.ts'
import { asRead } from './consistent-reports.ts'

/** Years that a body has reported before. */
const YEARS_BEFORE = 3
const YEAR = 2025
const STEPS = 5

/**
 * Checks a national year: `count` made-up bodies with reports of three years before, each report of this year beside last year's, on
 * one core. Prints reports a second, the time of checking alone, and how the memory grows.
 */
export function measureNational(count: number): void {
  console.log(`${count} reports of ${YEAR} beside those of ${YEARS_BEFORE} years before, one core`)
  let milliseconds = 0
  let errors = 0
  const start = performance.now()
  for (let body = 1; body <= count; body += 1) {
    const [prior, report] = historyOf(body).slice(-2).map(asRead)
    const before = process.cpuUsage()
    const findings = checkReport({ report: report!, prior: prior! })
    const { user, system } = process.cpuUsage(before)
    milliseconds += (user + system) / 1000
    errors += findings.filter(({ severity, verdict }) => severity === 'error' && verdict === 'fail').length
    if (body % Math.ceil(count / STEPS) === 0 || body === count) printStep(body, milliseconds)
  }
  const minutes = (performance.now() - start) / 60_000
  console.log(`${errors} findings of severity error; ${minutes.toFixed(1)} minutes with making the reports`)
}

/** The reports of one body, oldest first: what one leaves the next takes up. */
function historyOf(body: number): PrintedReport[] {
  const draw = drawFrom(body)
  const [authority, scale] = [draw.pick(AUTHORITIES), draw.pick(SCALES)]
  const history: PrintedReport[] = []
  for (let year = YEAR - YEARS_BEFORE; year <= YEAR; year += 1) {
    const before = history.at(-1)?.truth.cells
    history.push(
      makeReport(draw, {
        edition: '2021',
        otherAll: false,
        year,
        authority,
        scale,
        ...(before && { before: new Map([...before].map(([key, { value }]) => [key, value ?? 0])) }),
      }),
    )
  }
  return history
}

function printStep(done: number, milliseconds: number): void {
  const { rss, heapUsed } = process.memoryUsage()
  const megabytes = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MB`
  const rate = Math.round((1000 * done) / milliseconds)
  const each = (milliseconds / done).toFixed(2)
  console.log(
    `${String(done).padStart(8)} reports  ${rate} a second, ${each} ms each; ${megabytes(rss)}, heap ${megabytes(heapUsed)}`,
  )
}
