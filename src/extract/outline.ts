import type { Block, Paragraph } from '../model/document.ts'
import type { Section } from '../model/report.ts'
import { SECTION_TITLES } from '../model/template.ts'
import { likeness, normaliseLabel, oneLine } from './label.ts'

/** Where the parts of a report stand among its blocks. */
export type Outline = {
  /** The blocks with headings set apart from text that ran on behind them. */
  readonly blocks: readonly Block[]
  /** In printed order. `at` is the block of the heading, `end` the block after the section. */
  readonly parts: readonly (SectionHead & { readonly at: number; readonly end: number })[]
  /** The title of another report that begins behind the last part; it is left out. */
  readonly another: string | null
}

type SectionHead = Pick<Section, 'number' | 'title' | 'printedNumber'>

const TITLES: readonly RegExp[] = [
  /(?:总体情况|概述|总体概况)/,
  /(?:行政机关)?主动公开政府信息的?情况/,
  /(?:收到和处理政府信息公开申请的?情况|依申请公开政府信息的?情况)/,
  /(?:因)?政府信息公开(?:工作)?(?:被)?(?:申请)?(?:提起)?行政复议[、和及与]?(?:被)?(?:提起)?行政诉讼的?情况/,
  /(?:政府信息公开)?(?:工作)?(?:中)?存在的?主要?(?:困难和)?问题[、和及与]?(?:下一步)?(?:改进|整改)(?:情况|措施|打算)?/,
  /其他需要报告的?(?:其他)?事项(?:情况)?/,
]
const NORMAL_TITLES = SECTION_TITLES.map(normaliseLabel)
/** A heading that is less like a title is none. */
const LEAST_LIKENESS = 0.72
/** Enough to know a section when the heading also carries its number. */
const KEYWORDS: readonly RegExp[] = [
  /总体|概述|概况|基本情况/,
  /主动公开/,
  /依申请|收到和处理|公开申请/,
  /复议|诉讼/,
  /问题|改进/,
  /其他|需要报告|需要说明/,
]
/** A line without any of these is no heading, and need not be compared with the titles. */
const HEADING_WORDS = /[情概公复诉问改事].?\s*[况述开议讼题进项]|总\s*体/
const ORDINALS = '一二三四五六'
const LONGEST_HEADING = 46
/** No honest page names its sections more often. */
const MOST_CANDIDATES = 500
const LEVEL_ONE = /^(?:第?([一二三四五六七八九十]+)(?:[、.．，,:：\s]|部分)|([1-9])[、.．](?!\d))/
const LEVEL_TWO = /^[（(][一二三四五六七八九十\d]+[)）]/

