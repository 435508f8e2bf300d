import { type Html, html, type Piece } from '../html.ts'
import { type BarPart, barChart } from './bar.ts'
import { type Fill, swatch } from './fills.ts'

/** A column of figures; `fill` where it is a part of the bar. */
export type ChartColumn = { readonly title: string; readonly fill?: Fill | undefined; readonly hint?: string }

export type ChartRow = {
  readonly label: string
  readonly hint?: string
  /** Where what is behind the row is; null: there is no list of it. */
  readonly href: string | null
  readonly parts: readonly BarPart[]
  readonly whole: number
  /** One for each column. */
  readonly cells: readonly Piece[]
}

type ChartTable = {
  readonly head: string
  readonly bars: string
  readonly columns: readonly ChartColumn[]
  readonly rows: readonly ChartRow[]
}

/** Bars and their figures in one table: each row a bar that leads to what is behind it. */
export function chartTable({ head, bars, columns, rows }: ChartTable): Html {
  return html`<table class="board chart"><thead><tr><th scope="col">${head}</th><th scope="col" class="bars"><span class="hidden">${bars}</span></th>${columns.map(
    ({ title, fill, hint }) =>
      html`<th scope="col" class="number"${hint && html` title="${hint}"`}>${fill && swatch(fill)} ${title}</th>`,
  )}</tr></thead><tbody>${rows.map((row) => chartRow(row, columns))}</tbody></table>`
}

function chartRow({ label, hint, href, parts, whole, cells }: ChartRow, columns: readonly ChartColumn[]): Html {
  const bar = barChart({ title: label, parts, whole })
  return html`<tr><th scope="row"${hint && html` title="${hint}"`}>${href === null ? label : html`<a href="${href}">${label}</a>`}</th><td class="bars">${href === null ? bar : html`<a href="${href}">${bar}</a>`}</td>${cells.map(
    (cell, index) => html`<td class="number"><span class="label">${columns[index]?.title} </span>${cell}</td>`,
  )}</tr>`
}

/** A figure that leads to its list; a zero leads nowhere. */
export function linkedCount(count: number, text: string, href: string): Piece {
  return count === 0 ? html`<span class="soft">0</span>` : html`<a href="${href}">${text}</a>`
}
