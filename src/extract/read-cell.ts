import type { CellKind } from '../model/report.ts'
import type { Doubt } from './doubts.ts'

export type CellReading = {
  readonly kind: CellKind
  readonly value: number | null
  readonly remark?: string
  /** How sure the number is, given that this is the right cell. */
  readonly confidence: number
  /** Why the number is not sure; absent where it is. */
  readonly doubt?: Doubt
}

// NFKC would turn `10²` into 102 and `③` into 3.
const SMALL_DIGITS = /[²³¹⁰-₟①-⓿❶-➓½¼¾]/u
const SLASH = /^[/\\|]+$/
const DASH = /^[-‐-―−─━_~]+$/
const UNIT = '(?:万元|元|件次|件|项|条|个|次|宗|份|篇|起|例)'
const NUMBER = new RegExp(`^([+-]?)(\\d+(?:\\.\\d+)?)(${UNIT})?(?:\\((.*)\\))?$`)
const CHANGE = new RegExp(`^(增加|新增|增|减少|减)(\\d+)(${UNIT})?(?:\\((.*)\\))?$`)

/**
 * Reads one printed cell. `1,204`, `１２０４` and `1 204` are 1204; `22（其中修订16件）` is 22 with a remark. A blank, a slash, a dash or a
 * word has no value: the form does not say that it means zero. `减3` and `+1036` are read only where the form asks for a change (`signed`).
 */
export function readCell(raw: string, { signed = false }: { readonly signed?: boolean } = {}): CellReading {
  if (/^\d{1,15}$/.test(raw)) return { kind: 'number', value: Number(raw), ...leadingZero(raw) }
  if (SMALL_DIGITS.test(raw)) return { kind: /\p{L}/u.test(raw) ? 'word' : 'unreadable', value: null, confidence: 1 }
  const text = raw
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .trim()
  if (text === '') return { kind: 'blank', value: null, confidence: 1 }
  if (/^\d{1,15}$/.test(text)) return { kind: 'number', value: Number(text), ...leadingZero(text) }
  if (SLASH.test(text)) return { kind: 'slash', value: null, confidence: 1 }
  if (DASH.test(text.replace(/\s/g, ''))) return { kind: 'dash', value: null, confidence: 1 }
  const letters = withoutLetters(text)
  if (letters !== null) return { kind: 'number', value: Number(letters), confidence: 0.6, doubt: 'figure-letters' }
  return readNumber(text, signed) ?? { kind: /\d/.test(text) ? 'unreadable' : 'word', value: null, confidence: 1 }
}

function readNumber(text: string, signed: boolean): CellReading | null {
  const compact = joinThousands(text.replace(/\s+/g, '')).replace(/^[−‐‑–—―](?=\d)/, signed ? '-' : '$&')
  const sure = spacing(text)
  const change = signed ? CHANGE.exec(compact) : null
  if (change) {
    const size = Number(change[2])
    return numberCell(change[1]!.startsWith('减') ? -size : size, [change[3], bracketed(change[4])], sure)
  }
  const match = NUMBER.exec(compact)
  if (!match || match[2]!.length > 18) return null
  const size = Number(match[2])
  const value = match[1] === '-' && size !== 0 ? -size : size
  return numberCell(value, [match[3], bracketed(match[4])], sure.confidence < 1 ? sure : leadingZero(match[2]!))
}

/** `1 0 3` and `1 204` are spaced by the typesetter; in `35 1` two numbers may have met. */
function spacing(text: string): Sureness {
  if (!/\d\s+[\d.,]|[.,]\s+\d/.test(text)) return { confidence: 1 }
  const confidence = /^(?:\d(?:\s+[\d.])+|\d{1,3}(?:\s+\d{3})+)$/.test(text) ? 0.95 : 0.85
  return { confidence, doubt: 'figure-spaced' }
}

type Sureness = Pick<CellReading, 'confidence' | 'doubt'>

/** `O`, `l` and `I` where a recogniser should have read 0 and 1; null where the text is not made of digits and those. */
function withoutLetters(text: string): string | null {
  if (!/^[\dOoIl]{1,6}$/.test(text)) return null
  return text.replace(/[Oo]/g, '0').replace(/[Il]/g, '1')
}

function numberCell(value: number, remarks: readonly (string | undefined)[], sure: Sureness): CellReading {
  const remark = remarks.filter((each) => each !== undefined).join('')
  return remark === '' ? { kind: 'number', value, ...sure } : { kind: 'number', value, remark, ...sure }
}

function bracketed(text: string | undefined): string | undefined {
  return text === undefined ? undefined : `（${text}）`
}

/** `1,204,000` is one number; `1,2` is not. */
function joinThousands(text: string): string {
  return text.replace(
    /^([+-]?)(\d{1,3}(?:,\d{3})+)(?![\d,])/,
    (_, sign: string, digits: string) => sign + digits.replaceAll(',', ''),
  )
}

/** `007` is readable, but nobody writes a count so: two cells may have run together. */
function leadingZero(digits: string): Sureness {
  return /^0\d/.test(digits) ? { confidence: 0.6, doubt: 'figure-zero-first' } : CERTAIN
}

const CERTAIN = { confidence: 1 } as const
