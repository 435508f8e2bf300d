import type { Misreading } from '../../db/misreadings.ts'
import type { CellKey } from '../model/template.ts'
import { formatTime } from './dates.ts'
import { type Html, html } from './html.ts'
import { misreadingWords, OUTCOME_TITLES } from './misreading-words.ts'
import { officerName, type Visitor } from './visitor.ts'

type Reportable = {
  readonly reportId: number
  /** Number of the version shown. */
  readonly version: number
  readonly key: CellKey
  /** Findings on the cell that count against the authority. */
  readonly against: number
  readonly misreadings: readonly Misreading[]
}

/** What was said about a misreading of this cell, and the form to say it. */
export function misreadingForm(visitor: Visitor, { reportId, version, key, against, misreadings }: Reportable): Html {
  const words = misreadingWords(visitor)
  return html`${misreadings.length > 0 && html`<ul class="misreadings">${misreadings.map((each) => html`<li>${aboutMisreading(visitor, each)}</li>`)}</ul>`}
  ${
    visitor.may('POST /reports/:id/misreadings') &&
    html`<details class="misread"><summary>${words.report}</summary><form method="post" action="/reports/${reportId}/misreadings">
    <p class="hint">${words.hint}</p><input type="hidden" name="version" value="${version}"><input type="hidden" name="cell" value="${key}">
    <p class="field"><label for="misread-printed">${words.printed}</label><input id="misread-printed" name="printed" maxlength="200" autocomplete="off"></p>
    <p class="field"><label for="misread-note">${words.note}</label><textarea id="misread-note" name="note" rows="2" maxlength="2000"></textarea></p>
    ${against > 0 && html`<p><label><input type="checkbox" name="also" value="1" checked> ${words.also(against)}</label></p>`}
    <p class="acts"><button>${words.send}</button></p></form></details>`
  }
  <p><a href="/misreadings">${words.toList}</a></p>`
}

/** Who said it when, and what became of it. */
export function aboutMisreading(visitor: Visitor, misreading: Misreading): Html {
  const words = misreadingWords(visitor)
  const { language } = visitor
  const { reported_at, reported_by, reported_by_account, printed, note, outcome } = misreading
  return html`<time datetime="${reported_at.toISOString()}">${formatTime(reported_at, language)}</time> ${officerName(reported_by, visitor, reported_by_account)}${printed !== null && html` · ${words.printedAs}“${printed}”`}
    · <b>${outcome === null ? words.waiting : OUTCOME_TITLES[outcome][language]}</b>${note !== null && html`<q>${note}</q>`}`
}
