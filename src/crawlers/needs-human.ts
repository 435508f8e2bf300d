import { said } from '../model/crawl-words.ts'
import type { ColumnProgress } from './column-progress.ts'
import type { CrawlState } from './crawl-state.ts'
import type { Answer } from './fetcher.ts'

/**
 * Tells that nothing known fits a column, so that a person has to look. What was seen is kept: the page as it was fetched, and a picture
 * of it where a browser drew one (`screenshot`: its SHA-256).
 */
export function needsHuman(column: ColumnProgress, page: Answer, screenshot: string | null, state: CrawlState): void {
  const kept = [
    ...(page.sha256 === null ? [] : [{ kind: 'page', sha256: page.sha256 } as const]),
    ...(screenshot === null ? [] : [{ kind: 'screenshot', sha256: screenshot } as const]),
  ]
  const named = kept.map(({ kind, sha256 }) => `${kind} ${sha256.slice(0, 12)}`).join(', ')
  state.columnFailed(
    column,
    'needs-human',
    named === '' ? said('nothing-fits') : said('nothing-fits-kept', named),
    column.column.url,
    kept,
  )
}