/** Page furniture after the text of an article. */
const FURNITURE =
  /^(?:[【[]?(?:打印|关闭|打印本页|关闭窗口|返回顶部)|相关附件|相关链接|相关信息|附件下载|文件下载|上一篇|下一篇|分享到|扫一扫|责任编辑|主办单位|主办[：:]|承办[：:]|版权所有|网站标识码|网站地图|联系我们|网站声明|.{0,6}ICP备|.{0,4}公网安备|浏览次数|字号[：:])/i

/** Finds the six sections by title similarity and order. A heading is a short line of its own; text that only names the sections is none. */
export function toOutline(original: readonly Block[]): Outline {
  const inLines = candidatesOf(original)
  const blocks = splitRunInHeadings(original, inLines)
  const candidates = blocks === original ? inLines : candidatesOf(blocks)
  const chain = bestChain(candidates)
  const first = chain[0]?.at ?? Infinity
  // A section out of order is still a section: the rules tell its author.
  const strays = candidates.filter(
    (each) => each.score >= 4 && each.at > first && !chain.some((other) => other.number === each.number),
  )
  const heads = [...chain, ...strays.filter((each, index) => strays.findIndex((other) => other.number === each.number) === index)]
  heads.sort((a, b) => a.at - b.at)
  const next = nextReport(blocks, candidates, heads.at(-1)?.at ?? blocks.length)
  const end = next ?? blocks.length
  const parts = heads.map((head, index) => ({ ...headOf(head), at: head.at, end: heads[index + 1]?.at ?? end }))
  return {
    blocks: next === null ? blocks : blocks.slice(0, next),
    parts,
    another: next === null ? null : titleAt(blocks, next),
  }
}

const REPORT_TITLE = /(?:信息|政务)公开(?:工作)?(?:情况)?(?:年度报告|年度工作报告|年报|工作报告)(?:[（(].{0,12}[）)])?$/
/** So many headings behind a title make it the title of a report. */
const LEAST_HEADINGS = 4

/** Where another report begins behind the last section: a title of its own with sections of its own; null where none does. */
function nextReport(blocks: readonly Block[], candidates: readonly Candidate[], last: number): number | null {
  const later = candidates.filter(({ at, score }) => at > last && score >= 3)
  if (new Set(later.map(({ number }) => number)).size < LEAST_HEADINGS) return null
  const first = later[0]!.at
  for (let at = last + 1; at < first; at += 1) {
    const title = titleAt(blocks, at)
    if (!REPORT_TITLE.test(title)) continue
    // The same title again is the same report, once more for small screens.
    return blocks.some((_, earlier) => earlier < last && titleAt(blocks, earlier) === title) ? null : at
  }
  return null
}

/** A short line, with the next one where its words run on. */
function titleAt(blocks: readonly Block[], at: number): string {
  const [block, next] = [blocks[at], blocks[at + 1]]
  if (block?.kind !== 'paragraph' || block.text.length > 60) return ''
  const text = oneLine(block.text)
  if (REPORT_TITLE.test(text) || next?.kind !== 'paragraph' || next.text.length > 20) return text
  return text + oneLine(next.text)
}

/** The sections with their whole text, `tables` (block indexes) left out. */
export function toSections({ blocks, parts }: Outline, tables: ReadonlySet<number>): Section[] {
  const sections = parts.map(({ at, end, ...head }, index) => {
    const last = index === parts.length - 1 ? endOfArticle(blocks, at + 1, end) : end
    return { head, lines: linesOf(blocks, at + 1, last, tables) }
  })
  const wrap = wrapOf(sections.flatMap(({ lines }) => lines))
  return sections.map(({ head, lines }) => ({ ...head, text: joinLines(lines, wrapOf(lines) ?? wrap) }))
}

/** The sections of a report from before 2019, which had no fixed form: its own headings, numbered as they come. */
export function toFreeSections(blocks: readonly Block[], from = 0): Section[] {
  const heads = blocks.flatMap((block, at) => {
    if (at < from || block.kind !== 'paragraph' || block.text.length > LONGEST_HEADING || /[。；]/.test(block.text)) return []
    return /^\s*[一二三四五六七八九十]+[、.．]/.test(block.text) ? [{ at, title: titleOf(block.text) }] : []
  })
  const sections = heads.map(({ at, title }, index) => {
    const end = heads[index + 1]?.at ?? endOfArticle(blocks, at + 1, blocks.length)
    return { number: index + 1, title, lines: linesOf(blocks, at + 1, end, NO_TABLES) }
  })
  const wrap = wrapOf(sections.flatMap(({ lines }) => lines))
  return sections.map(({ number, title, lines }) => ({ number, title, text: joinLines(lines, wrapOf(lines) ?? wrap) }))
}

const NO_TABLES: ReadonlySet<number> = new Set()

/** What stands before it between the title and the text is the furniture of the page. */
const BEGINS_TEXT = /。|条例|本(?:年度)?报告|统计(?:期限|时限|时间|截止)|如下[：:]?\s*$|^\s*(?:根据|按照|依据|现将)/

/** The text between the title and the first section. */
export function toPreface({ blocks, parts }: Outline, titleEnd: number): string {
  const end = parts[0]?.at ?? Math.min(blocks.length, titleEnd + 12)
  const lines = blocks.slice(titleEnd, end).filter((block) => block.kind === 'paragraph')
  const first = lines.findIndex(({ text }) => BEGINS_TEXT.test(text))
  if (first === -1) return ''
  const opening = lines.slice(first).map(({ text }) => text.trim())
  // A short opening is set as wide as the text behind it.
  const more = linesOf(blocks, end, Math.min(blocks.length, end + 60), NO_TABLES)
  return joinLines(opening, wrapOf(opening) ?? wrapOf([...opening, ...more]))
}

/** The block from `from` on where page furniture begins, or `to`. */
export function endOfArticle(blocks: readonly Block[], from: number, to: number): number {
  for (let index = from; index < to; index += 1) {
    const block = blocks[index]!
    if (block.kind === 'paragraph' && block.text.length < 60 && FURNITURE.test(block.text.trim())) return index
  }
  return to
}

function linesOf(blocks: readonly Block[], from: number, to: number, tables: ReadonlySet<number>): string[] {
  const lines: string[] = []
  for (let index = from; index < to; index += 1) {
    const block = blocks[index]!
    if (block.kind === 'paragraph' && !tables.has(index) && block.text.trim() !== '') lines.push(block.text.trim())
  }
  return lines
}

/** In half characters; lines that are all shorter are a list. */
const NARROWEST = 30
const WIDEST = 130
const ITEM = /^(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}[、.．]|\d{1,2}[、.．)）](?!\d))/

