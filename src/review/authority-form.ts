import type { AuthorityCorrection } from '../../db/authority-corrections.ts'
import { correctionWords } from './correction-words.ts'
import { formatTime } from './dates.ts'
import { externalLink } from './external-link.ts'
import { type Html, html } from './html.ts'
import { officerName, type Visitor } from './visitor.ts'

export const AUTHORITY_ID = 'authority'

/** A report, and what was said of whose it is. */
export type Movable = { readonly report: { readonly id: number }; readonly moves: readonly AuthorityCorrection[] }
export type TypedAuthority = { readonly authority: string; readonly note: string; readonly evidence: string }

/** Beside the title: whose it was read as, where it is another's by what a person said. */
export function readAs(visitor: Visitor, moves: readonly AuthorityCorrection[]): Html | null {
  const last = moves.at(-1)
  if (!last?.after) return null
  const words = correctionWords(visitor)
  const who = officerName(last.corrected_by, visitor, last.corrected_by_account)
  return html`<p class="notice">${words.nowBy(who)} · ${words.readFor(last.before.authorityName)} <a href="#${AUTHORITY_ID}">${words.authority}</a></p>`
}

export function authorityView(visitor: Visitor, about: Movable): Html | null {
  const words = correctionWords(visitor)
  const mayCorrect = visitor.may('POST /reports/:id/authority')
  if (!mayCorrect && about.moves.length === 0) return null
  return html`<section id="${AUTHORITY_ID}" aria-labelledby="authority-title"><h2 id="authority-title">${words.authority}</h2>
    ${about.moves.length > 0 && html`<ol class="history">${about.moves.map((each) => html`<li>${aboutMove(visitor, each)}</li>`)}</ol>`}
    ${mayCorrect && html`<details><summary>${words.authorityForm}</summary>${authorityForm(visitor, about, null)}</details>`}</section>`
}

function aboutMove(visitor: Visitor, move: AuthorityCorrection): Html {
  const words = correctionWords(visitor)
  const { before, after, note, evidence, corrected_by, corrected_by_account, corrected_at } = move
  return html`<time datetime="${corrected_at.toISOString()}">${formatTime(corrected_at, visitor.language)}</time> ${officerName(corrected_by, visitor, corrected_by_account)}
    <b>${after === null ? words.movedBack : words.movedTo(after.authorityName)}</b> <span class="soft">${words.readFor(before.authorityName)}</span><q>${note}</q>${evidence !== null && html` ${words.proof} ${externalLink(evidence)}`}`
}

export function authorityForm(visitor: Visitor, { report, moves }: Movable, typed: TypedAuthority | null): Html {
  const words = correctionWords(visitor)
  return html`<form method="post" action="/reports/${report.id}/authority"><p class="hint">${words.authorityLead}</p>
    <input type="hidden" name="expected" value="${moves.length}">
    <p class="field"><label for="move-authority">${words.authorityField}</label><input id="move-authority" name="authority" maxlength="200" autocomplete="off" value="${typed?.authority}"></p>
    <p class="field"><label for="move-note">${words.note}</label><textarea id="move-note" name="note" rows="2" maxlength="2000" required>${typed?.note}</textarea></p>
    <p class="field"><label for="move-evidence">${words.evidence}</label><input id="move-evidence" name="evidence" type="url" maxlength="2000" autocomplete="off" value="${typed?.evidence}"></p>
    <p class="acts"><button class="primary" name="act" value="correct">${words.send}</button>${moves.at(-1)?.after && html` <button name="act" value="withdraw">${words.withdraw}</button>`}</p></form>`
}
