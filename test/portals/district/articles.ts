import { AUTHORITIES, type HostName, type SampleAuthority, type SampleYear, sampleAuthority, YEARS } from './authorities.ts'
import { diceFor, hashOf } from './dice.ts'
import { type Night, type SampleReport, sampleReport } from './sample-report.ts'

/** What an article shows: a report on the page, a report as an attached file, or something that is not a report. */
export type Paper =
  | { readonly kind: 'report'; readonly report: SampleReport; readonly signedOn: string | null }
  | {
      readonly kind: 'attached-report'
      readonly report: SampleReport
      readonly signedOn: string | null
      readonly fileName: string
    }
  | { readonly kind: 'other'; readonly paragraphs: readonly string[]; readonly rows: readonly (readonly [string, string])[] }

/** One entry of a column with its page. */
export type Article = {
  readonly host: HostName
  readonly column: string
  readonly title: string
  readonly source: string
  /** The day that the page, the list and the meta tags give. */
  readonly date: string
  /** The day in the address, where the publishing system puts one there. */
  readonly urlDate: string
  readonly paper: Paper
}

/** Filing matters that are seeded: who is late, who is missing, whose page bears another date than its address. */
export const LATE: readonly {
  readonly authority: string
  readonly year: SampleYear
  readonly date: string
  readonly rule: string
}[] = [
  { authority: 'yl-weijianwei', year: 2025, date: '2026-02-25', rule: 'TIME-02' },
  { authority: 'yl-zhenliu', year: 2025, date: '2026-03-06', rule: 'TIME-03' },
]
export const MISSING = { authority: 'yl-shenjiju', year: 2025 } as const
export const BACKDATED = { authority: 'yl-ziranju', year: 2025, date: '2026-01-28' } as const
export const MOVED_ADDRESS = { authority: 'yl-caizhengju', year: 2024, date: '2025-01-09', urlDate: '2025-01-28' } as const

/** An authority of another city whose report stands in the shared column of the townships. */
export const FOREIGN: SampleAuthority = {
  ...sampleAuthority('yl-wangxia'),
  id: 'cp-bozhou',
  name: '澄浦市鹿鸣县柏舟镇人民政府',
  aliases: [],
  address: '澄浦市鹿鸣县柏舟镇河堤路9号',
  phone: '0100-5550200',
}

/** Papers in the columns that are no reports, and how that can be told. */
export const LOOK_ALIKES: readonly (Omit<Article, 'paper' | 'urlDate'> & {
  readonly told: 'by title' | 'by content'
  readonly paper: Extract<Paper, { kind: 'other' }>
})[] = [
  {
    host: 'main',
    column: '/zwgk/zfxxgknb/szf/',
    title: '云岚市人民政府门户网站2025年政府网站工作年度报表',
    source: '云岚市人民政府办公室',
    date: '2026-01-22',
    told: 'by title',
    paper: {
      kind: 'other',
      paragraphs: ['本表由网站主办单位按年度填报。'],
      rows: [
        ['网站名称', '云岚市人民政府门户网站'],
        ['独立用户访问总量（个）', '1840326'],
        ['信息发布总数（条）', '9127'],
        ['留言办结数量（条）', '512'],
      ],
    },
  },
  {
    host: 'main',
    column: '/zwgk/zfxxgknb/szf/',
    title: '关于做好2025年政府信息公开工作年度报告编制发布工作的通知',
    source: '云岚市人民政府办公室',
    date: '2025-12-16',
    told: 'by title',
    paper: {
      kind: 'other',
      paragraphs: [
        '各区县人民政府，市政府各部门：为做好本年度报告编制发布工作，现将有关事项通知如下。',
        '各部门于1月31日前向社会公布，公布前将电子版报送市政府办公室政务公开科。',
        '报告应当数据真实、内容完整、文字简洁，前后数据须经核对一致。',
      ],
      rows: [],
    },
  },
  {
    host: 'main',
    column: '/bm/wlj/zfxxgknb/',
    title: '云岚市文化和旅游局2024年度信息公开工作年度报告',
    source: '云岚市文化和旅游局',
    date: '2025-01-21',
    told: 'by content',
    paper: {
      kind: 'other',
      paragraphs: ['政府网站工作年度报表（2024年度）', '填报单位：云岚市文化和旅游局'],
      rows: [
        ['网站名称', '云岚文旅网'],
        ['网站标识码', '9901000037'],
        ['网站总访问量（次）', '403188'],
        ['信息发布总数（条）', '1206'],
        ['概况类信息更新量（条）', '31'],
        ['政务动态信息更新量（条）', '874'],
        ['解读材料数量（条）', '12'],
        ['收到留言数量（条）', '45'],
        ['平均办理时间（天）', '3'],
      ],
    },
  },
  {
    host: 'gongkai',
    column: sampleAuthority('yl-shijianju').column,
    title: '一图读懂云岚市市场监督管理局2025年政府信息公开工作年度报告',
    source: '云岚市市场监督管理局',
    date: '2026-01-30',
    told: 'by title',
    paper: { kind: 'other', paragraphs: ['用一张图带您了解我局全年的公开工作。'], rows: [] },
  },
]

