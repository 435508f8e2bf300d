import type { Block, Document, Note } from '../../model/document.ts'
import { isSubsequence } from '../../model/subsequence.ts'
import { oneLine, withPlainDigits } from '../label.ts'

export type Identity = {
  readonly title: string | null
  readonly authority: string | null
  readonly year: number | null
  readonly notes: readonly Note[]
  /** The block behind the title, where the body begins. */
  readonly bodyFrom: number
}

const REPORT =
  /(?:(?:政府|政务)?信息公开|政务公开)(?:工作)?(?:开展)?(?:情况)?的?(?:年度工作报告|工作年度报告|年度报告|工作报告|工作年报|年报|报告)/
const YEAR = /((?:19|20)\d{2})\s*[年\-—]?\s*(?:度|年度)?/
/** How the name of a body ends. */
export const BODY_SUFFIX =
  /(?:政府|办公室|办公厅|政府办|局|委员会|委|部|处|厅|院|署|司|中心|管委会|街道|街道办|办事处|镇|乡|区|县|市|省|站|队|所|校|社|公司|协会|联合会|会)$/
const PUBLISHER =
  /^(?:发布机构|发布单位|公开机构|公开单位|所属机构|责任部门|责任单位|发文机关|发文机构|制作单位|信息来源|来源|单位)$/
/** How a line looks that may hold a label of `PUBLISHER`. */
const LABEL_END = /[构位门关源][:\n]/
const LONGEST_TITLE = 80

/** What one part of the document says of the report; `where` names the part for officers. */
type Witness<Value> = { readonly where: string; readonly says: Value | null }

/** Title, authority and report year, each from the best witness there is; witnesses that disagree are noted, never outvoted in silence. */
export function identify(document: Document, blocks: readonly Block[], firstSection: number, name: string): Identity {
  const title = findTitle(document, blocks, firstSection)
  const pageTitle = titleOfPage(document)
  const { authority, notes } = findAuthority(blocks, firstSection, { title, pageTitle })
  const { year, notes: yearNotes } = findYear(document, blocks, firstSection, { title, pageTitle, name })
  return { title: title?.text ?? null, authority, year, notes: [...notes, ...yearNotes], bodyFrom: title?.end ?? 0 }
}

/** The title of the report and the one that the page carries in its head. */
type Titles = { readonly title: Title | null; readonly pageTitle: string | null }

function findAuthority(
  blocks: readonly Block[],
  firstSection: number,
  { title, pageTitle }: Titles,
): { readonly authority: string | null; readonly notes: readonly Note[] } {
  const fromTitle = title ? authorityOfTitle(title.text) : null
  const fromText = authorityOfText(blocks, title?.end ?? 0, firstSection)
  const publisher = publisherOf(blocks, firstSection)
  const signed = signatureOf(blocks, firstSection)
  const fromPage = pageTitle === null ? null : authorityOfTitle(pageTitle)
  // A line before the title may be the name of the site: what the text says of itself is the better witness.
  const inReport = (title?.joined && fromText && !sameBody(fromText, fromTitle ?? '') ? fromText : fromTitle) ?? fromText
  const authority = inReport ?? signed ?? fromPage ?? publisher
  const notes: Note[] = []
  if (!inReport && signed) {
    notes.push({ code: 'authority-from-signature', message: `标题和正文未写明机关名称，按落款取“${signed}”。` })
  } else if (!inReport && !fromPage && publisher) {
    notes.push({ code: 'authority-from-label', message: `标题和正文未写明机关名称，按页面“发布机构”一栏取“${publisher}”。` })
  }
  const witnesses: readonly Witness<string>[] = [
    { where: '标题', says: fromTitle },
    { where: '正文', says: fromText },
    { where: '网页标题', says: fromPage },
    { where: '落款', says: signed },
    { where: '发布机构', says: publisher },
  ]
  const others = witnesses.filter(({ says }) => says !== null && authority !== null && !sameBody(says, authority))
  if (others.length > 0) {
    const told = others.map(({ where, says }) => `${where}为“${says}”`).join('，')
    notes.push({ code: 'authority-conflict', message: `机关名称不一致：取“${authority}”，但${told}，请核实。` })
  }
  return { authority, notes }
}

