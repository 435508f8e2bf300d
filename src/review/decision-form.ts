import type { Assignee } from '../../db/assignees.ts'
import type { Decision } from '../../db/decisions.ts'
import type { FindingRow } from '../../db/tables.ts'
import {
  ACTS,
  type Act,
  DECISION_TITLES,
  DISMISS_REASONS,
  entryTitle,
  type HistoryAct,
  isProposer,
  mayBeDone,
  type Proposal,
  reasonTitle,
  STATUS_TITLES,
  type Standing,
} from '../model/decision.ts'
import { type Typed, usualDue } from './act-form.ts'
import { assigneeField } from './assignee-field.ts'
import { formatDay, formatTime } from './dates.ts'
import { decisionWords } from './decision-words.ts'
import { type Html, html } from './html.ts'
import { officerName, type Visitor } from './visitor.ts'

export type DecisionParts = {
  readonly finding: FindingRow
  readonly history: readonly Decision[]
  /** Whom it can be assigned to. */
  readonly people: readonly Assignee[]
  /** What went wrong with the act just sent, with what was filled in, which must not be lost. */
  readonly problem: { readonly text: string; readonly typed: Typed } | null
  /** The list the officer came from, as a query string with `?`, or empty. */
  readonly listQuery: string
}

/** Where a finding stands, and what can be done with it there. */
export function decisionForm(visitor: Visitor, { finding, history, people, problem, listQuery }: DecisionParts): Html {
  const words = decisionWords(visitor)
  const { language } = visitor
  const can = (act: Act) => visitor.mayDo(act) && mayBeDone(act, finding.status, finding.proposal !== null)
  const typed = problem?.typed
  return html`<form class="decide" method="post" action="/findings/${finding.id}/decisions${listQuery}">
    <h3>${words.decision}</h3>
    ${problem && html`<p class="problem" role="alert">${problem.text}</p>`}
    <input type="hidden" name="expected" value="${finding.entries}">
    ${standing(visitor, finding, history)}
    ${proposal(visitor, finding, history)}
    ${secondApproverHint(visitor, can)}
    ${!can('assign') && !can('reopen') && finding.proposal === null && html`<p class="soft">${words.closedHint}</p>`}
    <label class="note"><span>${words.note}</span><textarea name="note" rows="2" maxlength="2000">${typed?.note}</textarea></label>
    ${finding.proposal !== null && answers(visitor, finding.proposal, can)}
    ${can('confirm') && html`<p class="acts"><button class="primary" name="act" value="confirm" id="confirm" formnovalidate>${words.confirm}</button></p>`}
    ${
      can('notify') &&
      html`<p class="acts pair"><label><span class="hidden">${words.due}</span><input type="date" name="due" value="${typed?.due || finding.due_on || usualDue()}"></label>
      <button name="act" value="notify" formnovalidate>${words.notify}</button></p>`
    }
    ${
      can('dismiss') &&
      html`<p class="acts pair"><label><span class="hidden">${words.reason}</span><select name="reason" id="dismiss" required>
        <option value="">${words.chooseReason}</option>${Object.entries(DISMISS_REASONS).map(
          ([code, title]) =>
            html`<option value="${code}"${typed?.reason === code && html` selected`}>${title[language]}</option>`,
        )}</select></label>
        <button name="act" value="dismiss">${words.dismiss}</button></p>`
    }
    ${
      can('assign') &&
      html`<p class="acts pair"><label><span class="hidden">${words.assignee}</span>${assigneeField(visitor, { id: 'assign', people, chosen: typed?.assignee ?? null, finding })}</label>
        <button name="act" value="assign" formnovalidate>${words.assign}</button></p>`
    }
    <p class="acts">
      ${can('misread') && html`<button name="act" value="misread" formnovalidate title="${words.misreadHint}">${words.misread}</button>`}
      ${can('reopen') && html`<button name="act" value="reopen" formnovalidate>${words.reopen}</button>`}
      <button name="act" value="comment" formnovalidate>${words.comment}</button></p></form>`
}

function standing(visitor: Visitor, finding: FindingRow, history: readonly Decision[]): Html | null {
  const words = decisionWords(visitor)
  const { language } = visitor
  const latest = history.findLast(({ decision, before }) => decision === finding.decision && before.decision !== decision)
  const { status, decision_reason: reason, due_on: due, assignee } = finding
  return html`${
    status !== 'undecided' &&
    html`<p class="decided ${status}"><b>${STATUS_TITLES[status][language]}</b>${reason && html` · ${reasonTitle(reason, language)}`}${due && html` · ${words.dueBy(formatDay(due, language))}`}
      ${latest && html`<span>${officerName(latest.decided_by, visitor, latest.decided_by_account)} · ${formatTime(latest.decided_at, language)}</span>`}</p>`
  }${assignee !== null && html`<p class="soft">${words.assignedTo(officerName(assignee, visitor))}</p>`}`
}

