import type { Context } from 'hono'
import type { ReviewEnv } from './visitor.ts'

export type CsvValue = string | number | null

/**
 * Rows as a CSV file that Excel opens with its Chinese: UTF-8 with its mark, CRLF. Text that a spreadsheet would calculate is led by an
 * apostrophe, because names come from strangers' pages; a mere dash or a signed number is none.
 */
export function csvOf(rows: readonly (readonly CsvValue[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.map(fieldOf).join(',')}\r\n`).join('')}`
}

function fieldOf(value: CsvValue): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = /^(?:[=@\t\r]|[+-](?!(?:\d+(?:\.\d+)?)?$))/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Sends rows as a file to be kept under `name`. */
export function sendCsv(c: Context<ReviewEnv>, name: string, rows: readonly (readonly CsvValue[])[]): Response {
  c.header('Content-Type', 'text/csv; charset=utf-8')
  c.header('Content-Disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
  return c.body(csvOf(rows))
}
