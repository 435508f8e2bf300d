import type { Table2Key, Table3Column, Table3Row, Table3RowLabel } from '../../model/template.ts'
import {
  type Edition,
  TABLE2_2019,
  TABLE2_2021,
  TABLE3_COLUMNS,
  TABLE3_ROWS_2019,
  TABLE3_ROWS_2021,
} from '../../model/template.ts'
import { likeness, normaliseLabel, normaliseWithoutRemark } from '../label.ts'

/** A row of an official table: every wording under which it is printed, normalised, and how many value cells follow it. */
export type RowTemplate<Key extends string = string> = {
  readonly key: Key
  readonly labels: readonly string[]
  readonly slots: number
  /** Printed in one edition or habit only; its absence says nothing. */
  readonly optional: boolean
}

const ROW3_VARIANTS: Partial<Record<Table3Row, readonly string[]>> = {
  new_received: ['本年新收申请数量', '本年新收政府信息公开申请数', '本年新收'],
  carried_in: ['上年结转申请数量', '上年结转政府信息公开申请数', '上年结转'],
  other_no_correction: ['逾期不补正', '无正当理由逾期不补正', '申请人无正当理由逾期不补正'],
  other_fee_unpaid: ['逾期不缴费', '逾期未缴费', '逾期不缴纳费用', '逾期未缴纳费用', '申请人逾期未缴纳费用'],
  other_misc: ['其他原因', '其他情形', '其他情况'],
  result_total: ['合计', '办理结果总计'],
  carried_out: ['结转下一年度继续办理', '结转下年继续办理', '结转下年度'],
}

const OTHER_ALL = TABLE3_ROWS_2019.find((row) => row.key === 'other_all')!

/** The rows of table 3 of both editions in printed order; （六）其他处理 stands before its three details. */
export const ROWS3: readonly RowTemplate<Table3Row>[] = TABLE3_ROWS_2021.flatMap((row) =>
  row.key === 'other_no_correction' ? [row3(OTHER_ALL), row3(row)] : [row3(row)],
)

function row3({ key, label }: Table3RowLabel): RowTemplate<Table3Row> {
  const labels = new Set([normaliseLabel(label), normaliseWithoutRemark(label), ...(ROW3_VARIANTS[key] ?? [])])
  return { key, labels: [...labels], slots: TABLE3_COLUMNS.length, optional: key.startsWith('other_') }
}

export type Row2 = 'reg' | 'nd' | 'license' | 'service' | 'penalty' | 'coercion' | 'fee' | 'procurement'

const ROW2_LABELS: Readonly<Record<Row2, readonly string[]>> = {
  reg: ['规章'],
  nd: ['行政规范性文件', '规范性文件'],
  license: ['行政许可'],
  service: ['其他对外管理服务事项'],
  penalty: ['行政处罚'],
  coercion: ['行政强制'],
  fee: ['行政事业性收费'],
  procurement: ['政府集中采购'],
}

/** The official label of a row of table 2. */
export function rowLabel2(row: Row2): string {
  return ROW2_LABELS[row][0]!
}

const COLUMN2_PATTERNS: readonly { readonly column: string; readonly pattern: RegExp }[] = [
  { column: 'issued', pattern: /制发/ },
  { column: 'repealed', pattern: /废止/ },
  { column: 'in_force', pattern: /现行有效/ },
  { column: 'amount_wan', pattern: /收费金额/ },
  { column: 'made', pattern: /新制作/ },
  { column: 'published', pattern: /新公开/ },
  { column: 'public_total', pattern: /对外公开总/ },
  { column: 'items_prev', pattern: /上一?年度?项目数/ },
  { column: 'items_delta', pattern: /增减$/ },
  { column: 'decisions', pattern: /处理决定/ },
  { column: 'count', pattern: /采购项目数/ },
  { column: 'amount', pattern: /采购总?金额/ },
]

const KEYS2: Readonly<Record<Edition, ReadonlyMap<string, { readonly key: Table2Key; readonly signed: boolean }>>> = {
  '2019': new Map(TABLE2_2019.map((cell) => [cell.key, { key: cell.key, signed: 'signed' in cell }])),
  '2021': new Map(TABLE2_2021.map((cell) => [cell.key, { key: cell.key, signed: false }])),
}

