import { type Cell, type Claim, type Report, SURE } from '../../model/report.ts'
import {
  APPLICANT_COLUMNS,
  type CellKey,
  cellKeysOf,
  cellLabel,
  type Edition,
  TABLE3_COLUMNS,
  type Table3Column,
  type Table3Row,
  type TableName,
  TEMPLATES,
  table3Key,
} from '../../model/template.ts'
import { type Body, bodyOf } from '../body.ts'
import type { CheckInput } from '../check-input.ts'
import type { Side, Term } from '../term.ts'

export const APPLICANTS: readonly Table3Column[] = APPLICANT_COLUMNS

/** A number, a cell that holds none (blank, slash, dash, 无: some number ≥ 0), or a cell that was not read. */
export type Standing = 'known' | 'blank' | 'unread'

/** A sum over cells: what the known ones make, and how far the others leave it open. */
export type Sum = { readonly value: number; readonly blanks: number; readonly unread: number }

/** A cell of the form as a report prints it; `cell` is undefined where the report has none of the key. */
export type FormCell = { readonly key: CellKey; readonly cell: Cell | undefined; readonly standing: Standing }

type Tables<Of> = Readonly<Record<TableName, readonly Of[]>>

/** One report as the rules look at it. */
export type View = {
  readonly report: Report
  readonly prior: Report | null
  readonly body: Body
  readonly edition: Edition | null
  /** Rows of table 3 that this report prints: 其他处理 as one row or as three. */
  readonly rows: readonly Table3Row[]
  /** The cells that its form has, looked up once for all rules that go through a table; none where the edition is not known. */
  readonly tables: Tables<FormCell>
  /** The claims of the report by kind, in printed order. */
  readonly claims: ReadonlyMap<Claim['kind'], readonly Claim[]>
  /** Values to suppose instead of the printed ones. */
  readonly supposed: ReadonlyMap<CellKey, number>
  /** The sums of table 3 hold with zeros for its blanks. */
  readonly blanksAreZero: boolean
}

export function viewOf({ report, prior, authority = null }: CheckInput): View {
  const body = bodyOf(report, authority)
  const rows = printedRows(report)
  const tables = formCells(report, rows)
  const claims = Map.groupBy(report.claims, ({ kind }) => kind)
  return { report, prior, body, edition: report.edition, rows, tables, claims, supposed: new Map(), blanksAreZero: false }
}

const OTHER_DETAIL = ['other_no_correction', 'other_fee_unpaid', 'other_misc'] as const satisfies readonly Table3Row[]
const ROWS_2021 = TEMPLATES['2021'].t3.map(({ key }) => key)
const ROWS_2019 = TEMPLATES['2019'].t3.map(({ key }) => key)

function printedRows(report: Report): readonly Table3Row[] {
  if (report.edition === null) return []
  return isOneRowForm(report) ? ROWS_2019 : ROWS_2021
}

/** Whether （六）其他处理 stands in one row: always in 2019, sometimes in 2021 although the form asks for three. */
function isOneRowForm({ cells, edition }: Report): boolean {
  const printed = (row: Table3Row) => TABLE3_COLUMNS.some(({ key }) => standingOf(cells[table3Key(row, key)]) !== 'unread')
  if (edition === '2019') return printed('other_all') || !OTHER_DETAIL.some(printed)
  return printed('other_all') && !OTHER_DETAIL.some(printed)
}

function formCells({ cells, edition }: Report, rows: readonly Table3Row[]): Tables<FormCell> {
  if (edition === null) return { t2: [], t3: [], t4: [] }
  const { t2, t3, t4 } = keysOfForm(edition, rows)
  const look = (key: CellKey): FormCell => {
    const cell = cells[key]
    return { key, cell, standing: standingOf(cell) }
  }
  return { t2: t2.map(look), t3: t3.map(look), t4: t4.map(look) }
}

