import type { Correction } from '../../db/corrections.ts'
import type { FilingRow } from '../../db/tables.ts'
import { correctorOf, type StandingDay } from '../model/correction.ts'
import { dateSource } from '../model/date-source.ts'
import { shanghaiDay } from '../rules/filing/date-evidence.ts'
import { correctionWords } from './correction-words.ts'
import { formatDay, formatTime, todayInChina } from './dates.ts'
import { externalLink } from './external-link.ts'
import { type Html, html } from './html.ts'
import { officerName, type Visitor } from './visitor.ts'

export const CORRECTIONS_ID = 'corrections'

/** What is known of a report's day of publication. */
export type Correctable = {
  readonly report: { readonly id: number; readonly year: number; readonly firstSeenAt: Date; readonly authorityId: string | null }
  readonly corrections: readonly Correction[]
  readonly filing: FilingRow | null
}

/** What somebody filled in, kept when it cannot be recorded. */
export type TypedCorrection = { readonly date: string; readonly note: string; readonly evidence: string }

/** The day as it was read, whatever was said beside it. */
export function dayAsRead({ corrections, filing }: Correctable): StandingDay | null {
  const last = corrections.at(-1)
  if (last !== undefined && last.after !== null) return last.before
  if (filing?.published_on == null || correctorOf(filing.published_from) !== null) return null
  return { date: filing.published_on, from: filing.published_from ?? '' }
}

/** Days that the report may have been published on: a report about a year is not older than its last month, nor younger than our first capture. */
export function possibleDays({ year, firstSeenAt }: Correctable['report']): { readonly from: string; readonly to: string } {
  const seen = shanghaiDay(firstSeenAt.toISOString())
  const today = todayInChina()
  return { from: `${year}-12-01`, to: seen < today ? seen : today }
}

/** What was corrected by whom, and the form for whoever may; nothing where nobody expects the report of its authority. */
export function correctionsView(visitor: Visitor, about: Correctable): Html | null {
  if (about.report.authorityId === null) return null
  const words = correctionWords(visitor)
  const mayCorrect = visitor.may('POST /reports/:id/corrections')
  if (!mayCorrect && about.corrections.length === 0) return null
  return html`<section id="${CORRECTIONS_ID}" aria-labelledby="corrections-title"><h2 id="corrections-title">${words.title}</h2>
    ${about.corrections.length > 0 && html`<ol class="history">${about.corrections.map((each) => html`<li>${aboutCorrection(visitor, each)}</li>`)}</ol>`}
    ${mayCorrect && html`<details><summary>${words.form}</summary>${correctionForm(visitor, about, null)}</details>`}</section>`
}

/** Who said it when, what was read, what holds instead, and why. */
function aboutCorrection(visitor: Visitor, correction: Correction): Html {
  const words = correctionWords(visitor)
  const { language } = visitor
  const { before, after, note, evidence, corrected_by, corrected_by_account, corrected_at } = correction
  const read =
    before === null ? words.asReadNone : words.asRead(formatDay(before.date, language), dateSource(before.from, language))
  return html`<time datetime="${corrected_at.toISOString()}">${formatTime(corrected_at, language)}</time> ${officerName(corrected_by, visitor, corrected_by_account)}
    <b>${after === null ? words.withdrawn : words.becomes(formatDay(after.date, language))}</b> <span class="soft">${read}</span><q>${note}</q>${evidence !== null && html` ${words.proof} ${externalLink(evidence)}`}`
}

export function correctionForm(visitor: Visitor, about: Correctable, typed: TypedCorrection | null): Html {
  const words = correctionWords(visitor)
  const { language } = visitor
  const { report, corrections } = about
  const { from, to } = possibleDays(report)
  const holding = corrections.at(-1)?.after ?? null
  return html`<form method="post" action="/reports/${report.id}/corrections"><p class="hint">${words.lead}</p>
    <input type="hidden" name="expected" value="${corrections.length}">
    <p class="field"><label for="correct-date">${words.day}</label><input id="correct-date" type="date" name="date" min="${from}" max="${to}" value="${typed?.date ?? holding?.date}" aria-describedby="correct-range">
      <span id="correct-range" class="soft">${words.range(formatDay(from, language), formatDay(to, language))}</span></p>
    <p class="field"><label for="correct-note">${words.note}</label><textarea id="correct-note" name="note" rows="2" maxlength="2000" required>${typed?.note}</textarea></p>
    <p class="field"><label for="correct-evidence">${words.evidence}</label><input id="correct-evidence" name="evidence" type="url" maxlength="2000" autocomplete="off" value="${typed?.evidence}"></p>
    <p class="acts"><button class="primary" name="act" value="correct">${words.send}</button>${holding !== null && html` <button name="act" value="withdraw">${words.withdraw}</button>`}</p></form>`
}
