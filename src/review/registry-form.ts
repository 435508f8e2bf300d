import type { Registry } from '../model/portal.ts'
import type { EditTarget, FieldProblem, Fields } from '../model/registry-edit.ts'
import { type Html, html } from './html.ts'
import { type Field, formFields } from './registry-fields.ts'
import { FACT_TITLES, FIELD_HINTS, registryWords } from './registry-words.ts'
import type { Visitor } from './visitor.ts'

/** Where an entry is edited, or added. */
export function editPath(district: string, target: EditTarget, action = ''): string {
  const names = target.kind === 'column' ? { portal: target.portal, url: target.url } : { id: target.id }
  const query = new URLSearchParams(Object.entries(names).flatMap(([name, value]) => (value === null ? [] : [[name, value]])))
  return `/registry/${encodeURIComponent(district)}/${target.kind}${action}${query.size === 0 ? '' : `?${query}`}`
}

export type FormState = {
  readonly target: EditTarget
  readonly fields: Fields
  /** Mark of the entry as it is registered, by which a change that came between is noticed. */
  readonly mark: string
  readonly problems: readonly FieldProblem[]
  /** What is registered now, where somebody else changed it. */
  readonly theirs: Fields | null
  /** Why nothing was saved, above the form. */
  readonly notice: string | null
}

/** The form of one entry with what was typed, what is wrong with it, and what somebody else made of it. */
export function formView(
  visitor: Visitor,
  registry: Registry,
  families: readonly string[],
  { target, fields, mark, problems, theirs, notice }: FormState,
): Html {
  const words = registryWords(visitor)
  const { language } = visitor
  const district = registry.districts[0]!.id
  const list = formFields(visitor, target, registry, families)
  const general = problems.filter(({ field }) => field === null || !list.some(({ name }) => name === field))
  const isNew = target.kind === 'column' ? target.url === null : target.id === null
  return html`${notice && html`<div class="problem" role="alert"><p>${notice}</p>${theirs && html`<p><a href="${editPath(district, target)}">${words.takeTheirs}</a></p>`}</div>`}
  ${general.length > 0 && html`<div class="problem" role="alert"><p>${words.alsoWrong}</p><ul>${general.map((problem) => html`<li>${problem[language]}</li>`)}</ul></div>`}
  <form class="entry sheet" method="post" action="${editPath(district, target)}"><input type="hidden" name="mark" value="${mark}">
  ${list.map((field) => fieldView(visitor, field, { value: fields[field.name] ?? '', theirs: theirs?.[field.name] ?? null, problems: problems.filter((each) => each.field === field.name) }))}
  <p class="acts"><button class="primary">${words.save}</button> <a href="/registry/${encodeURIComponent(district)}">${words.cancel}</a></p></form>
  ${!isNew && retireForm(visitor, district, target, mark)}`
}

type Shown = { readonly value: string; readonly theirs: string | null; readonly problems: readonly FieldProblem[] }

function fieldView(visitor: Visitor, field: Field, { value, theirs, problems }: Shown): Html {
  const { language } = visitor
  const words = registryWords(visitor)
  const { name, required = false } = field
  const hint = FIELD_HINTS[name]?.[language]
  const isTheirs = theirs !== null && theirs !== value
  const notes = html`${hint && html`<p class="hint" id="hint-${name}">${hint}</p>`}
    ${problems.length > 0 && html`<ul class="wrong" id="wrong-${name}">${problems.map((problem) => html`<li>${problem[language]}</li>`)}</ul>`}
    ${isTheirs && html`<p class="theirs" id="theirs-${name}">${words.nowRegistered}<b>${shownValue(field, theirs) || words.nothing}</b></p>`}`
  const told = [hint && `hint-${name}`, problems.length > 0 && `wrong-${name}`, isTheirs && `theirs-${name}`]
    .filter(Boolean)
    .join(' ')
  const facts = html`id="f-${name}" name="${name}"${required && html` required`}${told !== '' && html` aria-describedby="${told}"`}${problems.length > 0 && html` aria-invalid="true"`}`
  const title = html`${FACT_TITLES[name]?.[language] ?? name}${required && html` <span class="soft">${words.required}</span>`}`
  if (field.kind === 'checks') return checksView(visitor, field, { title, notes, told, chosen: value.split('\n') })
  return html`<div class="field"><label for="f-${name}">${title}</label>${inputView(field, facts, value)}${notes}</div>`
}

function inputView(field: Exclude<Field, { kind: 'checks' }>, facts: Html, value: string): Html {
  switch (field.kind) {
    case 'choice': {
      const { options } = field
      // A value that is no choice is kept, so that nothing of what was sent is lost.
      const all = options.some(([each]) => each === value) ? options : [[value, value] as const, ...options]
      return html`<select ${facts}>${all.map(([each, title]) => html`<option value="${each}"${each === value && html` selected`}>${title}</option>`)}</select>`
    }
    // The first line break of a textarea is swallowed.
    case 'lines':
      return html`<textarea ${facts} rows="${Math.max(2, value.split('\n').length)}">${'\n'}${value}</textarea>`
    case 'note':
      return html`<textarea ${facts} rows="2">${'\n'}${value}</textarea>`
    case 'day':
      return html`<input ${facts} type="date" value="${value}">`
    case 'year':
    case 'number':
      return html`<input ${facts} inputmode="decimal" class="short" value="${value}" autocomplete="off">`
    default:
      return html`<input ${facts} value="${value}" autocomplete="off">`
  }
}

type Checks = { readonly title: Html; readonly notes: Html; readonly told: string; readonly chosen: readonly string[] }

function checksView(
  visitor: Visitor,
  { name, options }: Extract<Field, { kind: 'checks' }>,
  { title, notes, told, chosen }: Checks,
): Html {
  const count = options.filter(([value]) => chosen.includes(value)).length
  return html`<fieldset class="field"${told !== '' && html` aria-describedby="${told}"`}><legend>${title} <span class="soft">${registryWords(visitor).chosen(count)}</span></legend>
  <div class="checks" tabindex="0" role="group">${options.map(
    ([value, text]) =>
      html`<label><input type="checkbox" name="${name}" value="${value}"${chosen.includes(value) && html` checked`}> ${text}</label>`,
  )}</div>${notes}</fieldset>`
}

/** A value as the form shows it: by the titles of its choices. */
function shownValue(field: Field, value: string): string {
  if (field.kind !== 'choice' && field.kind !== 'checks') return value.split('\n').join('；')
  const titleOf = (each: string) => field.options.find(([option]) => option === each)?.[1] ?? each
  return value.split('\n').map(titleOf).join('、')
}

function retireForm(visitor: Visitor, district: string, target: EditTarget, mark: string): Html {
  const words = registryWords(visitor)
  const told = { authority: words.retireAuthority, portal: words.retirePortal, column: words.retireColumn }[target.kind]
  return html`<details class="retire"><summary>${words.retire}</summary><form method="post" action="${editPath(district, target, '/retire')}">
    <input type="hidden" name="mark" value="${mark}"><p>${told}</p><button>${words.retireSure}</button></form></details>`
}
