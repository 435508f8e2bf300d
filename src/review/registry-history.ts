import type { RecordedChange } from '../../db/registry-changes.ts'
import { COMMAND_LINE } from '../../db/registry-changes.ts'
import { changedFacts, type Facts, type RegistryChange } from '../model/registry-changes.ts'
import { formatTime } from './dates.ts'
import { type Html, html } from './html.ts'
import { CHANGE_KINDS, FACT_TITLES, registryWords } from './registry-words.ts'
import { officerName, type Visitor } from './visitor.ts'

/** Changes made at once that are shown without being asked for. */
const SHOWN_OPEN = 5

/** What somebody changed, the newest first: each fact with what stood there before and after. What was changed at once stands together. */
export function historyView(visitor: Visitor, changes: readonly RecordedChange[]): Html {
  const words = registryWords(visitor)
  if (changes.length === 0) return html`<p class="soft">${words.noHistory}</p>`
  const atOnce = Map.groupBy(changes, ({ changed_at, changed_by }) => `${changed_at.toISOString()} ${changed_by}`)
  return html`<ol class="changes">${[...atOnce.values()].map((group) => groupView(visitor, group))}</ol>`
}

function groupView(visitor: Visitor, group: readonly RecordedChange[]): Html {
  const { changed_at, changed_by } = group[0]!
  const views = group.map((change) => changeView(visitor, { ...change, district: change.district_id, portal: change.portal_id }))
  const list = html`<ul>${views.map((view) => html`<li>${view}</li>`)}</ul>`
  return html`<li><time datetime="${changed_at.toISOString()}">${formatTime(changed_at, visitor.language)}</time> <span class="soft">${whoChanged(changed_by, visitor, group[0]!.changed_by_account)}</span>
    ${group.length === 1 ? views : group.length <= SHOWN_OPEN ? list : html`<details><summary>${countsOf(visitor, group)}</summary>${list}</details>`}</li>`
}

/** How many entries came, changed and went. */
export function countsOf(visitor: Visitor, changes: readonly Pick<RegistryChange, 'before' | 'after'>[]): string {
  const added = changes.filter(({ before }) => before === null).length
  const retired = changes.filter(({ after }) => after === null).length
  return registryWords(visitor).importCounts(added, changes.length - added - retired, retired)
}

export function whoChanged(name: string, visitor: Visitor, account: number | null): string {
  return name === COMMAND_LINE ? registryWords(visitor).commandLine : officerName(name, visitor, account)
}

/** One change of an entry: what became of it, and the facts that differ. */
export function changeView(visitor: Visitor, change: RegistryChange): Html {
  const words = registryWords(visitor)
  const { language } = visitor
  const { kind, before, after } = change
  const [what, mark] =
    before === null ? [words.added, 'on-time'] : after === null ? [words.retired, 'late-doubtful'] : [words.changed, 'not-due']
  const facts = before !== null && after !== null ? changedFacts(change) : []
  return html`<span class="status ${mark}">${what}</span> ${CHANGE_KINDS[kind][language]} <b>${nameOf(change)}</b>${
    facts.length > 0 &&
    html`<ul class="facts-changed">${facts.map(
      (fact) =>
        html`<li><span class="soft">${titleOf(fact, language)}</span> <del>${factText(before, fact) || words.nothing}</del> → <ins>${factText(after, fact) || words.nothing}</ins></li>`,
    )}</ul>`
  }`
}

function nameOf({ kind, subject, before, after }: RegistryChange): string {
  const name = (after ?? before)?.['name']
  return kind === 'column' || typeof name !== 'string' ? subject : `${name} (${subject})`
}

function titleOf(fact: string, language: Visitor['language']): string {
  return FACT_TITLES[fact]?.[language] ?? fact
}

/** A fact as one line; what has parts is written as they are kept. */
function factText(facts: Facts | null, name: string): string {
  const value = facts?.[name]
  if (value == null) return ''
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) return value.join('、')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
