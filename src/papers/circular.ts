import type { Db } from '../../db/connect.ts'
import { listFilings, type PaperFiling, type PaperFinding, streamFindings } from '../../db/papers.ts'
import { FAMILY_TITLES, type Family } from '../model/finding.ts'
import type { PaperRequest } from '../model/paper.ts'
import type { Paragraph } from './docx.ts'
import type { TemplateData } from './fill-template.ts'
import { positionInWords } from './notice.ts'
import type { OfficeSettings } from './office-settings.ts'
import { dayInWords, messageOf } from './words.ts'

/** 通报稿 as we have it; an office may put a `circular.docx` of its own in its place. */
export const CIRCULAR_TEMPLATE: readonly Paragraph[] = [
  ['note', '（{{稿件说明}}）'],
  ['title', '关于{{范围}}{{年度}}年度政府信息公开工作年度报告核查情况的通报'],
  ['to', '各有关单位：'],
  [
    'body',
    '根据《中华人民共和国政府信息公开条例》有关规定，对{{范围}}{{年度}}年度政府信息公开工作年度报告的发布情况和内容进行了核查。现将有关情况通报如下。',
  ],
  ['heading', '一、总体情况'],
  [
    'body',
    '应发布年度报告的单位{{应发布}}家，已发布{{已发布}}家。其中，按期发布{{按期}}家，逾期发布{{逾期}}家，截至核查时未发现{{未发现}}家。{{其他情况}}',
  ],
  ['body', '经核查确认，{{问题单位数}}家单位的年度报告共存在{{问题数}}个问题，其中已整改{{已整改数}}个。'],
  ['heading', '二、存在的主要问题'],
  ['note', '{{#类别}}'],
  ['body', '（{{序号}}）{{名称}}。涉及{{单位数}}家单位{{问题数}}个问题。'],
  ['note', '{{#案例}}'],
  ['body', '例如，{{单位}}：{{描述}}（{{位置}}{{已整改}}）'],
  ['note', '{{/案例}}'],
  ['note', '{{/类别}}'],
  ['heading', '三、未按时公布的单位'],
  ['body', '未发现年度报告的单位（{{未发现}}家）：{{未发现名单}}。'],
  ['body', '逾期公布的单位（{{逾期}}家）：{{逾期名单}}。'],
  ['heading', '四、工作要求'],
  [
    'body',
    '各有关单位要对照通报的问题限期整改，认真做好核实、校对，更正后重新发布；未公布年度报告的单位要尽快公布。要举一反三，进一步提高年度报告的及时性、规范性和准确性。',
  ],
  ['sign', '{{办公室}}'],
  ['sign', '{{日期}}'],
]

/** Typical cases of a family, each of another authority. */
const MOST_CASES = 3
const FAMILIES: readonly Family[] = ['late', 'incomplete', 'inaccurate', 'copied']
const ORDINALS = ['一', '二', '三', '四'] as const

type Tally = { readonly family: Family; readonly filers: Set<string>; count: number; cases: readonly PaperFinding[] }

type Found = {
  readonly tallies: readonly Tally[]
  readonly filers: number
  readonly rectified: number
  readonly undecided: number
}

type CircularParts = { readonly settings: OfficeSettings; readonly whose: string }

