import type { CellKind } from '../../model/report.ts'
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
const PLAIN = /^\d{1,15}$/
const SLASH = /^[/\\|]+$/
const DASH = /^[-‐-―−─━_~]+$/
const UNIT = '(?:万元|元|件次|件|项|条|个|批次|人次|次|宗|份|篇|起|例|人|户|家)'
const NUMBER = new RegExp(`^([+-]?)(\\d+(?:\\.\\d+)?)(${UNIT})?(?:\\((.*)\\))?$`)
/** A footnote's mark behind a number: `3①`, `3²`, `3[1]`, `3*`. What reads as a digit of its own is none. */
const MARKED = /^([+-]?\d+(?:\.\d+)?)([①-⓿❶-➓¹²³⁰⁴-⁹]{1,2}|[[［〔【]\d{1,2}[\]］〕】]|[*＊※★☆†#]{1,3})$/u
/** What a spreadsheet shows where a formula fails, and where a number is wider than its column. */
const FAILED_FORMULA = /^#[A-Z\d/]+[!?]$/
const TOO_WIDE = /^#{2,}$/
const CHANGE = new RegExp(`^(增加|新增|增|减少|减)(\\d+)(${UNIT})?(?:\\((.*)\\))?$`)

/**
 * Reads one printed cell. `1,204`, `１２０４` and `1 204` are 1204; `22（其中修订16件）` is 22 with a remark. A blank, a slash, a dash or a
 * word has no value: the form does not say that it means zero. `减3` is read only where the form asks for a change (`signed`).
 */
export function readCell(raw: string, { signed = false }: { readonly signed?: boolean } = {}): CellReading {
  if (PLAIN.test(raw)) return plainNumber(raw)
  const marked = MARKED.exec(raw.trim())
  if (marked) return readMarked(marked[1]!, marked[2]!)
  if (SMALL_DIGITS.test(raw)) return { kind: /\p{L}/u.test(raw) ? 'word' : 'unreadable', value: null, confidence: 1 }
  const text = raw
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .trim()
  if (text === '') return { kind: 'blank', value: null, confidence: 1 }
  if (PLAIN.test(text)) return { kind: 'number', value: Number(text), ...leadingZero(text) }
  if (SLASH.test(text)) return { kind: 'slash', value: null, confidence: 1 }
  if (DASH.test(text.replace(/\s/g, ''))) return { kind: 'dash', value: null, confidence: 1 }
  const letters = withoutLetters(text)
  if (letters !== null) return { kind: 'number', value: Number(letters), confidence: 0.6, doubt: 'figure-letters' }
  return readNumber(text, signed) ?? { kind: isWord(text) ? 'word' : 'unreadable', value: null, confidence: 1 }
}

/** The number that a cell holds; null where it holds none. */
export function numberOf(raw: string): number | null {
  return PLAIN.test(raw) ? Number(raw) : readCell(raw).value
}

function isWord(text: string): boolean {
  return FAILED_FORMULA.test(text) || !(/\d/.test(text) || TOO_WIDE.test(text))
}

/** The number before a footnote's mark. */
function readMarked(digits: string, mark: string): CellReading {
  const value = Number(digits)
  const sure = leadingZero(digits)
  return { kind: 'number', value, remark: mark, ...(sure.doubt ? sure : ({ confidence: 0.85, doubt: 'figure-marked' } as const)) }
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
  if (!match || match[2]!.length > MOST_DIGITS) return null
  const size = Number(match[2])
  const value = match[1] === '-' && size !== 0 ? -size : size
  const zero = leadingZero(match[2]!)
  return numberCell(value, [match[3], bracketed(match[4])], zero.doubt ? zero : sure)
}

/** More digits are not told apart by a number of this language. */
const MOST_DIGITS = 16

/** `1 0 3` and `1 204` may be spaced by the typesetter, or be two numbers that met. */
function spacing(text: string): Sureness {
  return /\d\s+[\d.,]|[.,]\s+\d/.test(text) ? { confidence: 0.85, doubt: 'figure-spaced' } : CERTAIN
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

function plainNumber(digits: string): CellReading {
  const value = Number(digits)
  // Most cells by far: made without taking another object apart.
  if (digits.length === 1 || !digits.startsWith('0')) return { kind: 'number', value, confidence: 1 }
  return { kind: 'number', value, ...leadingZero(digits) }
}

/** `007` is readable, but nobody writes a count so: two cells may have run together. */
function leadingZero(digits: string): Sureness {
  return /^0\d/.test(digits) ? { confidence: 0.6, doubt: 'figure-zero-first' } : CERTAIN
}

const CERTAIN = { confidence: 1 } as const
