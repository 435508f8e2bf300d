import type { Assignee } from '../../db/assignees.ts'
import type { FindingRow } from '../../db/tables.ts'
import { decisionWords } from './decision-words.ts'
import { type Html, html } from './html.ts'
import { officerName, type Visitor } from './visitor.ts'

type AssigneeField = {
  readonly id: string | null
  readonly people: readonly Assignee[]
  /** What was chosen before where it could not be done. */
  readonly chosen: string | null
  /** Whose work it is now. */
  readonly finding: Pick<FindingRow, 'assignee' | 'assignee_account'> | null
}

/** Whose work it is to be: one of those who may see it or, as long as nobody has an account, a name. */
export function assigneeField(visitor: Visitor, { id, people, chosen, finding }: AssigneeField): Html {
  const words = decisionWords(visitor)
  const named = html`name="assignee"${id !== null && html` id="${id}"`} aria-label="${words.assignee}"`
  if (people.length === 0 && visitor.actor.account === null)
    return html`<input ${named} maxlength="40" autocomplete="off" placeholder="${words.unassigned}" value="${chosen ?? finding?.assignee ?? officerName(visitor.officer, visitor)}">`
  const now = finding?.assignee_account ?? visitor.actor.account
  const isChosen = ({ account, login, name }: Assignee) =>
    chosen === null ? account === now : chosen === login || chosen === name
  // A name of before there were accounts, or of somebody who is locked, stays where it is until somebody else is chosen.
  return html`<select ${named}><option value="">${words.unassigned}</option>${people.map(
    (person) => html`<option value="${person.login}"${isChosen(person) && html` selected`}>${person.name}</option>`,
  )}</select>`
}
