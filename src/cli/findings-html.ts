import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { type Finding, repairOptions, SEVERITY_TITLES, type Severity } from '../model/finding.ts'
import type { Report, Section } from '../model/report.ts'
import { type CellKey, cellLabel } from '../model/template.ts'
import { formatNumber } from '../review/dates.ts'
import { type Html, html, type Piece, trusted } from '../review/html.ts'
import { type CellMark, reportTables } from '../review/report-tables.ts'
import { WORDS } from '../review/words.ts'
import { ruleById } from '../rules/catalogue.ts'
import { describeOption } from './findings-text.ts'

/** One file of `gouji check`: what was read from it and what was found. */
export type CheckedFile = { readonly path: string; readonly report: Report; readonly findings: readonly Finding[] }

/** A file that could not be read as a report, and why. */
export type UnreadFile = { readonly path: string; readonly problem: string }

const READER = { language: 'zh', words: WORDS.zh } as const
const SEVERITIES = ['error', 'warning', 'info'] as const satisfies readonly Severity[]

/**
 * One page that needs nothing else: no other file, no script, no network. Of each report the findings, the tables with the cells that
 * findings speak of marked in them, and the text with the quoted sentences marked. Chinese, for the clerk who drafts the report.
 */
export function findingsPage(files: readonly CheckedFile[], unread: readonly UnreadFile[] = []): string {
  const names = files.map(({ report }) => `${report.authority ?? '未识别机关'}${report.year ?? ''}`)
  return `<!doctype html>\n${html`<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>年度报告核对结果：${names.join('、')}</title><style>${trusted(styles())}</style></head>
<body class="checked"><div id="content">${unread.map(({ path, problem }) => html`<p class="problem">${basename(path)}：${problem}</p>`)}${files.map(fileSection)}</div></body></html>`}\n`
}

/** The look of the review pages, and what only this page has. */
function styles(): string {
  return ['style.css', 'checked.css']
    .map((name) => readFileSync(new URL(`../review/assets/${name}`, import.meta.url), 'utf8'))
    .join('\n')
}

function fileSection({ path, report, findings }: CheckedFile, order: number): Html {
  const failures = SEVERITIES.flatMap((severity) =>
    findings.filter((finding) => finding.verdict === 'fail' && finding.severity === severity),
  )
  const open = findings.filter(({ verdict }) => verdict !== 'fail')
  const id = (finding: Finding) => `f${order + 1}-${failures.indexOf(finding) + 1}`
  const quotes = new Map(failures.flatMap((finding) => (finding.quote ? [[finding.quote, id(finding)] as const] : [])))
  return html`<section class="file-checked"><header><h1>${report.authority ?? '（未识别机关）'} ${report.year === null ? '（未识别年度）' : `${report.year}年`}</h1>
    <p class="soft">${report.title} · ${report.edition === null ? '无统一格式' : `${report.edition}版格式`} · ${basename(path)}</p>
    <p class="counts">${failures.length === 0 ? '未发现问题。' : SEVERITIES.map((severity) => countOf(severity, failures))}</p></header>
    <ol class="findings-checked">${failures.map((finding) => findingItem(finding, id(finding), report))}</ol>
    ${open.length > 0 && html`<details><summary>${open.length}项未能核对</summary><ul>${open.map(({ rule, message }) => html`<li><code>${rule}</code> ${message}</li>`)}</ul></details>`}
    ${report.notes.length > 0 && html`<details><summary>${report.notes.length}条提取说明</summary><ul>${report.notes.map(({ message }) => html`<li>${message}</li>`)}</ul></details>`}
    ${reportTables({ report, visitor: READER, marks: marksOf(failures, id), before: null })}
    <p class="legend">${READER.words.legend}</p>
    ${report.sections.map((section) => sectionText(section, quotes))}</section>`
}

function countOf(severity: Severity, failures: readonly Finding[]): Html | null {
  const count = failures.filter((finding) => finding.severity === severity).length
  return count === 0 ? null : html`<span class="severity ${severity}">${SEVERITY_TITLES[severity].zh} ${count}</span> `
}

function findingItem(finding: Finding, id: string, report: Report): Html {
  const { rule, severity, message, left, right, difference, quote, cells, basis, repair, passages = [] } = finding
  const label = (key: CellKey) => (report.edition === null ? key : cellLabel(key, report.edition))
  return html`<li class="finding ${severity}" id="${id}"><p class="rule"><span class="severity ${severity}">${SEVERITY_TITLES[severity].zh}</span> <code>${rule}</code> ${ruleById(rule)?.title.zh}</p>
    <h2>${message}</h2>
    ${left !== null && right !== null && html`<p class="sum"><b>${formatNumber(left)}</b><i>${left === right ? '=' : '≠'}</i><b>${formatNumber(right)}</b>${difference !== null && difference !== 0 && html`<span>相差 <b>${formatNumber(difference)}</b></span>`}</p>`}
    ${cells.length > 0 && html`<p class="soft">${cells.slice(0, 4).map((key, index) => html`${index > 0 && '；'}<a href="#${tableOf(key)}">${label(key)}</a>`)}${cells.length > 4 && ` 等${cells.length}处`}</p>`}
    ${quote && passages.length === 0 && html`<figure class="quote"><figcaption>原文</figcaption><blockquote>${quote}</blockquote></figure>`}
    ${passages.length > 0 && html`<table class="cells passages"><caption>相同段落</caption><thead><tr><th scope="col">本报告</th><th scope="col">另一报告</th></tr></thead><tbody>${passages.map(({ own, other }) => html`<tr><td>${own}</td><td>${other}</td></tr>`)}</tbody></table>`}
    ${repair.length > 0 && html`<div class="repair"><h3>修改建议</h3><ul>${repairOptions(repair).map((option, order) => html`<li>${describeOption(option, order, label)}</li>`)}</ul></div>`}
    <dl class="facts"><div><dt>依据</dt><dd>${basis}</dd></div></dl></li>`
}

/** The first, and so the gravest, finding that speaks of a cell leads from it. */
function marksOf(failures: readonly Finding[], id: (finding: Finding) => string): ReadonlyMap<CellKey, CellMark> {
  const marks = new Map<CellKey, CellMark>()
  for (const [order, finding] of failures.entries())
    for (const key of finding.cells)
      if (!marks.has(key))
        marks.set(key, { finding: order, severity: finding.severity, selected: false, href: `#${id(finding)}` })
  return marks
}

function tableOf(key: CellKey): string {
  return key.slice(0, 2)
}

function sectionText({ number, title, text }: Section, quotes: ReadonlyMap<string, string>): Html {
  const heading = number === 0 ? '正文开头' : `${'一二三四五六'[number - 1] ?? number}、${title}`
  return html`<h2>${heading}</h2>${text.split('\n').map((paragraph) => html`<p class="printed-text">${marked(paragraph, [...quotes])}</p>`)}`
}

/** A paragraph with the sentences that findings quote marked, each leading to its finding. */
function marked(text: string, quotes: readonly (readonly [string, string])[]): Piece {
  const [first, ...rest] = quotes
  if (first === undefined) return text
  const [quote, id] = first
  const at = text.indexOf(quote)
  if (at === -1) return marked(text, rest)
  const before = marked(text.slice(0, at), rest)
  return [before, html`<mark><a href="#${id}">${quote}</a></mark>`, marked(text.slice(at + quote.length), quotes)]
}