/** What waits for a second person; or, for whoever proposed it, that it was returned and why. */
function proposal(visitor: Visitor, finding: FindingRow, history: readonly Decision[]): Html | null {
  const words = decisionWords(visitor)
  const { language } = visitor
  const waiting = finding.proposal
  if (waiting !== null) {
    const entry = history.findLast(({ act }) => act === 'propose')
    const said = [
      words.proposedBy(ACTS[waiting.act][language], officerName(waiting.by, visitor, waiting.byAccount)),
      waiting.reason && reasonTitle(waiting.reason, language),
      waiting.due && words.dueBy(formatDay(waiting.due, language)),
      entry && formatTime(entry.decided_at, language),
    ].filter(Boolean)
    return html`<p class="notice proposal"><b>${words.proposal}</b> ${said.join(' · ')}${entry?.note && html`<q>${entry.note}</q>`} <span class="soft">${words.proposalHolds}</span></p>`
  }
  const last = history.at(-1)
  const returned = last?.act === 'return' ? last.before.proposal : null
  if (!last || !returned || !isProposer(returned, visitor.actor)) return null
  return html`<p class="notice proposal"><b>${words.returned(officerName(last.decided_by, visitor, last.decided_by_account))}</b> ${ACTS[returned.act][language]}<q>${last.note}</q></p>`
}

/** Which of the acts that are possible here hold only after a second person has approved. */
function secondApproverHint(visitor: Visitor, can: (act: Act) => boolean): Html | null {
  const acts = visitor.secondApprover.filter(can)
  if (acts.length === 0) return null
  const { language } = visitor
  const named = acts.map((act) => (language === 'zh' ? `“${ACTS[act].zh}”` : ACTS[act].en)).join(language === 'zh' ? '' : ', ')
  return html`<p class="soft">${decisionWords(visitor).needsSecond(named)}</p>`
}

/** What this person can do with a proposal: nobody approves their own. */
function answers(visitor: Visitor, waiting: Proposal, can: (act: Act) => boolean): Html {
  const words = decisionWords(visitor)
  const isOwn = isProposer(waiting, visitor.actor)
  return html`<p class="acts">
      ${!isOwn && can('approve') && html`<button class="primary" name="act" value="approve" id="confirm" formnovalidate>${words.approve}</button>`}
      ${can('return') && html`<button name="act" value="return" formnovalidate>${words.return}</button>`}
      ${isOwn && can('withdraw') && html`<button name="act" value="withdraw" formnovalidate>${words.withdraw}</button>`}
      ${isOwn ? html`<span class="soft">${words.ownProposal}</span>` : !can('approve') && html`<span class="soft">${words.waitsForSupervisor}</span>`}</p>`
}

/** What was done with a finding, the first act first: who, when, from what to what. */
export function historyView(visitor: Visitor, history: readonly Decision[]): Html | null {
  const { language } = visitor
  const words = decisionWords(visitor)
  if (history.length === 0) return null
  return html`<section class="history"><h3>${words.history}</h3><ol>${history.map(
    (entry) => html`<li><time datetime="${entry.decided_at.toISOString()}">${formatTime(entry.decided_at, language)}</time>
      ${entry.act === 'changed' || entry.act === 'lapsed' ? words.bySystem : officerName(entry.decided_by, visitor, entry.decided_by_account)} <b>${entryTitle(entry.act, language)}</b>${changes(visitor, entry).map((change) => html` · ${change}`)}${entry.note && html`<q>${entry.note}</q>`}</li>`,
  )}</ol></section>`
}

/** What an entry changed, in words; nothing where it changed nothing. */
function changes(visitor: Visitor, { act, before, after }: Decision): string[] {
  const words = decisionWords(visitor)
  const { language } = visitor
  const said: readonly ((of: Standing) => string | null)[] = [
    ({ decision }) => DECISION_TITLES[decision][language],
    ({ reason }) => reason && reasonTitle(reason, language),
    ({ due }) => due && words.dueBy(formatDay(due, language)),
    ({ proposal = null }) => proposalSaid(visitor, proposal, act),
    ({ assignee }) => (assignee === null ? words.unassigned : officerName(assignee, visitor)),
  ]
  return said.flatMap((say) => {
    const [was, is] = [say(before), say(after)]
    if (was === is) return []
    return is === null ? [] : [was === null ? is : words.becomes(was, is)]
  })
}

/** What is proposed, in the entry that proposes it; in the one that approves it, who did; in others it stands in the entry before. */
function proposalSaid(visitor: Visitor, proposal: Proposal | null, act: HistoryAct): string | null {
  if (proposal === null) return null
  const words = decisionWords(visitor)
  const { language } = visitor
  const title = ACTS[proposal.act][language]
  if (act !== 'propose') return words.proposedBy(title, officerName(proposal.by, visitor, proposal.byAccount))
  const parts = [
    proposal.reason && reasonTitle(proposal.reason, language),
    proposal.due && words.dueBy(formatDay(proposal.due, language)),
  ]
  return [title, ...parts].filter(Boolean).join(' · ')
}
