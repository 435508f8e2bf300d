import type { Db } from '../../db/connect.ts'
import {
  listFilings,
  type PaperFiling,
  type PaperFinding,
  type PrintedCell,
  printedCells,
  streamFindings,
} from '../../db/papers.ts'
import { dateSource } from '../model/date-source.ts'
import { STATUS_TITLES } from '../model/decision.ts'
import { FAMILY_TITLES, type Family, SEVERITY_TITLES } from '../model/finding.ts'
import type { PaperRequest } from '../model/paper.ts'
import { SetupError } from '../model/setup-error.ts'
import type { CellKey } from '../model/template.ts'
import { dayInWords, filingInWords, levelInWords, messageOf, printedOf } from './words.ts'
import { escapeXml } from './xlsx-values.ts'

/** Prints a page of HTML that asks for nothing beyond itself. */
export type PrintPdf = (html: string) => Promise<Uint8Array>

/** Authorities in one file: a browser lays them all out at once. */
const MOST_BODIES = 2_000
/** Findings that a page has room for, and characters of each and of an address: what is cut ends with a sign that says so. */
const [MOST_FINDINGS, MOST_WORDS, MOST_ADDRESS] = [6, 90, 120]

const FAMILIES = Object.keys(FAMILY_TITLES) as readonly Family[]
const COLUMNS = {
  已确认: ['confirmed', 'notified'],
  待核实: ['undecided'],
  已整改: ['rectified'],
} as const satisfies Record<string, readonly PaperFinding['status'][]>

const FIGURES: readonly (readonly [words: string, key: CellKey])[] = [
  ['本年新收申请', 't3.new_received.total'],
  ['上年结转', 't3.carried_in.total'],
  ['办理结果总计', 't3.result_total.total'],
  ['结转下年度', 't3.carried_out.total'],
  ['行政复议总计', 't4.review_total'],
  ['直接起诉总计', 't4.direct_total'],
]

type Tally = { readonly counts: Map<string, number>; readonly findings: PaperFinding[]; all: number }

/** 单位分报告: one page for each authority, as HTML to be printed. */
export async function bodyReportsHtml(db: Db, request: PaperRequest): Promise<{ readonly html: string; readonly pages: number }> {
  const filings = await listFilings(db, request)
  if (filings.length > MOST_BODIES)
    throw new SetupError(
      `${filings.length} authorities are too many for one file of pages (at most ${MOST_BODIES}). Ask for a district.`,
    )
  const tallies = await tallyOf(streamFindings(db, request, ['undecided', 'confirmed', 'notified', 'rectified']))
  const versions = filings.flatMap(({ versionId }) => (versionId === null ? [] : [versionId]))
  const cells = Map.groupBy(
    await printedCells(
      db,
      versions,
      FIGURES.map(([, key]) => key),
    ),
    ({ versionId }) => versionId,
  )
  const pages = filings.map((filing) => {
    const own = filing.versionId === null ? [] : (cells.get(filing.versionId) ?? [])
    return pageOf(filing, tallies.get(filing.authorityId) ?? emptyTally(), { cells: own, request })
  })
  return {
    html: `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><style>${STYLE}</style></head><body>${pages.join('')}</body></html>`,
    pages: pages.length,
  }
}

function emptyTally(): Tally {
  return { counts: new Map(), findings: [], all: 0 }
}

/** How many findings of each family stand where, and those that a page names: confirmed ones first. */
async function tallyOf(findings: AsyncIterable<PaperFinding>): Promise<ReadonlyMap<string, Tally>> {
  const tallies = new Map<string, Tally>()
  for await (const finding of findings) {
    const tally = tallies.get(finding.filer) ?? emptyTally()
    const column = columnOf(finding)
    const place = `${finding.family} ${column}`
    tally.counts.set(place, (tally.counts.get(place) ?? 0) + 1)
    tally.all += 1
    const rank = Object.keys(COLUMNS).indexOf(column)
    const at = tally.findings.findIndex((other) => Object.keys(COLUMNS).indexOf(columnOf(other)) > rank)
    tally.findings.splice(at < 0 ? tally.findings.length : at, 0, finding)
    tally.findings.length = Math.min(tally.findings.length, MOST_FINDINGS)
    tallies.set(finding.filer, tally)
  }
  return tallies
}

function columnOf({ status }: Pick<PaperFinding, 'status'>): keyof typeof COLUMNS {
  const found = Object.entries(COLUMNS).find(([, statuses]) => (statuses as readonly string[]).includes(status))
  return found![0] as keyof typeof COLUMNS
}

type PageParts = { readonly cells: readonly PrintedCell[]; readonly request: Pick<PaperRequest, 'year' | 'date'> }

