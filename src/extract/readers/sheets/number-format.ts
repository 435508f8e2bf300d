/** Codes of the formats that spreadsheets have built in, by number, as a Chinese installation prints them; others are `General`. */
const BUILT_IN: Readonly<Record<number, string>> = {
  1: '0',
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  5: '"¥"#,##0;"¥"\\-#,##0',
  6: '"¥"#,##0;"¥"\\-#,##0',
  7: '"¥"#,##0.00;"¥"\\-#,##0.00',
  8: '"¥"#,##0.00;"¥"\\-#,##0.00',
  9: '0%',
  10: '0.00%',
  11: '0.00E+00',
  14: 'yyyy/m/d',
  15: 'd-mmm-yy',
  16: 'd-mmm',
  17: 'mmm-yy',
  18: 'h:mm AM/PM',
  19: 'h:mm:ss AM/PM',
  20: 'h:mm',
  21: 'h:mm:ss',
  22: 'yyyy/m/d h:mm',
  27: 'yyyy"年"m"月"',
  28: 'm"月"d"日"',
  29: 'm"月"d"日"',
  30: 'm-d-yy',
  31: 'yyyy"年"m"月"d"日"',
  32: 'h"时"mm"分"',
  33: 'h"时"mm"分"ss"秒"',
  36: 'yyyy"年"m"月"',
  37: '#,##0;\\-#,##0',
  38: '#,##0;\\-#,##0',
  39: '#,##0.00;\\-#,##0.00',
  40: '#,##0.00;\\-#,##0.00',
  41: '_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"_ ;_ @_ ',
  42: '_ "¥"* #,##0_ ;_ "¥"* \\-#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
  43: '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ',
  44: '_ "¥"* #,##0.00_ ;_ "¥"* \\-#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
  45: 'mm:ss',
  46: '[h]:mm:ss',
  47: 'mm:ss.0',
  48: '##0.0E+0',
  49: '@',
  50: 'yyyy"年"m"月"',
  51: 'm"月"d"日"',
  52: 'yyyy"年"m"月"',
  53: 'm"月"d"日"',
  54: 'm"月"d"日"',
  57: 'yyyy"年"m"月"',
  58: 'm"月"d"日"',
}

/** The code of a built-in number format. */
export function builtInFormat(id: number): string {
  return BUILT_IN[id] ?? 'General'
}

/** How a workbook counts days: from 1900 with a leap day too many, or from 1904. */
export type DayCount = '1900' | '1904'

const MAX_CODE = 255

/**
 * The text that a spreadsheet shows for a number, by the code of its format (ECMA-376 part 1, 18.8.31): sections for signs and conditions,
 * digits, thousands, percent, literal text, dates. Fractions and scientific notation are shown as plain numbers.
 */
export function showNumber(value: number, code: string, dayCount: DayCount = '1900'): string {
  if (!Number.isFinite(value)) return ''
  const section = code.length > MAX_CODE ? null : chooseSection(value, code)
  if (!section || code === '' || /^general$/i.test(section.code.trim())) return showGeneral(section ? section.value : value)
  const tokens = tokensOf(section.code)
  if (tokens.some(({ kind }) => kind === 'date')) return showDate(section.value, tokens, dayCount)
  if (tokens.some(({ kind }) => kind === 'text')) return showGeneral(value)
  if (tokens.some(({ kind }) => kind === 'general' || kind === 'plain')) return showInTokens(tokens, showGeneral(section.value))
  return showDigits(section.value, tokens)
}

/** The text that a spreadsheet shows for a text, by the fourth section of the format. */
export function showText(text: string, code: string): string {
  const sections = sectionsOf(code)
  const section = sections[3] ?? (sections.length === 1 && sections[0]!.includes('@') ? sections[0] : null)
  if (!section) return text
  return tokensOf(section)
    .map((token) => (token.kind === 'text' ? text : token.kind === 'literal' ? token.text : ''))
    .join('')
}

/** Up to eleven digits, as the General format shows a number in a wide cell. */
function showGeneral(value: number): string {
  if (Object.is(value, -0)) return '0'
  if (Number.isInteger(value) && Math.abs(value) < 1e11) return String(value)
  const rounded = Number(value.toPrecision(Math.abs(value) < 1 ? 9 : 10))
  return String(rounded).replace('e', 'E')
}

/** The section for a value, and the value with the sign that the section itself prints taken off. */
function chooseSection(value: number, code: string): { readonly code: string; readonly value: number } {
  const sections = sectionsOf(code)
  const conditions = sections.slice(0, 2).map(conditionOf)
  if (conditions.some((condition) => condition !== null)) {
    for (const [index, condition] of conditions.entries()) {
      if (condition?.(value)) return { code: sections[index]!, value: sections.length > 1 && value < 0 ? -value : value }
    }
    return { code: sections[Math.min(2, sections.length - 1)]!, value }
  }
  if (value < 0 && sections.length > 1) return { code: sections[1]!, value: -value }
  if (value === 0 && sections.length > 2) return { code: sections[2]!, value }
  return { code: sections[0]!, value }
}