const FORMS = new Map<string, Tables<CellKey>>()

/** The keys of a form, table by table; those of the absent form of 其他处理 left out. */
function keysOfForm(edition: Edition, rows: readonly Table3Row[]): Tables<CellKey> {
  const form = `${edition}:${rows.length}`
  const known = FORMS.get(form)
  if (known) return known
  const keys = cellKeysOf(edition)
  const tables: Tables<CellKey> = {
    t2: keys.filter((key) => key.startsWith('t2.')),
    t3: rows.flatMap((row) => TABLE3_COLUMNS.map(({ key }) => keyOf(row, key))),
    t4: keys.filter((key) => key.startsWith('t4.')),
  }
  FORMS.set(form, tables)
  return tables
}

/** Whether a 2021 report prints 其他处理 in the one row of the earlier form. */
export function isMixedForm({ edition, rows }: View): boolean {
  return edition === '2021' && rows === ROWS_2019
}

export function standingOf(cell: Cell | undefined): Standing {
  switch (cell?.kind) {
    case 'number':
      return cell.value === null ? 'unread' : 'known'
    case 'blank':
    case 'slash':
    case 'dash':
    case 'word':
      return 'blank'
    default:
      return 'unread'
  }
}

export function cellAt({ report, prior }: View, term: Term): Cell | undefined {
  return term.startsWith('prior:') ? prior?.cells[term.slice(6) as CellKey] : report.cells[term as CellKey]
}

/** The number in a cell, printed or supposed; null where there is none. */
export function valueAt(view: View, term: Term): number | null {
  return view.supposed.get(term as CellKey) ?? numberIn(cellAt(view, term))
}

function numberIn(cell: Cell | undefined): number | null {
  return cell?.kind === 'number' ? cell.value : null
}

export function sumOf(view: View, terms: readonly Term[]): Sum {
  let value = 0
  let blanks = 0
  let unread = 0
  for (const term of terms) {
    const cell = cellAt(view, term)
    const known = view.supposed.get(term as CellKey) ?? numberIn(cell)
    if (known !== null) value += known
    else if (standingOf(cell) === 'blank') blanks += 1
    else unread += 1
  }
  return { value, blanks, unread }
}

export function termsOf({ plus, minus = [] }: Side): readonly Term[] {
  return [...plus, ...minus]
}

/** The cells of this report among terms. */
export function ownCells(terms: readonly Term[]): CellKey[] {
  return terms.filter((term): term is CellKey => !term.startsWith('prior:'))
}

/** Whether all cells were read well enough for a verdict of "wrong". */
export function isSure({ report }: { readonly report: Pick<Report, 'cells'> | null }, cells: readonly CellKey[]): boolean {
  return cells.every((key) => (report?.cells[key]?.confidence ?? 1) >= SURE)
}

export function labelOf({ edition }: View, cell: CellKey): string {
  return edition === null ? cell : cellLabel(cell, edition)
}

export function columnLabel(column: Table3Column): string {
  const found = TABLE3_COLUMNS.find(({ key }) => key === column)
  return found && column === 'other_org' ? '法人或其他组织—其他' : (found?.label ?? column)
}

export function rowLabel({ edition }: View, row: Table3Row): string {
  return edition === null ? row : cellLabel(`t3.${row}.total` as CellKey, edition).replace(/—总计$/, '')
}

export function keyOf(row: Table3Row, column: Table3Column): CellKey {
  return table3Key(row, column)
}

/** `3` for `t3`, as in 表三 and 表3. */
export function tableNumber(table: TableName): string {
  return { t2: '二', t3: '三', t4: '四' }[table]
}

export function claimsOf({ claims }: View, kind: Claim['kind']): readonly Claim[] {
  return claims.get(kind) ?? []
}

export function sumOfClaims(claims: readonly Claim[]): number {
  return claims.reduce((sum, { value }) => sum + (value ?? 0), 0)
}