/** What the circular says: only what officers confirmed; what waits for them is told to whoever finishes the draft. */
export async function circularOf(db: Db, request: PaperRequest, { settings, whose }: CircularParts): Promise<TemplateData> {
  const found = await tallyOf(streamFindings(db, request, ['undecided', 'confirmed', 'notified', 'rectified']))
  const filings = (await listFilings(db, request)).filter(({ status }) => status !== 'exempt')
  const named = (status: PaperFiling['status']) => filings.filter((filing) => filing.status === status)
  const [missing, late] = [named('not-found'), named('late')]
  const confirmed = found.tallies.reduce((sum, { count }) => sum + count, 0)
  return {
    稿件说明: draftNote(found, filings),
    范围: whose,
    年度: String(request.year),
    应发布: String(filings.length),
    已发布: String(filings.filter(({ reportId }) => reportId !== null).length),
    按期: String(named('on-time').length),
    逾期: String(late.length),
    未发现: String(missing.length),
    其他情况: othersOf(filings),
    问题单位数: String(found.filers),
    问题数: String(confirmed),
    已整改数: String(found.rectified),
    类别: found.tallies.filter(({ count }) => count > 0).map(familyOf),
    未发现名单: namesOf(missing),
    逾期名单: namesOf(late),
    办公室: settings.office ?? '（请填写发文机关）',
    日期: dayInWords(request.date),
  }
}

function familyOf({ family, filers, count, cases }: Tally, index: number): TemplateData {
  return {
    序号: ORDINALS[index]!,
    名称: FAMILY_TITLES[family].zh,
    单位数: String(filers.size),
    问题数: String(count),
    案例: cases.map((finding) => ({
      单位: finding.authority,
      描述: messageOf(finding),
      位置: positionInWords(finding),
      已整改: finding.status === 'rectified' ? '，已整改' : '',
    })),
  }
}

function namesOf(filings: readonly PaperFiling[]): string {
  return filings.length === 0 ? '无' : filings.map(({ authority }) => authority).join('、')
}

/** What is neither on time nor late nor missing, so that the figures add up. */
function othersOf(filings: readonly PaperFiling[]): string {
  const kinds = [
    ['late-doubtful', '发布日期存疑待核实'],
    ['not-assessable', '暂无法判断'],
    ['not-due', '尚未到期'],
    [null, '尚未核算'],
  ] as const
  const told = kinds
    .map(([status, words]) => [words, filings.filter((filing) => filing.status === status).length] as const)
    .filter(([, count]) => count > 0)
    .map(([words, count]) => `${words}${count}家`)
  return told.length === 0 ? '' : `另有${told.join('，')}。`
}

function draftNote({ undecided }: Found, filings: readonly PaperFiling[]): string {
  const doubtful = filings.filter(({ status }) => status === 'late-doubtful')
  return [
    '草稿，定稿前删去本段。只列经人工确认的问题。',
    undecided === 0 ? '' : `另有${undecided}个问题待核实，未计入。`,
    doubtful.length === 0 ? '' : `发布日期存疑、未列为逾期的单位：${namesOf(doubtful)}。`,
  ].join('')
}

async function tallyOf(findings: AsyncIterable<PaperFinding>): Promise<Found> {
  const tallies = FAMILIES.map((family): Tally => ({ family, filers: new Set(), count: 0, cases: [] }))
  const filers = new Set<string>()
  let [rectified, undecided] = [0, 0]
  for await (const finding of findings) {
    if (finding.status === 'undecided') {
      undecided += 1
      continue
    }
    const tally = tallies.find(({ family }) => family === finding.family)!
    filers.add(finding.filer)
    tally.filers.add(finding.filer)
    tally.count += 1
    tally.cases = withCase(tally.cases, finding)
    if (finding.status === 'rectified') rectified += 1
  }
  return { tallies, filers: filers.size, rectified, undecided }
}

const SEVERITY_RANKS = { error: 0, warning: 1, info: 2 } as const

/** The most telling cases, one an authority: the graver first, then those of the greater difference, then as they come. */
function withCase(cases: readonly PaperFinding[], finding: PaperFinding): readonly PaperFinding[] {
  const best = [...cases, finding].toSorted(
    (a, b) =>
      SEVERITY_RANKS[a.severity] - SEVERITY_RANKS[b.severity] || Math.abs(b.difference ?? 0) - Math.abs(a.difference ?? 0),
  )
  return best.filter(({ filer }, index) => best.findIndex((other) => other.filer === filer) === index).slice(0, MOST_CASES)
}
