import {
  blockTables,
  cutTable,
  groupColumns,
  groupRows,
  groupTables,
  HEADER_ROWS,
  rowTables,
  withHeaderAgain,
} from '../divide-tables.ts'
import type { Draw } from '../draw.ts'
import { changeTables, type PrintedReport, type PrintedTable } from '../printed.ts'
import { portalPage } from './furniture.ts'
import { CLEAN, html } from './html-style.ts'
import type { Layout } from './layout.ts'
import { escapeMarkup, spanAttributes } from './markup.ts'
import { WORD } from './word-style.ts'

const WORD_HEAD =
  '<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View><w:Zoom>0</w:Zoom></w:WordDocument></xml><![endif]--><style><!-- p.MsoNormal{mso-style-parent:""} --></style>'

function characterSpans(text: string): string {
  return [...text].map((character) => `<span>${escapeMarkup(character)}</span>`).join('')
}

/** A row of table 3 before which it may be cut. */
function rowOfTable3({ rows }: PrintedTable, draw: Draw): number {
  return HEADER_ROWS + 1 + draw.int(rows.length - HEADER_ROWS - 3)
}

function divided(report: PrintedReport, draw: Draw): PrintedReport {
  const withTable2 = changeTables(report, 't2', blockTables)
  const withTable4 = changeTables(withTable2, 't4', groupTables)
  return changeTables(withTable4, 't3', (table) => cutTable(table, rowOfTable3(table, draw), draw.chance(0.5)))
}

/** Pages as editors, word processors and portals make them. */
export const HTML_LAYOUTS: readonly Layout[] = [
  html('html-clean'),
  html('html-word-paste', {
    ...WORD,
    page: (body, { truth }) =>
      `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>${escapeMarkup(truth.title)}</title>${WORD_HEAD}</head><body lang="ZH-CN"><div class="WordSection1">${body}</div></body></html>`,
  }),
  html('html-portal', {
    line: (kind, text) =>
      kind === 'title'
        ? `<p style="text-align:center"><strong>${escapeMarkup(text)}</strong></p>`
        : `<p>　　${escapeMarkup(text)}</p>`,
    page: portalPage,
  }),
  html('html-character-spans', {
    line: (kind, text) => (kind === 'title' ? CLEAN.line(kind, text) : `<p>${characterSpans(text)}</p>`),
    content: ({ text }) => characterSpans(text),
  }),
  html('html-broken-lines', {
    content: ({ text }, draw) =>
      text.length < 6 || /\d/.test(text)
        ? `<p>${escapeMarkup(text)}</p>`
        : draw.chance(0.5)
          ? `<p>${escapeMarkup(text.slice(0, 5))}</p>\n<p>${escapeMarkup(text.slice(5))}</p>`
          : `${escapeMarkup(text.slice(0, 4))}<br>${escapeMarkup(text.slice(4))}`,
  }),
  html('html-table-head', {
    table: (rows, { table }) =>
      table === 't3'
        ? `<table><thead>${rows
            .slice(0, HEADER_ROWS)
            .join('')
            .replaceAll(/(<\/?)td/g, '$1th')}</thead><tbody>${rows.slice(HEADER_ROWS).join('\n')}</tbody></table>`
        : CLEAN.table(rows, { table, rows: [] }),
  }),
  html('html-entities', {
    content: ({ text }) => [...text].map((character) => `&#${character.codePointAt(0)};`).join('') || '&nbsp;',
  }),
  html('html-padded-cells', {
    content: ({ text }, draw) =>
      `${draw.pick(['&nbsp;', ' ', '　', '\n\t', '​'])}${escapeMarkup(text)}${draw.pick(['&nbsp;', '', '　'])}`,
  }),
  html('html-sheet-paste', {
    content: ({ text }) => `<font class="font5">${escapeMarkup(text)}</font>`,
    cell: (cell, content) => `<td class="xl66"${spanAttributes(cell)} x:num height="24">${content}</td>`,
  }),
  html('html-br-paragraphs', {
    line: (kind, text) => (kind === 'title' ? CLEAN.line(kind, text) : `${escapeMarkup(text)}<br>&nbsp;&nbsp;&nbsp;&nbsp;`),
  }),
  html('html-divided-tables', { before: divided }),
  html('html-one-row-tables', { before: (report) => changeTables(report, 'all', rowTables) }),
  html('html-header-repeated', {
    before: (report, draw) => changeTables(report, 't3', (table) => withHeaderAgain(table, rowOfTable3(table, draw))),
  }),
  html('html-table4-rows', { before: (report) => changeTables(report, 't4', groupRows) }),
  html('html-table4-columns', { before: (report) => changeTables(report, 't4', groupColumns) }),
  html('html-nested-tables', {
    table: (rows, table) => `<table class="box"><tr><td align="center">${CLEAN.table(rows, table)}</td></tr></table>`,
  }),
  html('html-layout-table', {
    page: (body, report) =>
      CLEAN.page(
        `<table width="1000"><tr><td width="200" valign="top"><ul><li>首页</li><li>机构职能</li><li>政府信息公开年报</li></ul></td><td><table><tr><td>${body}</td></tr></table></td></tr><tr><td colspan="2">版权所有：青禾县人民政府</td></tr></table>`,
        report,
      ),
  }),
  html('html-div-grid', {
    cell: (_, content) => `<div class="col">${content}</div>`,
    row: (cells) => `<div class="row">${cells.join('')}</div>`,
    table: (rows) => `<div class="grid">${rows.join('\n')}</div>`,
    rest: { losesBlanks: true },
  }),
  html('html-list-grid', {
    cell: (_, content) => `<li>${content}</li>`,
    row: (cells) => `<ul>${cells.join('')}</ul>`,
    table: (rows) => rows.join('\n'),
    rest: { losesBlanks: true },
  }),
]