/** The title that the page carries in its head, where it names the report; other parts of it name the site and its column. */
function titleOfPage({ meta, title }: Document): string | null {
  const carried = [...meta.filter(({ name }) => /^articletitle$/i.test(name)).map(({ content }) => content), title ?? '']
  for (const each of carried) {
    const part = oneLine(each)
      .split(/[-|｜—]+/)
      .find((piece) => REPORT.test(piece))
    if (part) return cleanTitle(part)
  }
  return null
}

const SIGNATURE_DATE = /^[（(]?(?:19|20)\d{2}年\d{1,2}月\d{1,2}日[）)]?$/

/** The body that signed: its name on the line over the last date, or before it on the same line. */
function signatureOf(blocks: readonly Block[], firstSection: number): string | null {
  for (let index = blocks.length - 1; index > firstSection; index -= 1) {
    const block = blocks[index]!
    if (block.kind !== 'paragraph' || block.text.length > LONGEST_SIGNATURE || !/[日]/.test(block.text)) continue
    const text = withPlainDigits(block.text.replaceAll('元月', '一月')).replace(/\s+/g, '')
    const name = /^(.{3,40}?)[（(]?(?:19|20)\d{2}年\d{1,2}月\d{1,2}日[）)]?$/.exec(text)?.[1]
    const above = blocks[index - 1]
    const line = SIGNATURE_DATE.test(text) && above?.kind === 'paragraph' ? oneLine(above.text) : name
    if (line && line.length >= 3 && isBodyName(line) && BODY_SUFFIX.test(line)) return line
  }
  return null
}

const LONGEST_SIGNATURE = 60

/** Whether one name is a short form of the other: `市发改局` and `某市发展和改革局` share their ends and their order of characters. */
export function sameBody(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  if (long.includes(short) || isOfficeOf(short, long) || isOfficeOf(long, short)) return true
  return isSubsequence(short, long)
}

/** Whether the first is the government or its office of the place that the second names: 县人民政府办公室 and 青禾县. */
function isOfficeOf(office: string, name: string): boolean {
  const place = /^(.*[省市县区州旗盟乡镇])(?:人民)?政府(?:办公[室厅]|办)?$/.exec(office)?.[1]
  return place !== undefined && name.endsWith(place)
}

const NO_TITLE =
  /[。；]|根据|本报告|^首页|^当前位置|^您现在|^(?:上|下)一[篇条]|^相关|^附件|通知|索\s*引\s*号|发文字号|文件编号|(?:组配|主题)分类|^>|>>/