/** The value columns of each row of table 2, in printed order. */
export function columnsOfRow2(row: Row2, edition: Edition): readonly Table2Key[] {
  return [...KEYS2[edition].keys()].filter((key) => key.startsWith(`${row}_`)) as Table2Key[]
}

/** The key of table 2 at a row and a column heading, if that edition has one there. */
export function key2(row: Row2, column: string, edition: Edition): Table2Key | null {
  return KEYS2[edition].get(`${row}_${column}`)?.key ?? null
}

export function isSigned(key: string): boolean {
  return key.endsWith('_items_delta')
}

/** Which row of table 2 a normalised label names; `printed` is the label with its remarks. */
export function row2Of(label: string, printed = label): Row2 | null {
  if (/^\d*$/.test(label)) return null
  const row = ROW2_BY_LABEL.get(label) ?? ROW2_BY_LABEL.get(normaliseWithoutRemark(printed))
  if (row !== undefined) return row
  if (label.length < 4 || label.length > 16) return null
  for (const [official, like] of ROW2_BY_LABEL) if (like !== 'reg' && likeness(label, official, 0.75) >= 0.75) return like
  return null
}

/** How alike a printed label is to those of a row of table 2. */
export function likenessOfRow2(row: Row2, printed: string): number {
  const labels = [normaliseLabel(printed), normaliseWithoutRemark(printed)]
  return Math.max(...ROW2_LABELS[row].flatMap((official) => labels.map((label) => likeness(label, official))))
}

const ROW2_BY_LABEL = new Map(
  (Object.entries(ROW2_LABELS) as [Row2, readonly string[]][]).flatMap(([row, labels]) => labels.map((label) => [label, row])),
)

/** Headings that speak of another year, or compare: 上年现行有效件数, 同比. */
const OTHER_COLUMN = /^(?:上一?年度?|去年|前年)(?!度?项目)|同期|同比|环比|占比|比重|比上年|较上年|增幅|备注|说明/

/** Whether a normalised heading is that of a column which table 2 does not have: 上年数, 备注. */
export function isOtherColumn2(heading: string): boolean {
  return heading.length <= 24 && OTHER_COLUMN.test(heading)
}

/** What some heading of table 2 has: most cells have none of it, and need not be held against each pattern. */
const ANY_COLUMN2 = new RegExp(COLUMN2_PATTERNS.map(({ pattern }) => pattern.source).join('|'))

/** Which column of table 2 a normalised heading names: `issued` of `本年制发件数`. */
export function column2Of(heading: string): string | null {
  if (heading.length > 24 || !ANY_COLUMN2.test(heading) || OTHER_COLUMN.test(heading)) return null
  return COLUMN2_PATTERNS.find(({ pattern }) => pattern.test(heading))?.column ?? null
}

export function rows2(edition: Edition): readonly RowTemplate<Row2>[] {
  return (Object.keys(ROW2_LABELS) as Row2[])
    .map((key) => ({ key, labels: ROW2_LABELS[key], slots: columnsOfRow2(key, edition).length, optional: false }))
    .filter((row) => row.slots > 0)
}

/**
 * Edition that a heading of table 2 belongs to, and how much that says; null where both print it. The headings of the first block are kept
 * from the older form by some, the others are not.
 */
export function editionWeightOf(heading: string): { readonly edition: Edition; readonly weight: number } | null {
  switch (column2Of(heading)) {
    case 'issued':
    case 'repealed':
    case 'in_force':
      return { edition: '2021', weight: 1 }
    case 'amount_wan':
      return { edition: '2021', weight: 3 }
    case 'made':
    case 'published':
    case 'public_total':
      return { edition: '2019', weight: 1 }
    case 'items_prev':
    case 'items_delta':
    case 'count':
    case 'amount':
      return { edition: '2019', weight: 3 }
    default:
      return null
  }
}

const LEAVES3 = /自然人|商业企业|科研机构|公益组织|法律服务[机组][构织]|[总合]计/g

/** Under an applicant some tables print this year beside last year. */
const THIS_YEAR = /(?<=.)(?:本年度?|当年|本期)(?:数量?)?$/

