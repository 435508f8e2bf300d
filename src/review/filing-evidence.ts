import type { BoardRow } from '../../db/filings.ts'
import { dateSource } from '../model/date-source.ts'
import { formatDay, formatTime } from './dates.ts'
import { type Html, html } from './html.ts'
import type { Reader } from './visitor.ts'

/** What was read when, the newest first, and which dates stand where, the best evidence first; null where there is none. */
export function evidence(
  { words, language }: Reader,
  { evidence: proof, publishedOn, publishedFrom }: Pick<BoardRow, 'evidence' | 'publishedOn' | 'publishedFrom'>,
  open = false,
): Html | null {
  if (!proof || proof.readings.length + proof.dates.length === 0) return null
  const { readings, dates } = proof
  const newestFirst = readings.toSorted((a, b) => b.readAt.localeCompare(a.readAt))
  return html`<details name="evidence"${open && html` open`}><summary>${words.evidenceOf(readings.length + dates.length)}</summary><ul class="proof">
    ${dates.map(
      ({ date, from }) =>
        html`<li>${formatDay(date, language)} <span class="soft">${dateSource(from, language)}${date === publishedOn && from === publishedFrom && ` · ${words.usedDate}`}</span></li>`,
    )}
    ${newestFirst.map((each) => html`<li>${words.reading(formatTime(each.readAt, language), each.complete, each.found)} <span class="soft address">${each.columnUrl}</span></li>`)}</ul></details>`
}