function conditionOf(section: string): ((value: number) => boolean) | null {
  const found = /\[(<=|>=|<>|<|>|=)\s*(-?[\d.]+)\]/.exec(section)
  if (!found) return null
  const limit = Number(found[2])
  const compare: Readonly<Record<string, (value: number) => boolean>> = {
    '<=': (value) => value <= limit,
    '>=': (value) => value >= limit,
    '<>': (value) => value !== limit,
    '<': (value) => value < limit,
    '>': (value) => value > limit,
    '=': (value) => value === limit,
  }
  return compare[found[1]!]!
}

/** Sections end at semicolons that are neither quoted nor escaped. */
function sectionsOf(code: string): string[] {
  const sections: string[] = ['']
  for (const { 0: part } of code.matchAll(/"[^"]*"?|\\[\s\S]?|\[[^\]]*\]?|;|[\s\S]/g)) {
    if (part === ';') sections.push('')
    else sections[sections.length - 1] += part
  }
  return sections
}

type Token = {
  /** `digit` is a run of `0#?.,`; `plain` stands for notations that are shown as plain numbers. */
  readonly kind: 'literal' | 'digit' | 'percent' | 'date' | 'text' | 'general' | 'plain'
  readonly text: string
}

function tokensOf(section: string): Token[] {
  const tokens: Token[] = []
  const parts = section.matchAll(
    /"([^"]*)"?|\\([\s\S]?)|_[\s\S]?|\*[\s\S]?|\[([^\]]*)\]?|AM\/PM|A\/P|上午\/下午|general|G\/通用格式|y+|m+|d+|h+|s+|a{3,4}|[bge]+(?![+-])|E[+-]\d*|[0#?][0#?.,]*|\.[0#?]+|%|@|[\s\S]/gi,
  )
  for (const { 0: part, 1: quoted, 2: escaped, 3: bracket } of parts) {
    const head = part[0]!
    if (quoted !== undefined) tokens.push({ kind: 'literal', text: quoted })
    else if (escaped !== undefined) tokens.push({ kind: 'literal', text: escaped })
    else if (head === '_' || head === '*') continue
    else if (bracket !== undefined) {
      if (/^(?:h+|m+|s+)$/i.test(bracket)) tokens.push({ kind: 'date', text: part.toLowerCase() })
      else if (/^\$([^-]+)/.test(bracket)) tokens.push({ kind: 'literal', text: /^\$([^-]+)/.exec(bracket)![1]! })
    } else if (/^(?:general|G\/通用格式)$/i.test(part)) tokens.push({ kind: 'general', text: part })
    else if (/^(?:AM\/PM|A\/P|上午\/下午|y+|m+|d+|h+|s+|a{3,4})$/i.test(part))
      tokens.push({ kind: 'date', text: part.toLowerCase() })
    else if (/^E[+-]/i.test(part)) tokens.push({ kind: 'plain', text: part })
    else if (/^[0#?.]/.test(part) && /[0#?]/.test(part)) tokens.push({ kind: 'digit', text: part })
    else if (part === '%') tokens.push({ kind: 'percent', text: part })
    else if (part === '@') tokens.push({ kind: 'text', text: part })
    else tokens.push({ kind: 'literal', text: part })
  }
  const digits = tokens.filter(({ kind }) => kind === 'digit')
  const fraction = digits.length > 1 && tokens.some(({ kind, text }) => kind === 'literal' && text === '/')
  return fraction ? [{ kind: 'plain', text: '' }] : tokens
}

function showInTokens(tokens: readonly Token[], number: string): string {
  let shown = false
  let text = ''
  for (const token of tokens) {
    if (token.kind === 'literal') text += token.text
    else if (!shown) {
      text += number
      shown = true
    }
  }
  return text
}

/** A number in its digits; literal text may stand between them, as in telephone numbers. */
function showDigits(value: number, tokens: readonly Token[]): string {
  const digits = tokens.filter(({ kind }) => kind === 'digit')
  if (digits.length === 0) {
    return (
      (value < 0 ? '-' : '') + tokens.map(({ kind, text }) => (kind === 'literal' || kind === 'percent' ? text : '')).join('')
    )
  }
  const pattern = digits.map(({ text }) => text).join('')
  const point = pattern.indexOf('.')
  const whole = point < 0 ? pattern : pattern.slice(0, point)
  const decimals = point < 0 ? '' : pattern.slice(point + 1).replace(/[^0#?]/g, '')
  const thousands = /[0#?],+[0#?]/.test(whole)
  const scale = (/,+$/.exec(whole)?.[0].length ?? 0) + (point < 0 ? 0 : (/,+$/.exec(pattern)?.[0].length ?? 0))
  const percents = tokens.filter(({ kind }) => kind === 'percent').length
  const scaled = (Math.abs(value) * 100 ** percents) / 1000 ** scale
  const { head, tail } = roundTo(scaled, decimals)
  const least = (whole.match(/0/g) ?? []).length
  const padded = head === '0' && least === 0 ? '' : head.padStart(least, '0')
  const grouped = thousands ? padded.replace(/\B(?=(?:\d{3})+$)/g, ',') : padded
  const number = tail === '' ? grouped : `${grouped}.${tail}`
  const sign = value < 0 && /[1-9]/.test(number) ? '-' : ''
  return sign + placeDigits(tokens, number, digits.length)
}

/** Digits after the point: `0` always, `#` and `?` only up to the last that is not zero. */
function roundTo(value: number, decimals: string): { readonly head: string; readonly tail: string } {
  const places = Math.min(decimals.length, 15)
  const fixed = roundHalfUp(value, places)
  const [head = '0', tail = ''] = fixed.includes('e') ? [String(value)] : fixed.split('.')
  const required = decimals.lastIndexOf('0') + 1
  let end = tail.length
  while (end > required && tail[end - 1] === '0') end--
  return { head, tail: tail.slice(0, end) }
}

/** Numbers such as 1.005 stand a little below what was typed; spreadsheets round what is shown with fifteen digits. */
function roundHalfUp(value: number, places: number): string {
  const typed = String(Number(value.toPrecision(15)))
  return typed.includes('e')
    ? value.toFixed(places)
    : Number(`${Math.round(Number(`${typed}e${places}`))}e-${places}`).toFixed(places)
}

/** The whole number at the first run of digits; with several runs, later ones take as many digits as they have from the end. */
function placeDigits(tokens: readonly Token[], number: string, runs: number): string {
  if (runs === 1) return tokens.map(({ kind, text }) => (kind === 'digit' ? number : text)).join('')
  let rest = number
  let text = ''
  for (const [index, token] of [...tokens.entries()].reverse()) {
    if (token.kind !== 'digit') text = token.text + text
    else {
      const first = !tokens.slice(0, index).some(({ kind }) => kind === 'digit')
      const length = first ? rest.length : Math.min(rest.length, token.text.length)
      text = rest.slice(rest.length - length) + text
      rest = rest.slice(0, rest.length - length)
    }
  }
  return text
}

const DAY = 86_400_000
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const WEEKDAYS = '日一二三四五六'
/** 31 December 9999 by either count. */
const LAST_DAY = 2_958_466

/** A date by its tokens. Days before 1 March 1900 are counted as spreadsheets do, with a 29 February 1900; out of range it is a number. */
function showDate(value: number, tokens: readonly Token[], dayCount: DayCount): string {
  if (value < 0 || value >= LAST_DAY) return showGeneral(value)
  const days = dayCount === '1904' ? value + 1462 : value
  const epoch = Date.UTC(1899, 11, days < 60 ? 31 : 30)
  const date = new Date(Math.round((epoch + days * DAY) / 1000) * 1000)
  const halves = tokens.some(({ kind, text }) => kind === 'date' && /^(?:am\/pm|a\/p|上午)/.test(text))
  return tokens
    .map((token, index) =>
      token.kind === 'date'
        ? showDatePart(date, value, token.text, tokens, index, halves)
        : token.kind === 'digit'
          ? ''
          : token.text,
    )
    .join('')
}

function showDatePart(date: Date, days: number, part: string, tokens: readonly Token[], index: number, halves: boolean): string {
  const pad = (number: number, width: number) => String(number).padStart(Math.min(width, 2), '0')
  const hours = date.getUTCHours()
  switch (part[0]) {
    case 'y':
      return part.length > 2 ? String(date.getUTCFullYear()) : pad(date.getUTCFullYear() % 100, 2)
    case 'd':
      return part.length > 2 ? `星期${WEEKDAYS[date.getUTCDay()]}` : pad(date.getUTCDate(), part.length)
    case 'h':
      return pad(halves ? ((hours + 11) % 12) + 1 : hours, part.length)
    case 's':
      return pad(date.getUTCSeconds(), part.length)
    case 'm':
      if (isMinute(tokens, index)) return pad(date.getUTCMinutes(), part.length)
      return part.length > 2 ? MONTHS[date.getUTCMonth()]! : pad(date.getUTCMonth() + 1, part.length)
    case '[': {
      const units: Readonly<Record<string, number>> = { h: 24, m: 1440, s: 86_400 }
      return pad(Math.floor(days * units[part[1]!]! + 1e-6), part.length - 2)
    }
    case '上':
      return hours < 12 ? '上午' : '下午'
    default:
      if (part.startsWith('aa')) return (part.length > 3 ? '星期' : '') + WEEKDAYS[date.getUTCDay()]
      return hours < 12 ? (part === 'a/p' ? 'A' : 'AM') : part === 'a/p' ? 'P' : 'PM'
  }
}

/** An `m` is a minute beside hours or seconds. */
function isMinute(tokens: readonly Token[], index: number): boolean {
  const dates = tokens.map((token, at) => ({ ...token, at })).filter(({ kind }) => kind === 'date')
  const place = dates.findIndex(({ at }) => at === index)
  return /^\[?h/.test(dates[place - 1]?.text ?? '') || /^\[?s/.test(dates[place + 1]?.text ?? '')
}