/** The width at which a typesetter broke the lines, in half characters; null where each line is a paragraph as its author ended it. */
function wrapOf(lines: readonly string[]): number | null {
  if (lines.length < 4) return null
  const widths = lines.map(widthOf)
  const wrap = widths.toSorted((a, b) => a - b)[Math.floor(widths.length * 0.75)]!
  const full = widths.filter((width) => Math.abs(width - wrap) <= 4).length
  return wrap < NARROWEST || wrap > WIDEST || full < lines.length * 0.35 ? null : wrap
}

/** Joins lines that the typesetter broke; a paragraph that its author ended stays a line of its own. */
function joinLines(lines: readonly string[], wrap: number | null): string {
  if (wrap === null) return lines.join('\n')
  let text = ''
  for (const [index, line] of lines.entries()) {
    const before = lines[index - 1]
    // A number or an address is not broken: the line before it ends early.
    const isFull = before !== undefined && widthOf(before) + widthOf(firstWord(line)) > wrap - 4
    const isItem = wrap < 40 && ITEM.test(line)
    const runsOn = before === undefined || (isFull && !isItem && !/[。！？!?；;：:]$/.test(before))
    text += runsOn ? line : `\n${line}`
  }
  return text
}

/** What the typesetter puts on the next line as a whole. */
function firstWord(line: string): string {
  return /^(?:[\x21-\x7e]+|.)[，。；：、）》”％]*/.exec(line)?.[0] ?? ''
}

function widthOf(line: string): number {
  let width = 0
  for (let index = 0; index < line.length; index += 1) {
    const code = line.charCodeAt(index)
    width += code < 0x100 ? 1 : 2
    // The second half of a character beyond the first plane.
    if (code >= 0xd800 && code < 0xdc00 && isLowSurrogate(line.charCodeAt(index + 1))) index += 1
  }
  return width
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code < 0xe000
}

function titleOf(text: string): string {
  return oneLine(text)
    .replace(
      /^(?:第?[一二三四五六七八九十]+(?:[、.．，,:：]|部分[、：:]?)|[（(][一二三四五六七八九十\d]+[)）]|[1-9][、.．])\s*/,
      '',
    )
    .replace(/[：:。]$/, '')
}

type Candidate = {
  readonly number: number
  readonly at: number
  readonly title: string
  /** The number printed before the title, if any. */
  readonly printedNumber: number | null
  readonly score: number
}

/** What a heading says of its section. */
function headOf({ number, title, printedNumber }: Candidate): SectionHead {
  return printedNumber === null || printedNumber === number ? { number, title } : { number, title, printedNumber }
}

function candidatesOf(blocks: readonly Block[]): Candidate[] {
  const found: Candidate[] = []
  for (const [at, block] of blocks.entries()) {
    if (found.length >= MOST_CANDIDATES) break
    if (block.kind !== 'paragraph' || block.text.length > LONGEST_HEADING || !HEADING_WORDS.test(block.text)) continue
    const printed = normaliseLabel(block.text)
    if (printed.length < 2 || printed.length > 36) continue
    for (const [index, official] of NORMAL_TITLES.entries()) {
      const like = Math.max(titleLikeness(printed, index, official), keywordLikeness(block.text, index))
      if (like >= LEAST_LIKENESS)
        found.push({
          number: index + 1,
          at,
          title: titleOf(block.text),
          printedNumber: numberOf(block.text),
          score: like * 3 + formScore(block, index),
        })
    }
  }
  // Headings in a row without text between them are a table of contents.
  return found.map((each, index) => {
    const next = found[index + 1]
    const listed = next !== undefined && next.number === each.number + 1 && next.at - each.at <= 1
    return listed ? { ...each, score: each.score - 2 } : each
  })
}

function titleLikeness(printed: string, index: number, official: string): number {
  if (printed === official) return 1
  const match = TITLES[index]!.exec(printed)
  if (match && match[0].length >= printed.length - 2) return 0.97
  return printed.length >= 4 ? likeness(printed, official, LEAST_LIKENESS) : 0
}

