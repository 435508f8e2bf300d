import { z } from 'zod'
import { ACT_NAMES, type Act, type ActDetails, actRule, DISMISS_REASONS, type DismissReason } from '../model/decision.ts'
import { todayInChina } from './dates.ts'
import { decisionWords } from './decision-words.ts'
import { parsedOrBad } from './request.ts'
import type { Visitor } from './visitor.ts'

const DAY = z.iso.date()
/** Within which a rectification may be asked for. */
const YEARS_AHEAD = 2

// A form sends a line break as two characters, the page counts one. PostgreSQL holds no text with a zero in it.
const TEXT = (most: number) =>
  z
    .string()
    .default('')
    .transform((text) => text.replaceAll('\r\n', '\n').trim())
    .refine((text) => text.length <= most && !text.includes('\0'))

const FORM = z.object({
  act: z.enum(ACT_NAMES as [Act, ...Act[]]),
  reason: z
    .enum(Object.keys(DISMISS_REASONS) as [DismissReason, ...DismissReason[]])
    .or(z.literal(''))
    .default(''),
  note: TEXT(2000),
  due: TEXT(20),
  assignee: TEXT(100),
})

/** What somebody filled in, kept when it cannot be recorded. */
export type Typed = { readonly note: string; readonly reason: string; readonly due: string; readonly assignee: string }

export type AskedAct = ActDetails & {
  readonly act: Act
  readonly note: string | null
  readonly typed: Typed
  /** What is missing or cannot be, in the visitor's language; null where the act can be recorded. */
  readonly problem: string | null
}

/** An act as a form sent it; an assignment to nobody takes the one before away. @throws BadRequest */
export function readAct(visitor: Visitor, form: unknown): AskedAct {
  const { act: asked, note, reason, due, assignee } = parsedOrBad(FORM, form)
  const act = asked === 'assign' && assignee === '' ? 'unassign' : asked
  const given = { reason: reason === '' ? null : reason, due: readDue(due), assignee: readName(assignee), note: note || null }
  const missing = actRule(act).needs.find((need) => given[need] === null)
  const problem = missing === undefined ? null : decisionWords(visitor).needs[missing]
  return { act, ...given, typed: { note, reason, due, assignee }, problem }
}

function readName(text: string): string | null {
  return text.length >= 1 && text.length <= 100 && !/\p{Cc}/u.test(text) ? text : null
}

function readDue(text: string): string | null {
  const today = todayInChina()
  const latest = `${Number(today.slice(0, 4)) + YEARS_AHEAD}${today.slice(4)}`
  return DAY.safeParse(text).success && text >= today && text <= latest ? text : null
}

const DAYS_TO_RECTIFY = 15

/** The day that is proposed for a rectification. */
export function usualDue(): string {
  return todayInChina(DAYS_TO_RECTIFY)
}
