import type { Assignee } from '../../db/assignees.ts'
import { ACTS, type Act, DISMISS_REASONS } from '../model/decision.ts'
import { type Typed, usualDue } from './act-form.ts'
import { assigneeField } from './assignee-field.ts'
import { decisionWords } from './decision-words.ts'
import type { Filters } from './finding-filters.ts'
import { type Html, html } from './html.ts'
import { listWords } from './list-words.ts'
import type { Visitor } from './visitor.ts'

/** Acts that are offered for many findings at once. */
const OFFERED = ['confirm', 'notify', 'dismiss', 'misread', 'assign', 'reopen', 'comment'] as const satisfies readonly Act[]
/** Those on what waits for a second person: first where the list shows that, last where the office asks for one. */
const ON_PROPOSALS = ['approve', 'return', 'withdraw'] as const satisfies readonly Act[]

function offeredTo({ mayDo, secondApprover }: Visitor, showsProposed: boolean): readonly Act[] {
  const more = ON_PROPOSALS.filter(mayDo)
  if (showsProposed) return [...more, ...OFFERED]
  return secondApprover.length > 0 ? [...OFFERED, ...more] : OFFERED
}

/** What can be done with the findings chosen in a list: one act with what it needs; only what the act asks for is used. */
export function actBar(visitor: Visitor, { approval }: Filters, people: readonly Assignee[]): Html {
  const words = listWords(visitor)
  return html`<fieldset class="act-bar"><legend class="hidden">${words.actsOnChosen}</legend>
    <span id="picked" class="soft" aria-live="polite" data-words="${words.chosen}"></span>
    ${actFields(visitor, { typed: null, showsProposed: approval !== undefined, people })}
    <label class="soft"><input type="checkbox" name="all" value="1"> ${words.everyone}</label>
    <button class="primary" id="apply">${words.apply}</button></fieldset>`
}

type ActFields = {
  readonly typed: (Typed & { readonly act: Act }) | null
  /** Whether the list shows what waits for a second person. */
  readonly showsProposed: boolean
  /** Whom something can be assigned to. */
  readonly people: readonly Assignee[]
}

/** The act and what it needs, as typed before where it could not be done. */
export function actFields(visitor: Visitor, { typed, showsProposed, people }: ActFields): Html {
  const words = decisionWords(visitor)
  const { language } = visitor
  return html`<select name="act" id="act" aria-label="${listWords(visitor).actsOnChosen}">${offeredTo(visitor, showsProposed).map(
    (act) => html`<option value="${act}"${typed?.act === act && html` selected`}>${ACTS[act][language]}</option>`,
  )}</select>
    <select name="reason" aria-label="${words.reason}"><option value="">${words.chooseReason}</option>${Object.entries(
      DISMISS_REASONS,
    ).map(
      ([code, title]) => html`<option value="${code}"${typed?.reason === code && html` selected`}>${title[language]}</option>`,
    )}</select>
    <input type="date" name="due" aria-label="${words.due}" value="${typed?.due || usualDue()}">
    ${assigneeField(visitor, { id: null, people, chosen: typed?.assignee ?? null, finding: null })}
    <input name="note" aria-label="${words.note}" placeholder="${words.note}" maxlength="2000" value="${typed?.note}">`
}