function pageOf(filing: PaperFiling, tally: Tally, { cells, request }: PageParts): string {
  const named = tally.findings.map(
    (finding) =>
      `<li><b>${STATUS_TITLES[finding.status].zh}·${SEVERITY_TITLES[finding.severity].zh}</b> ${escapeXml(cut(messageOf(finding), MOST_WORDS))}</li>`,
  )
  const more = tally.all - named.length
  return `<section><h1>${escapeXml(filing.authority)}</h1><p class="sub">${request.year}年度政府信息公开工作年度报告核查情况</p>
<h2>一、发布情况</h2><table class="facts">${factsOf(filing)
    .map(([name, value]) => `<tr><th>${name}</th><td>${escapeXml(value)}</td></tr>`)
    .join('')}</table>
<h2>二、问题数量</h2>${countTable(tally)}
<h2>三、主要问题</h2>${named.length === 0 ? '<p>没有经确认或待核实的问题。</p>' : `<ol>${named.join('')}</ol>`}${more > 0 ? `<p>另有${more}个，见问题台账。</p>` : ''}
<h2>四、主要数据（按报告所印）</h2>${figureTable(filing, cells)}
<p class="foot">制表日期：${dayInWords(request.date)}。“待核实”的尚未认定为问题；无法判断和读取有误的未计入。</p></section>`
}

function factsOf(filing: PaperFiling): readonly (readonly [string, string])[] {
  const { publishedOn, publishedFrom, due, daysLate, reason, url } = filing
  const source = publishedFrom === null ? '' : `，${dateSource(publishedFrom, 'zh')}`
  return [
    ['地区、层级', `${filing.district}，${levelInWords(filing.level, filing.kind)}`],
    [
      '发布状态',
      filingInWords(filing.status) +
        (daysLate === null ? '' : `，${daysLate}天`) +
        (reason === null ? '' : `：${cut(reason.zh, 60)}`),
    ],
    ['期限', due === null || filing.status === 'exempt' ? '—' : dayInWords(due)],
    ['发布日期', publishedOn === null ? '未认定' : dayInWords(publishedOn) + source],
    ['网址', url === null ? '—' : cut(url, MOST_ADDRESS)],
  ]
}

function countTable({ counts }: Tally): string {
  const columns = Object.keys(COLUMNS)
  const rows = FAMILIES.map((family) => {
    const own = columns.map((column) => counts.get(`${family} ${column}`) ?? 0)
    return { name: FAMILY_TITLES[family].zh, own }
  })
  const total = columns.map((_, index) => rows.reduce((sum, { own }) => sum + own[index]!, 0))
  const line = (name: string, own: readonly number[]) =>
    `<tr><th>${name}</th>${own.map((count) => `<td>${count}</td>`).join('')}</tr>`
  return `<table class="counts"><tr><th>类别</th>${columns.map((column) => `<th>${column}</th>`).join('')}</tr>${rows.map(({ name, own }) => line(name, own)).join('')}${line('合计', total)}</table>`
}

/** A cell that is not there is told as such; a blank is no zero. */
function figureTable({ reportId, publishedOn }: PaperFiling, cells: readonly PrintedCell[]): string {
  if (reportId === null) return `<p>${publishedOn === null ? '未发现报告' : '已发布，未读取到报告内容'}。</p>`
  if (cells.length === 0) return '<p>报告中没有统一格式的表格。</p>'
  const values = FIGURES.map(([, key]) => {
    const cell = cells.find((each) => each.key === key)
    return cell === undefined ? '（表中无此格）' : cut(printedOf(cell), 20)
  })
  return `<table class="counts"><tr>${FIGURES.map(([words]) => `<th>${words}</th>`).join('')}</tr><tr>${values.map((value) => `<td>${escapeXml(value)}</td>`).join('')}</tr></table>`
}

function cut(text: string, most: number): string {
  const signs = [...text]
  return signs.length > most ? `${signs.slice(0, most).join('')}……` : text
}

const STYLE = `@page { size: A4; margin: 18mm 22mm 15mm }
body { margin: 0; font: 10.5pt/1.4 "仿宋_GB2312", "仿宋", FangSong, "Noto Serif CJK SC", serif; color: #000 }
section { break-after: page } section:last-child { break-after: auto }
h1 { font: 20pt/1.3 "方正小标宋简体", "宋体", SimSun, "Noto Serif CJK SC", serif; text-align: center; margin: 0 0 2mm; overflow-wrap: anywhere }
.sub { text-align: center; margin: 0 0 4mm; font-size: 13pt }
h2 { font: 12pt/1.3 "黑体", SimHei, "Noto Sans CJK SC", sans-serif; margin: 4mm 0 1.5mm }
table { width: calc(100% - .4mm); margin: 0 .2mm; border-collapse: collapse } th, td { border: .3mm solid #777; padding: .8mm 1.5mm; font-weight: normal; overflow-wrap: anywhere }
.facts th { width: 24mm; text-align: left; background: #eef1f5 } .counts th { background: #eef1f5 } .counts td { text-align: right }
ol { margin: 0; padding-left: 7mm } li { overflow-wrap: anywhere } p { margin: 1mm 0 } .foot { margin-top: 4mm; font-size: 9.5pt }`
