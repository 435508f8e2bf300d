import { checkReport } from '../rules/check-report.ts'
import { findingsText } from './findings-text.ts'
import { readReports } from './read-reports.ts'
import { reportLine } from './report-json.ts'

/** `gouji check FILE…`: exit status 0 without an error-severity finding, 1 with one, 2 when a file could not be read as a report. */
export async function run(paths: readonly string[], { format }: { format: string }): Promise<void> {
  let status = 0
  for await (const reading of readReports(paths)) {
    if ('problem' in reading) {
      process.stderr.write(`gouji: ${reading.path}: ${reading.problem}\n`)
      status = 2
      continue
    }
    const { path, report } = reading
    const findings = checkReport({ report, prior: null })
    process.stdout.write(`${format === 'json' ? reportLine(report, findings) : findingsText(path, report, findings)}\n`)
    if (status === 0 && findings.some(({ severity, verdict }) => severity === 'error' && verdict === 'fail')) status = 1
  }
  process.exitCode = status
}
