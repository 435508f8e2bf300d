import type { AuthorityKind } from '../../src/model/authority.ts'
import type { RegisteredAuthority } from '../../src/model/portal.ts'
import type { Cell, CellKind, Claim, Contact, Period, Report, Section } from '../../src/model/report.ts'
import { type CellKey, cellKeysOf, type Edition, SECTION_TITLES, TABLE3_COLUMNS, TEMPLATES } from '../../src/model/template.ts'

export type Figures = Readonly<Partial<Record<CellKey, number | string | Partial<Cell> | null>>>

/** A cell as a reader would give it: a number, or what stands in its place. */
function cellOf(printed: number | string | Partial<Cell> | null): Cell {
  const plain = { raw: '', value: null, kind: 'blank', at: null, confidence: 1 } as const
  if (printed === null) return plain
  if (typeof printed === 'number') return { ...plain, raw: String(printed), value: printed, kind: 'number' }
  if (typeof printed === 'string') return { ...plain, raw: printed, kind: kindOf(printed) }
  return { ...plain, kind: 'number', raw: String(printed.value ?? ''), ...printed }
}

function kindOf(raw: string): CellKind {
  if (raw.trim() === '') return 'blank'
  return ({ '/': 'slash', '-': 'dash', missing: 'missing', unreadable: 'unreadable' } as const)[raw] ?? 'word'
}

type Sample = {
  readonly edition?: Edition
  readonly year?: number | null
  readonly authority?: string | null
  /** Cells that differ from 0. */
  readonly figures?: Figures
  readonly claims?: readonly Claim[]
  readonly missing?: readonly CellKey[]
} & Partial<Pick<Report, 'sections' | 'notes' | 'source' | 'title' | 'period' | 'contact' | 'opening'>>

const TEXTS = [
  '全年主动公开政府信息120条，收到政府信息公开申请0件。政府信息管理严格审核，网站和公众号运行平稳，开展培训并接受监督，考核结果良好。',
  '',
  '',
  '',
  '公开内容不够细，下一步将逐项梳理清单，加强培训。',
  '本年度没有收取信息处理费。',
]

/** The six sections of a report that nothing is wrong with. */
export const SOUND_SECTIONS: readonly Section[] = SECTION_TITLES.map((title, index) => ({
  number: index + 1,
  title,
  text: TEXTS[index]!,
}))

const CONTACT: Contact = { address: '示例县某路1号', zip: null, phone: '1234567', fax: null, email: null }

function wholeYear(year: number | null): Period | null {
  return year === null ? null : { start: `${year}-01-01`, end: `${year}-12-31` }
}

/** A report of our own in which every cell is 0 unless said otherwise. */
export function sampleReport({
  edition = '2021',
  year = edition === '2021' ? 2023 : 2020,
  figures = {},
  claims = [],
  missing = [],
  authority = '示例县水务局',
  ...rest
}: Sample = {}): Report {
  const keys = new Set<CellKey>([...cellKeysOf(edition), ...(Object.keys(figures) as CellKey[])])
  const cells = Object.fromEntries(
    [...keys].map((key) => [key, cellOf(missing.includes(key) ? 'missing' : figures[key] === undefined ? 0 : figures[key]!)]),
  )
  return {
    schema: 'gouji.report/1',
    source: rest.source ?? { name: 'sample.html', sha256: '0'.repeat(64), mediaType: 'text/html', bytes: 1 },
    authority,
    year,
    edition,
    title: rest.title === undefined ? `${authority ?? ''}${year ?? ''}年政府信息公开工作年度报告` : rest.title,
    period: rest.period === undefined ? wholeYear(year) : rest.period,
    scope: null,
    scopeWords: null,
    contact: rest.contact === undefined ? CONTACT : rest.contact,
    dates: [],
    opening: rest.opening ?? '',
    sections: rest.sections ?? SOUND_SECTIONS,
    cells,
    claims,
    notes: rest.notes ?? [],
  }
}

/** Rows of table 3 as a reader of the form sees them: six applicant columns and the total. */
export function table3(rows: Readonly<Record<string, readonly (number | string | null)[]>>): Figures {
  return Object.fromEntries(
    Object.entries(rows).flatMap(([row, values]) =>
      TABLE3_COLUMNS.map(({ key }, index) => [`t3.${row}.${key}`, values[index] === undefined ? 0 : values[index]]),
    ),
  ) as Figures
}

/** Table 4: reviews, direct lawsuits and lawsuits after review, five numbers each. */
export function table4(...values: readonly (number | string | null)[]): Figures {
  return Object.fromEntries(TEMPLATES['2021'].t4.map(({ key }, index) => [`t4.${key}`, values[index] ?? 0])) as Figures
}

/** A body as the registry knows it. */
export function registeredAs(name: string, kind: AuthorityKind): RegisteredAuthority {
  return {
    id: 'sample',
    district: 'sample',
    name,
    kind,
    level: null,
    aliases: [],
    formerNames: [],
    since: null,
    until: null,
    successor: null,
    exempt: {},
    submitted: {},
  }
}