/** Which column of table 3 a path of headings leads to, joined from top to bottom and normalised. */
export function column3Of(printed: string): Table3Column | null {
  const path = printed.replace(THIS_YEAR, '')
  const leaves = path.match(LEAVES3) ?? []
  // Two leaves in one path, or one above 其他, come from a heading that was shifted.
  if (path === '' || leaves.length > 1 || (leaves.length === 1 && path.endsWith('其他'))) return null
  if (path.endsWith('自然人')) return 'natural_person'
  if (path.endsWith('商业企业')) return 'commercial'
  if (path.endsWith('科研机构')) return 'research'
  if (path.endsWith('公益组织')) return 'public_interest'
  if (path.endsWith('法律服务机构') || path.endsWith('法律服务组织')) return 'legal_service'
  if (path.endsWith('总计') || path.endsWith('合计')) return 'total'
  return path.endsWith('其他') ? 'other_org' : null
}

export type Leaf4 = 'upheld' | 'corrected' | 'other' | 'pending' | 'total'
export type Group4 = 'review' | 'direct' | 'postreview'
export const LEAVES4: readonly Leaf4[] = ['upheld', 'corrected', 'other', 'pending', 'total']
export const GROUPS4: readonly Group4[] = ['review', 'direct', 'postreview']

/** Which leaf of table 4 a heading ends in. */
export function leaf4Of(heading: string): Leaf4 | null {
  if (/维持$/.test(heading)) return 'upheld'
  if (/纠正$/.test(heading)) return 'corrected'
  if (/其他(?:结果)?$/.test(heading)) return 'other'
  if (/审结$/.test(heading)) return 'pending'
  return /[总合]计$/.test(heading) ? 'total' : null
}

/** Which group of table 4 a heading names: the most telling words win, since 行政诉讼 stands above two groups. */
export function group4Of(heading: string): Group4 | null {
  if (/复议后/.test(heading)) return 'postreview'
  if (/未经复议|直接起诉/.test(heading)) return 'direct'
  return /行政复议/.test(heading) && !/行政诉讼/.test(heading) ? 'review' : null
}

/** Whether headings, in reading order, name the groups of table 4 in the form's order; groups that are not named do not matter. */
export function groupsInOrder(headings: readonly string[]): boolean {
  const seen = headings.map(group4Of).filter((group) => group !== null)
  return seen.every((group, index) => index === 0 || GROUPS4.indexOf(seen[index - 1]!) <= GROUPS4.indexOf(group))
}

/** Whether cells only number the columns: 1, 2, 3 … No sum of the form comes out so. */
export function isCount(texts: readonly string[]): boolean {
  const printed = texts.map((text) => text.trim()).filter((text) => /^\d+$/.test(text))
  return printed.length >= LEAVES4.length && printed.every((text, index) => text === String(index + 1))
}

const ROW3_BY_LABEL = new Map(ROWS3.flatMap((row, index) => row.labels.map((label) => [label, index] as const)))

/** The row of table 3 that a normalised label names word for word. */
export function row3Of(label: string): Table3Row | null {
  const index = ROW3_BY_LABEL.get(label)
  return index === undefined ? null : ROWS3[index]!.key
}

export const FURNITURE_LABELS: ReadonlySet<string> = new Set([
  '本年度办理结果',
  '不予公开',
  '无法提供',
  '不予处理',
  '其他处理',
  '申请人情况',
  '法人或其他组织',
  '信息内容',
  '本列数据的勾稽关系为第一项加第二项之和等于第三项加第四项之和',
  '行政复议',
  '行政诉讼',
  '未经复议直接起诉',
  '复议后起诉',
  ...TABLE2_2019.flatMap((cell) => [normaliseLabel(cell.block), normaliseLabel(cell.column)]),
  ...TABLE2_2021.map((cell) => normaliseLabel(cell.column)),
  ...TABLE3_COLUMNS.map((column) => column.label),
])

/** Whether a normalised text is a heading or group label of the official tables, which carries no values itself. */
export function isFurniture(label: string): boolean {
  return FURNITURE_LABELS.has(label)
}
