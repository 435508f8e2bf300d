/** What stands in a cell of a spreadsheet. Text is always text, so that codes, leading zeros and equals signs stay as they are. */
export type SheetValue = string | number | null | Day | Formula | Link

/** A day, YYYY-MM-DD. */
type Day = { readonly day: string }
/** A formula of ours, never anything that was read, with the value that it gives. */
type Formula = { readonly formula: string; readonly value: number | string }
/** An address that opens with a click, and the words that stand for it. */
type Link = { readonly url: string; readonly text: string }

/** How a cell is drawn, by its place in `cellXfs` of the style sheet. */
const STYLES = {
  plain: 0,
  title: 1,
  note: 2,
  head: 3,
  text: 4,
  number: 5,
  day: 6,
  share: 7,
  link: 8,
  sum: 9,
  sumShare: 10,
  points: 11,
} as const
export type Style = keyof typeof STYLES

/** Characters that Excel takes in a cell. */
const CELL_CHARACTERS = 32_767

/** One cell as SpreadsheetML. @throws Error for a text that no cell can hold */
export function cellXml(value: SheetValue, place: string, style: Style): string {
  const cell = `<c r="${place}" s="${STYLES[style]}"`
  if (value === null || value === '') return `${cell}/>`
  if (typeof value === 'number') return `${cell}><v>${value}</v></c>`
  if (typeof value === 'string')
    return `${cell} t="inlineStr"><is><t xml:space="preserve">${escapeText(checked(value))}</t></is></c>`
  if ('day' in value) return `${cell}><v>${dayNumber(value.day)}</v></c>`
  if ('url' in value)
    return formulaXml(cell, { formula: `HYPERLINK(${quoted(value.url)},${quoted(value.text)})`, value: value.text })
  return formulaXml(cell, value)
}

function formulaXml(cell: string, { formula, value }: Formula): string {
  const type = typeof value === 'string' ? ' t="str"' : ''
  return `${cell}${type}><f>${escapeText(formula)}</f><v>${escapeText(String(value))}</v></c>`
}

/** A text within a formula: of at most 255 characters, or Excel refuses the file. */
function quoted(text: string): string {
  if (text.length > 255) throw new Error(`An address of ${text.length} characters fits into no formula: ${text.slice(0, 40)}…`)
  return `"${text.replaceAll('"', '""')}"`
}

function checked(text: string): string {
  if (text.length > CELL_CHARACTERS)
    throw new Error(`A text of ${text.length} characters (${text.slice(0, 30)}…) fits into no cell of a spreadsheet.`)
  return text
}

/** Days since 30 December 1899, as spreadsheets count them from March 1900 on. */
function dayNumber(day: string): number {
  return (Date.parse(`${day}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / 86_400_000
}

/** What XML has no sign for is written as Office does, `_x001B_`; text that looks so is marked. */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\r\u000e-\u001f\ufffe\uffff]|_(?=x[\dA-Fa-f]{4}_)/g

function escapeText(text: string): string {
  const coded = text.replace(FORBIDDEN, (sign) => `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
  return escapeXml(coded)
}

export function escapeXml(text: string): string {
  return text.toWellFormed().replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
