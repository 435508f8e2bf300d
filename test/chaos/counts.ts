import type { RunSummary } from '../../src/jobs/run-summary.ts'

/** The sums of a run's summary that do not hold, each as a sentence. */
export function wrongSums({ portals, pages, documents, reports, notReports, failed, findings }: RunSummary): string[] {
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
  const counted = (groups: readonly { readonly count: number }[]) => sum(groups.map(({ count }) => count))
  const sums = [
    { name: 'requests of the portals = requests', parts: portals.map(({ requests }) => requests), total: pages.requests },
    {
      name: 'fetched + unchanged + failed = requests',
      parts: [pages.fetched, pages.unchanged, pages.failed],
      total: pages.requests,
    },
    {
      name: 'documents of reports + no reports + failed = documents',
      parts: [documents.ofReports, counted(notReports), counted(failed)],
      total: documents.total,
    },
    {
      name: 'new + changed + unchanged = reports',
      parts: [reports.new, reports.changed, reports.unchanged],
      total: reports.total,
    },
    { name: 'open findings by rule = by severity', parts: [counted(findings.byRule)], total: sum(Object.values(findings.open)) },
  ]
  return sums
    .filter(({ parts, total }) => sum(parts) !== total)
    .map(({ name, parts, total }) => `the counts do not add up: ${name}: ${parts.join(' + ')} ≠ ${total}`)
}