function keywordLikeness(text: string, index: number): number {
  if (text.length > 30 || /[。；]/.test(text)) return 0
  return ordinalOf(text) === ORDINALS[index] && KEYWORDS[index]!.test(text) ? 0.8 : 0
}

function ordinalOf(text: string): string | undefined {
  const level = LEVEL_ONE.exec(text.trim())
  return level ? (level[1] ?? ORDINALS[Number(level[2]) - 1]) : undefined
}

/** 1 to 10 for `一、` to `十、`; null where the line begins with no such number. `1.` may be an item of a section and tells nothing. */
function numberOf(text: string): number | null {
  const number = '一二三四五六七八九十'.indexOf(LEVEL_ONE.exec(text.trim())?.[1] ?? ' ') + 1
  return number > 0 ? number : null
}

function formScore(block: Paragraph, index: number): number {
  const text = block.text.trim()
  const ordinal = ordinalOf(text)
  let score = block.heading === null ? 0 : 0.5
  if (ordinal === ORDINALS[index]) score += 1
  else if (ordinal !== undefined) score += 0.2
  if (LEVEL_TWO.test(text)) score -= 1.5
  if (/[，；。、]$/.test(text) || /[；。]/.test(text.slice(0, -1))) score -= 1.5
  return score
}

/** The best run of sections in official order. */
function bestChain(candidates: readonly Candidate[]): Candidate[] {
  const best: { score: number; previous: number }[] = []
  for (const [index, candidate] of candidates.entries()) {
    let score = 0
    let previous = -1
    for (let earlier = 0; earlier < index; earlier += 1) {
      const other = candidates[earlier]!
      if (other.number >= candidate.number || other.at >= candidate.at) continue
      if (best[earlier]!.score > score) {
        score = best[earlier]!.score
        previous = earlier
      }
    }
    best.push({ score: score + candidate.score, previous })
  }
  let last = -1
  for (const [index, each] of best.entries()) if (last < 0 || each.score > best[last]!.score) last = index
  const chain: Candidate[] = []
  for (let index = last; index >= 0; index = best[index]!.previous) chain.unshift(candidates[index]!)
  return chain.filter((each) => each.score >= 1)
}

/** Sets headings apart that run into the text before or behind them, as in text from which all line breaks were lost. */
function splitRunInHeadings(blocks: readonly Block[], inLines: readonly Candidate[]): readonly Block[] {
  const missing = new Set([1, 2, 3, 4, 5, 6])
  for (const { number, score } of inLines) if (score >= 2.5) missing.delete(number)
  if (missing.size === 0) return blocks
  const cuts: { block: number; from: number; to: number }[] = []
  let limit = { block: blocks.length, from: 0 }
  for (let number = 6; number >= 1; number -= 1) {
    if (!missing.has(number)) continue
    const found = lastRunIn(blocks, number, limit)
    if (!found) continue
    cuts.push(found)
    limit = found
  }
  if (cuts.length === 0) return blocks
  return blocks.flatMap((block, index) => {
    const own = cuts.filter((cut) => cut.block === index).sort((a, b) => a.from - b.from)
    return own.length === 0 || block.kind !== 'paragraph' ? [block] : cutParagraph(block, own)
  })
}

function lastRunIn(blocks: readonly Block[], number: number, limit: { block: number; from: number }) {
  const pattern = new RegExp(`(?:${ORDINALS[number - 1]}|(?<![\\d.])${number})\\s*[、.．]\\s*${TITLES[number - 1]!.source}`, 'g')
  for (let block = Math.min(limit.block, blocks.length - 1); block >= 0; block -= 1) {
    const each = blocks[block]!
    if (each.kind !== 'paragraph' || each.text.length <= 12) continue
    const text = block === limit.block ? each.text.slice(0, limit.from) : each.text
    const match = [...text.matchAll(pattern)].at(-1)
    if (match) return { block, from: match.index, to: match.index + match[0].length }
  }
  return null
}

function cutParagraph(block: Paragraph, cuts: readonly { from: number; to: number }[]): Paragraph[] {
  const parts: Paragraph[] = []
  const add = (text: string) => {
    if (text.trim() !== '')
      parts.push({ ...block, text: text.trim(), heading: null, pieces: [{ text: text.trim(), at: block.at }] })
  }
  let end = 0
  for (const cut of cuts) {
    add(block.text.slice(end, cut.from))
    add(block.text.slice(cut.from, cut.to))
    end = cut.to
  }
  add(block.text.slice(end).replace(/^[。：:]/, ''))
  return parts
}
