import type { PaperFinding, PrintedCell } from '../../db/papers.ts'
import { AUTHORITY_LEVEL_TITLES, type AuthorityKind, type AuthorityLevel, levelOfKind } from '../model/authority.ts'
import type { FilingStatus } from '../model/filing.ts'
import { FILING_STATUS_TITLES } from '../model/filing.ts'
import type { Family, Repair } from '../model/finding.ts'
import { repairOptions } from '../model/finding.ts'
import { cellLabel, SECTION_TITLES, TABLE3_COLUMNS, TEMPLATES } from '../model/template.ts'

/** `2024-01-31` → 2024年1月31日, as office documents write days. */
export function dayInWords(day: string): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  return `${year}年${month}月${date}日`
}

/** What a rule says, its days as office documents write them. */
export function messageOf({ message }: Pick<PaperFinding, 'message'>): string {
  return message.replace(/\d{4}-\d{2}-\d{2}/g, dayInWords)
}

/** The level of an authority, or that it is not registered. */
export function levelInWords(level: AuthorityLevel | null, kind: AuthorityKind | null): string {
  const known = level ?? (kind && levelOfKind(kind))
  return known ? AUTHORITY_LEVEL_TITLES[known].zh : '未登记'
}

export function filingInWords(status: FilingStatus | null): string {
  return status === null ? '尚未核算' : FILING_STATUS_TITLES[status].zh
}

/** Where a finding lies in the report, by its printed labels. Empty parts are not known, or there is nothing to name. */
export type Position = { readonly section: string; readonly table: string; readonly row: string; readonly column: string }

const TABLES = {
  t2: { section: `二、${SECTION_TITLES[1]}`, table: '表二' },
  t3: { section: `三、${SECTION_TITLES[2]}`, table: '表三' },
  t4: { section: `四、${SECTION_TITLES[3]}`, table: '表四' },
} as const

/** Labels that one place names before it says 等. */
const MOST_LABELS = 3

export function positionOf({
  scope,
  cells,
  quote,
  edition,
}: Pick<PaperFinding, 'scope' | 'cells' | 'quote' | 'edition'>): Position {
  if (scope === 'filing') return { section: '发布情况', table: '', row: '', column: '' }
  if (cells.length === 0 || edition === null) return { section: quote === null ? '全文' : '正文', table: '', row: '', column: '' }
  const places = cells.map((key) => {
    const [table, row, column] = key.split('.') as ['t2' | 't3' | 't4', string, string?]
    return { ...TABLES[table], ...labelsOf(table, row, column, TEMPLATES[edition]) }
  })
  const named = (of: (place: Position) => string) => few([...new Set(places.map(of))], MOST_LABELS)
  return {
    section: named((at) => at.section),
    table: named((at) => at.table),
    row: named((at) => at.row),
    column: named((at) => at.column),
  }
}

function labelsOf(
  table: 't2' | 't3' | 't4',
  rowKey: string,
  columnKey: string | undefined,
  { t2, t3, t4 }: (typeof TEMPLATES)['2021' | '2019'],
) {
  if (table === 't2') {
    const cell = t2.find(({ key }) => key === rowKey)
    return { row: cell?.row ?? rowKey, column: cell?.column ?? '' }
  }
  if (table === 't4') {
    const cell = t4.find(({ key }) => key === rowKey)
    return { row: cell?.group.join('／') ?? rowKey, column: cell?.label ?? '' }
  }
  const row = rowKey === 'other_all' ? '（六）其他处理' : t3.find(({ key }) => key === rowKey)?.label
  return { row: row ?? rowKey, column: TABLE3_COLUMNS.find(({ key }) => key === columnKey)?.label ?? '' }
}

/** A list in words, of which the first few are named. */
function few(parts: readonly string[], most: number): string {
  const named = parts.slice(0, most).join('、')
  return parts.length > most ? `${named}等${parts.length}处` : named
}

/** Cells that one finding quotes before it says how many more there are. */
const MOST_CELLS = 8

/** What the report prints: the sentence, or the cells with their labels. Empty where there is nothing to quote. */
export function quotedOf({ quote, printed, edition }: Pick<PaperFinding, 'quote' | 'printed' | 'edition'>): string {
  if (quote !== null) return quote
  if (printed === null || edition === null) return ''
  const quoted = printed.slice(0, MOST_CELLS).map((cell) => `${cellLabel(cell.key, edition)}：${printedOf(cell)}`)
  return quoted.join('；') + (printed.length > MOST_CELLS ? `；等${printed.length}格` : '')
}

/** A cell as printed; what is not printed is said, and never a zero. */
export function printedOf({ raw, kind }: PrintedCell): string {
  if (kind === 'missing') return '（表中无此格）'
  if (kind === 'unreadable') return raw.trim() === '' ? '（无法读出）' : `${raw}（无法读出）`
  return raw.trim() === '' ? '（空白）' : raw
}

const ADVICE: Readonly<Record<Family, string>> = {
  late: '请尽快公布或补正公布时间，并说明未按时公布的原因',
  inaccurate: '请核实有关数据，更正后重新发布',
  incomplete: '请补充完善缺少的内容后重新发布',
  copied: '请结合本单位实际重新编写有关内容',
}

/** What the authority is asked to do: to verify the figure that is likely wrong, else what its kind of fault asks for. */
export function adviceOf({ repair, family, edition }: Pick<PaperFinding, 'repair' | 'family' | 'edition'>): string {
  if (repair.length === 0) return `${ADVICE[family]}。`
  const labelled = ({ cell, label = '' }: Repair) =>
    cell === null ? `文中“${label}”` : `“${edition === null ? cell : cellLabel(cell, edition)}”`
  const change = (part: Repair) => `${labelled(part)}是否应为${part.to}（现为${part.from ?? '空白'}）`
  const options = repairOptions(repair).map((option) => option.map(change).join('，同时'))
  return `请核实${options.join('；或')}，${repair.length > 1 || options.length > 1 ? '据实' : ''}更正后重新发布。`
}
