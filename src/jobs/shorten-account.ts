import type { RunSummary, SummaryGroup } from './run-summary.ts'

/** The account of a run with all its figures and reasons, and without the lists of single documents and entries. */
export function shortenAccount(summary: object | null): object | null {
  if (summary === null || !isAccount(summary)) return summary
  const { entries } = summary
  return {
    ...summary,
    entries: { ...entries, refused: [], refusedInAll: entries.refusedInAll ?? entries.refused.length },
    notReports: summary.notReports.map(withoutItems),
    failed: summary.failed.map(withoutItems),
  }
}

/** One that could not be written holds only why. */
function isAccount(summary: object): summary is RunSummary {
  return 'entries' in summary && 'notReports' in summary && 'failed' in summary
}

function withoutItems(group: SummaryGroup): SummaryGroup {
  return { ...group, items: [] }
}
