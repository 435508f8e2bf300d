import type { Context } from 'hono'
import { type Html, html } from './html.ts'
import { BadRequest } from './request.ts'
import type { ReviewEnv } from './visitor.ts'

/** A form's texts by name; the last of those with one name. Files and zeros are no part of these forms. */
export async function textsIn(c: Context<ReviewEnv>): Promise<Readonly<Record<string, string>>> {
  const form = await c.req.parseBody().catch(() => {
    throw new BadRequest('no form')
  })
  const entries = Object.entries(form).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []))
  if (entries.some(([, value]) => value.includes('\0'))) throw new BadRequest('a zero in the form')
  return Object.fromEntries(entries)
}

type Field = {
  readonly name: string
  readonly label: string
  readonly value?: string
  readonly hint?: string
  readonly problem?: string | null | undefined
  readonly type?: 'text' | 'password' | 'number'
  /** What password managers go by. */
  readonly autocomplete: string
}

/** A field with its label, and what is wrong with it told to everybody. */
export function fieldView({ name, label, value = '', hint, problem = null, type = 'text', autocomplete }: Field): Html {
  const told = [hint && `hint-${name}`, problem !== null && `wrong-${name}`].filter(Boolean).join(' ')
  return html`<div class="field"><label for="f-${name}">${label}</label>
    <input id="f-${name}" name="${name}" type="${type}" required autocomplete="${autocomplete}" maxlength="400"${type !== 'password' && html` value="${value}"`}${told !== '' && html` aria-describedby="${told}"`}${problem !== null && html` aria-invalid="true"`}>
    ${hint && html`<p class="hint" id="hint-${name}">${hint}</p>`}
    ${problem !== null && html`<ul class="wrong" id="wrong-${name}"><li>${problem}</li></ul>`}</div>`
}

/** A notice above a form: read out at once where something is wrong. */
export function noticeView(text: string | null, kind: 'problem' | 'notice' = 'problem'): Html | null {
  return text === null ? null : html`<p class="${kind}" role="${kind === 'problem' ? 'alert' : 'status'}">${text}</p>`
}