/** Marks of a line cut out of running text, which names the form, its circular or this report in passing. */
const MID_SENTENCE = /〔|格式|现将|编制|要求|[，,：、]$|.《[^》]*$|》[^（(]/

/** `joined`: the body's name stood on a line of its own before the title. */
type Title = { readonly text: string; readonly end: number; readonly joined: boolean }

function findTitle(document: Document, blocks: readonly Block[], firstSection: number): Title | null {
  const candidates: (Title & { score: number })[] = []
  const limit = Math.min(firstSection, blocks.length)
  for (let index = 0; index < limit; index += 1) {
    const block = blocks[index]!
    if (block.kind !== 'paragraph' || block.text.length > LONGEST_TITLE) continue
    const { text, end } = withLineBehind(blocks, index, limit)
    if (!REPORT.test(text) || NO_TITLE.test(text) || MID_SENTENCE.test(text)) continue
    const whole = withLinesBefore(blocks, index, text)
    const labelled = /^(?:标题|名称|信息名称)[:：]/.test(whole)
    const clean = cleanTitle(whole)
    const score =
      (YEAR.test(withPlainDigits(clean)) ? 2 : 0) +
      (authorityOfTitle(clean) ? 2 : 0) +
      (block.heading === null ? 0 : 1) +
      (labelled ? -0.5 : 0) +
      (/[_|｜]|-.{2,}$/.test(clean) ? -0.5 : 0) +
      index / (limit * 4)
    const joined = authorityOfTitle(cleanTitle(text)) === null && authorityOfTitle(clean) !== null
    candidates.push({ text: clean, end, joined, score })
  }
  const ranked = candidates.toSorted((a, b) => b.score - a.score)
  const best = ranked[0] && (ranked.find((each) => isFuller(each.text, ranked[0]!.text)) ?? ranked[0])
  if (best && best.score >= 1)
    return { ...best, end: Math.max(...candidates.filter((each) => each.score >= 1).map((each) => each.end)) }
  const outside = [
    ...document.meta.filter(({ name }) => /^(?:articletitle|title)$/i.test(name)).map(({ content }) => content),
    document.title ?? '',
  ]
    .map((each) => cleanTitle(oneLine(each)))
    .map((each) => each.split(/[-_|｜—]/).find((part) => REPORT.test(part)))
    .find((each) => each !== undefined)
  if (outside && YEAR.test(outside)) return { text: outside, end: best?.end ?? 0, joined: false }
  if (best) return best
  return runInTitle(blocks, limit) ?? (outside ? { text: outside, end: 0, joined: false } : null)
}

/** Whether one title says the same as another with the name of the body in full: the other lost the line with its first words. */
function isFuller(title: string, other: string): boolean {
  const [full, short] = [authorityOfTitle(title), authorityOfTitle(other)]
  if (full === null || short === null || full === short || !full.endsWith(short) || yearIn(title) !== yearIn(other)) return false
  return BODY_SUFFIX.test(full.slice(0, -short.length))
}

/** The line, with the next one where its words or its bracket run on: `…政府信息公开工作` and `年度报告`, or `（2024年度）` below. */
function withLineBehind(blocks: readonly Block[], index: number, limit: number): { readonly text: string; readonly end: number } {
  const block = blocks[index]!
  const next = index + 1 < limit ? blocks[index + 1] : undefined
  const text = block.kind === 'paragraph' ? oneLine(block.text) : ''
  const alone = { text, end: index + 1 }
  if (text === '' || text.length > LONGEST_TITLE || next?.kind !== 'paragraph' || next.text.length > 40) return alone
  const behind = oneLine(next.text)
  const isBroken = !REPORT.test(text) && !REPORT.test(behind) && BROKEN_END.test(behind) && ENDS_REPORT.test(text + behind)
  const isRemark = REPORT.test(text) && (/[（(][^）)]{0,8}$/.test(text) ? /^[^（(]{0,10}[）)]$/ : REMARK_BELOW).test(behind)
  if (!isRemark && !isBroken) return alone
  return { text: text + behind, end: index + 2 }
}

/** The end of the title on a line of its own. */
const BROKEN_END = /^[^，。；：、]{0,14}[告报](?:[（(].{0,12}[）)])?》?$/
const ENDS_REPORT = new RegExp(`${REPORT.source}(?:[（(].{0,12}[）)])?》?$`)
const REMARK_BELOW = /^[（(](?:(?:19|20)\d{2}年?度?|(?:图片|超链|文字|公开|更正)版?)[）)]$/

const RUN_IN_TITLE = new RegExp(
  `(?:^|[\\s:：>])((?:[^\\s，。；：:>《》]{2,40}?(?:19|20)\\d{2}年?度?|(?:19|20)\\d{2}年度?[^\\s，。；：:>《》]{2,30}?)${REPORT.source})`,
)

/** A title that the text behind it runs into, as where all line breaks were lost. */
function runInTitle(blocks: readonly Block[], limit: number): Title | null {
  for (const block of blocks.slice(0, Math.min(limit, 40))) {
    if (block.kind !== 'paragraph' || block.text.length <= LONGEST_TITLE) continue
    const match = RUN_IN_TITLE.exec(block.text.slice(0, 300))
    if (match && authorityOfTitle(match[1]!)) return { text: cleanTitle(match[1]!), end: 0, joined: false }
  }
  return null
}

/** A title broken over lines: the name of the body, the year and the words 年度报告 may each have one. */
function withLinesBefore(blocks: readonly Block[], index: number, text: string): string {
  const own = blocks[index]!
  const heading = own.kind === 'paragraph' ? own.heading : null
  let whole = text
  let seen = 0
  for (let before = index - 1; before >= 0 && seen < 3; before -= 1) {
    const block = blocks[before]!
    if (block.kind !== 'paragraph' || (block.heading === null) !== (heading === null)) break
    const line = oneLine(block.text)
    if (line === '') continue
    seen += 1
    const start = whole.replace(/^《/, '')
    const needsYear = !YEAR.test(withPlainDigits(start))
    const needsName = authorityOfTitle(start) === null
    if (line.length > 40 || REPORT.test(line) || /[:：。；，]|首页|当前位置|打印|字号/.test(line)) break
    const givesYear = needsYear && /(?:19|20)\d{2}\s*年?度?$/.test(withPlainDigits(line))
    const givesName = needsName && (BODY_SUFFIX.test(line) || givesYear)
    const runsOn = needsName
      ? namesAll(line + whole)
      : isNamedBehind(blocks, index, `${line.replace(YEAR, '')}${authorityOfTitle(start)}`)
    if (!givesYear && !givesName && !runsOn) break
    whole = line + whole
  }
  return whole
}

/** Whether lines that a word runs across make a title together: `某县水务局2024年政` and `府信息公开工作年度报告`. */
function namesAll(title: string): boolean {
  return YEAR.test(withPlainDigits(title)) && BODY_SUFFIX.test(authorityOfTitle(cleanTitle(title)) ?? '')
}

/** Whether the text behind the title calls the body by a name that two lines give together. */
function isNamedBehind(blocks: readonly Block[], title: number, name: string): boolean {
  return (
    isBodyName(name) &&
    openingOf(blocks, title + 1, title + 20)
      .replaceAll('\n', '')
      .includes(name)
  )
}

function cleanTitle(text: string): string {
  return oneLine(text)
    .replace(/^(?:标题|名称|信息名称)[:：]\s*/, '')
    .replace(/^[#*\s《]+|[》\s]+$/g, '')
}

/** The body that a title names; null where it names none. */
export function authorityOfTitle(title: string): string | null {
  const text = withPlainDigits(title)
    .replace(/[\s_]+/g, '')
    .replace(/[（(](?:图片版|超链版|图解|文字版|全文|公开版)[）)]/g, '')
  const found = REPORT.exec(text)
  if (!found) return null
  let head = text.slice(0, found.index)
  // In 某县人民政府信息公开… the word 政府 belongs to both.
  if (found[0].startsWith('政府') && /人民$/.test(head)) head += '政府'
  const parts = head.split(/(?:19|20)\d{2}年?(?:度|年度)?|[X×Ｘxⅹ]{2,}年?度?/)
  const name = parts
    .map((part) => part.replace(/^(?:关于|《|“)+|(?:关于|的|》|”|开展|公布|发布|年度?)+$/g, '').replace(/[（(]$|^[）)]/g, ''))
    .filter((part) => part !== '')
    .at(0)
  return name && isBodyName(name) ? name : null
}

/** The rest of a name whose place stands elsewhere. */
const GENERIC =
  /^(?:(?:局|委|厅|镇|乡|街道|机关|党政|综合)+办(?:公室)?|政府|政务|管理委员会|管委会|人民政府|办公室|办事处|委员会|分局|街道办事处)$/

function isBodyName(name: string): boolean {
  return (
    name.length >= 2 &&
    name.length <= 42 &&
    /^[\p{Script=Han}（）()·、\dA-Za-z]+$/u.test(name) &&
    /\p{Script=Han}{2}/u.test(name) &&
    !GENERIC.test(name) &&
    !/报告|公开|首页|当前位置|栏目|共和国$|^(?:[本我您各]|全[省市县区州旗镇乡]|关于|一图|图解|解读|长图|速览)|^[XxＸ×某]+$|^年$/.test(
      name,
    )
  )
}

const OF_REPORT = '(?:政府|政务)?信息公开(?:工作)?(?:情况)?(?:年度)?(?:工作)?(?:报告|年报)'
/** A title of the report itself in the text, as between 《》. */
const QUOTED =
  /《(?:(?<before>(?:19|20)\d{2})年度?)?(?<name>[^《》，。；：、]{2,40}?)(?:(?<behind>(?:19|20)\d{2})年度?)?(?:政府|政务)信息公开(?:工作)?(?:年度)?(?:工作)?(?:报告|年报)》/
/** How a text without titles and brackets names the body whose report it is. */
const NAMED: readonly RegExp[] = [
  /(?:现将|公布|发布|公开|将)([^，。；：、“”]{2,40}?)(?:19|20)\d{2}年度?(?:政府|政务)信息公开/,
  new RegExp(`(?:公布|发布|(?:编制|制定)(?!并))([^，。；：、“”]{2,40}?)(?:19|20)\\d{2}年度?${OF_REPORT}`),
  /(?:公布|发布|(?:编制|制定)(?!并))([^，。；：、“”]{2,40}?)(?:政府|政务)信息公开工作(?:19|20)\d{2}年度?(?:报告|年报)/,
  new RegExp(`(?:现将|公布|发布|公开|编制了?|梳理)(?:19|20)\\d{2}年度?([^，。；：、“”]{2,40}?)${OF_REPORT}`),
  /由([^，。；：、“”]{3,40}?)(?:负责)?(?:(?:根据|按照|依据|依照|结合|综合)[^，。；]{0,40}?)?(?:组织)?(?:编制|编写)/,
  /由([^，。；：、“”]{3,40}?)(?:根据|按照|依据|依照|结合)/,
  /(?:结合|按照)(?:19|20)\d{2}年度?([^，。；：、“”]{3,40}?)(?:政府|政务)信息公开工作[^，。；]{0,8}编制/,
  /(?:^|[，。\n])\s*([^，。；：、“”]{3,40}?)(?:认真)?(?:组织)?(?:编制|编写)了?(?:19|20)\d{2}年度?(?:政府|政务)信息公开/,
  /(?:^|[，。\n])\s*([^，。；：、“”]{3,40}?)特?向社会(?:公开)?(?:公布|发布)/,
  /(?:^|[。\n])\s*((?!为|根据|依据|按照|按|这)[^，。；：、“”]{3,40}?)(?:19|20)\d{2}年度?(?:政府|政务)信息公开(?:工作)?(?:年度)?(?:报告|年报)/,
]

/** The body that a text says it reports on: in its own title between 《》, or in a sentence. */
function nameIn(printed: string): string | null {
  const quoted = QUOTED.exec(printed.replace(/\s+/g, ''))?.groups?.name
  if (quoted && isBodyName(quoted) && BODY_SUFFIX.test(quoted)) return quoted
  const text = withoutAsides(printed)
  const unbroken = text.replaceAll('\n', '')
  for (const pattern of NAMED) {
    const name = (pattern.exec(text) ?? pattern.exec(unbroken))?.[1]?.replace(/^(?:本报告)+/, '')
    const body = name === undefined ? null : withoutDesk(name)
    if (body && isBodyName(body) && BODY_SUFFIX.test(body)) return body
  }
  return null
}

/** The lines of a section that speak of this report; what others do by what order names no author. */
function linesOnReport(text: string): string {
  return text
    .slice(0, 800)
    .split('\n')
    .filter((line) => /年度报告|年报|本报告/.test(line))
    .join('\n')
}

function authorityOfText(blocks: readonly Block[], from: number, firstSection: number): string | null {
  const named = nameIn(openingOf(blocks, from, firstSection)) ?? nameIn(linesOnReport(openingText(blocks, firstSection)))
  if (named) return named
  const section = blocks[firstSection + 1]
  if (section?.kind !== 'paragraph') return null
  const subject =
    /^\s*(?:19|20)\d{2}年(?:度|以来)?[，,]([^，。；、“”]{3,30}?)(?:全面|认真|坚持|深入|严格|始终|积极|高度|持续|切实|贯彻|围绕|按照|在|以)/.exec(
      section.text,
    )?.[1]
  return subject && isBodyName(subject) && BODY_SUFFIX.test(subject) && !/^[市区县省乡镇街道]/.test(subject) ? subject : null
}

/** 高新区(滨江)财政局 has its bracket inside the name. */
const PART_OF_NAME = /^(?!.*[称令])[\p{Script=Han}、]{2,6}$/u

/** The text without titles of papers and without brackets, which name other bodies. */
function withoutAsides(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(',', '，')
    .replaceAll(':', '：')
    .replaceAll(';', '；')
    .replace(/《[^《》]*》/g, '')
    .replace(/\(([^()]*)\)/g, (all, inside: string) => (PART_OF_NAME.test(inside) ? all : ''))
}

/** 某市人民政府信息公开办公室 is a desk of 某市人民政府. */
function withoutDesk(name: string): string {
  return name.replace(
    /(?<body>(?<=人民)政府)?(?:政府)?(?:信息|政务)公开(?:工作)?(?:领导小组)?(?:办公室|办|处|科)?$/,
    (_all, body: string | undefined) => body ?? '',
  )
}

function openingOf(blocks: readonly Block[], from: number, firstSection: number): string {
  let text = ''
  for (let index = from; index < Math.min(firstSection, blocks.length) && text.length < 800; index += 1) {
    const block = blocks[index]!
    if (block.kind === 'paragraph') text += `${oneLine(block.text)}\n`
  }
  return text
}

/** What a page prints behind the name of the publisher, sometimes without a blank. */
const NEXT_LABEL = /字号|字体|发布|时间|日期|浏览|点击|阅读|作者|编辑|打印/

function publisherOf(blocks: readonly Block[], firstSection: number): string | null {
  for (let index = 0; index < Math.min(firstSection, blocks.length, 400); index += 1) {
    const block = blocks[index]!
    if (block.kind === 'picture') continue
    const lines = block.kind === 'grid' ? gridLines(block.rows.slice(0, 20)) : [block.text]
    for (const line of lines) {
      if (line.length > 200) continue
      const normal = line.normalize('NFKC')
      if (!LABEL_END.test(normal)) continue
      const text = normal.replace(/(?<=\p{Script=Han})[ \t\u3000]+(?=\p{Script=Han}[:： ])/gu, '')
      for (const match of text.matchAll(/(\p{Script=Han}{2,4})[:\n]\s*([\p{Script=Han}（）()]{3,40})/gu)) {
        const name = match[2]!.split(NEXT_LABEL)[0]!
        if (PUBLISHER.test(match[1]!) && isBodyName(name) && BODY_SUFFIX.test(name.replace(/[（(][^（）()]*[）)]$/, '')))
          return name
      }
    }
  }
  return null
}

function gridLines(rows: readonly (readonly ({ readonly text: string } | null)[])[]): string[] {
  return rows.map((row) =>
    row.map((cell, index) => (cell && cell !== row[index - 1] ? cell.text.replace(/\s+/g, '') : '')).join('\n'),
  )
}

function findYear(
  document: Document,
  blocks: readonly Block[],
  firstSection: number,
  { title, pageTitle, name }: Titles & { readonly name: string },
): { readonly year: number | null; readonly notes: readonly Note[] } {
  const opening = openingOf(blocks, title?.end ?? 0, Math.min(firstSection + 2, blocks.length)).slice(0, 1200)
  const witnesses: readonly Witness<number>[] = [
    { where: '标题', says: title ? yearIn(title.text) : null },
    { where: '正文', says: yearOfStatement(opening) },
    { where: '统计期限', says: yearOfPeriod(opening) },
    { where: '网页标题', says: pageTitle === null ? null : yearIn(pageTitle) },
    { where: '网址', says: yearOfAddress(name) },
    { where: '表名', says: yearOfCaption(blocks, firstSection) },
  ]
  const year = witnesses.find(({ says }) => says !== null)?.says ?? null
  if (year === null) return guessYear(document, blocks, firstSection)
  const others = witnesses.filter(({ says }) => says !== null && says !== year)
  if (others.length === 0) return { year, notes: [] }
  const told = others.map(({ where, says }) => `${where}为${says}年`).join('，')
  const first = witnesses.find(({ says }) => says !== null)!.where
  return { year, notes: [{ code: 'year-conflict', message: `报告年度不一致：${first}为${year}年，但${told}，请核实。` }] }
}

function yearOfPeriod(opening: string): number | null {
  const plain = withPlainDigits(opening).normalize('NFKC')
  const period = /统计(?:期|时)限?[^。]{0,12}?((?:19|20)\d{2})年1?月?/.exec(plain) ?? /自?((?:19|20)\d{2})年1月1日/.exec(plain)
  return period ? Number(period[1]) : null
}

/** 现将2024年某局政府信息公开工作报告如下: the name stands between. */
const STATED = new RegExp(
  `(?:现将|公布|发布|公开|编制了?|梳理)[^，。；：、\\d]{0,30}?((?:19|20)\\d{2})年度?[^，。；：、\\d]{0,30}?${OF_REPORT}`,
)

/** 现公布某局2024年政府信息公开工作年度报告; titles of circulars in the same words are left out. */
function yearOfStatement(opening: string): number | null {
  const plain = withPlainDigits(opening).replace(/《[^《》]*》/g, '')
  const said =
    /(?<![\d至])((?:19|20)\d{2})年度?(?:政府|政务)信息公开(?:工作)?(?:情况)?(?:的)?(?:年度)?(?:工作)?(?:报告|年报)/.exec(plain) ??
    STATED.exec(plain)
  const quoted = QUOTED.exec(withPlainDigits(opening).replace(/\s+/g, ''))?.groups
  const year = said?.[1] ?? quoted?.before ?? quoted?.behind
  return year === undefined ? null : Number(year)
}

function yearOfAddress(name: string): number | null {
  const parameter = /[?&](?:fbtime|nbYear|year)=((?:19|20)\d{2})\b/i.exec(name)
  return parameter ? Number(parameter[1]) : null
}

/** `2024年度收到和处理政府信息公开申请情况统计表`, as a line of its own over a table. */
function yearOfCaption(blocks: readonly Block[], firstSection: number): number | null {
  for (let index = firstSection + 1; index < blocks.length; index += 1) {
    const block = blocks[index]!
    if (block.kind !== 'paragraph' || block.text.length > 40 || !block.text.trimEnd().endsWith('表')) continue
    const caption = /^[^，。；]{0,12}?((?:19|20)\d{2})年度?[^，。；]{0,24}(?:统计表|情况表)$/.exec(
      withPlainDigits(oneLine(block.text)),
    )
    if (caption) return Number(caption[1])
  }
  return null
}

/** How the first section says its year, the surest way first. */
const GUESSES: readonly RegExp[] = [
  /(?:^|\n|。)\s*((?:19|20)\d{2})年(?:度|以来)?[，,]/,
  /(?:^|\n|。)\s*((?:19|20)\d{2})年度?(?=[我本全]|[市县区镇乡局委厅])/,
  /截[至止]((?:19|20)\d{2})年(?:12月31日|底)/,
]

function guessYear(
  document: Document,
  blocks: readonly Block[],
  firstSection: number,
): { readonly year: number | null; readonly notes: readonly Note[] } {
  const text = withPlainDigits(openingText(blocks, firstSection))
  const guess = GUESSES.map((pattern) => pattern.exec(text)).find((match) => match !== null)
  if (guess) {
    const message = `标题和统计期限均未写明年度，按正文首句取${guess[1]}年，请核实。`
    return { year: Number(guess[1]), notes: [{ code: 'year-guessed', message }] }
  }
  const published = document.meta.find(({ name: each }) => /^pubdate$/i.test(each))
  const year = published ? yearIn(published.content) : null
  if (!year) return { year: null, notes: [] }
  return {
    year: year - 1,
    notes: [{ code: 'year-guessed', message: `未写明报告年度，按发布年份推定为${year - 1}年，请核实。` }],
  }
}

function openingText(blocks: readonly Block[], firstSection: number): string {
  if (firstSection >= blocks.length) return ''
  return openingOf(blocks, firstSection + 1, Math.min(firstSection + 4, blocks.length))
}

function yearIn(text: string): number | null {
  const match = /(?<!\d)((?:19|20)\d{2})(?!\d)/.exec(withPlainDigits(text))
  const year = match ? Number(match[1]) : 0
  return year >= 2003 && year <= 2099 ? year : null
}