/** Everything that stands in the columns on a night. */
export function articlesOf(night: Night): readonly Article[] {
  const reports = AUTHORITIES.flatMap((authority) =>
    YEARS.filter((year) => isPublished(authority.id, year, night)).map((year) => reportArticle(authority, year, night)),
  )
  const others = LOOK_ALIKES.map(({ told: _, ...article }) => ({ ...article, urlDate: article.date }))
  return [...reports, reportArticle(FOREIGN, 2025, night), ...others]
}

/** Whether an authority's report of a year can be found on a night. */
export function isPublished(authority: string, year: number, night: Night): boolean {
  if (authority === MISSING.authority && year === MISSING.year) return false
  return !(authority === BACKDATED.authority && year === BACKDATED.year && night === 1)
}

function reportArticle(authority: SampleAuthority, year: SampleYear, night: Night): Article {
  const report = sampleReport(authority, year, night)
  const date = publishedOn(authority, year)
  const dice = diceFor(`signature/${authority.id}/${year}`)
  const signedOn = dice.chance(0.5) ? daysBefore(date, dice.between(0, 3)) : null
  const moved = MOVED_ADDRESS.authority === authority.id && MOVED_ADDRESS.year === year
  return {
    host: authority.host,
    column: authority.column,
    title: report.title,
    source: authority.name,
    date,
    urlDate: moved ? MOVED_ADDRESS.urlDate : date,
    paper:
      report.layout === 'docx'
        ? { kind: 'attached-report', report, signedOn, fileName: `${report.title}.docx` }
        : { kind: 'report', report, signedOn },
  }
}

function publishedOn(authority: SampleAuthority, year: SampleYear): string {
  for (const each of [...LATE, BACKDATED, MOVED_ADDRESS])
    if (each.authority === authority.id && each.year === year) return each.date
  const dice = diceFor(`published/${authority.id}/${year}`)
  const month = authority.kind === 'city_gov' ? '03' : '01'
  const day = String(dice.between(10, 28)).padStart(2, '0')
  return onWorkday(`${year + 1}-${month}-${day}`)
}

function onWorkday(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return daysBefore(day, weekday === 6 ? 1 : weekday === 0 ? 2 : 0)
}

function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10)
}

/** The minute of the day at which a page went up, for meta tags and Last-Modified. */
export function clockOf(article: Article): string {
  const dice = diceFor(`clock/${article.title}`)
  return `${String(dice.between(9, 17)).padStart(2, '0')}:${String(dice.between(0, 59)).padStart(2, '0')}`
}

/** A number that belongs to an article for good, for addresses and catalogue numbers. */
export function serialOf(article: Article): number {
  return 1_000_000 + (hashOf(`${article.column}${article.title}`) % 8_999_999)
}
