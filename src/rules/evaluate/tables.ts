import type { Cell, Section } from '../../model/report.ts'
import {
  type CellKey,
  editionOfYear,
  SECTION_TITLES,
  TABLE_TITLES,
  TABLE3_COLUMNS,
  type Table3Column,
  type Table3Row,
  type TableName,
} from '../../model/template.ts'
import type { FormatTerms } from '../kinds/format.ts'
import type { Rule, RuleOfKind } from '../rule.ts'
import type { Checks } from './checks.ts'
import { failureOf, type Outcome, openOf } from './outcome.ts'
import { sectionChecks } from './sections.ts'
import { columnLabel, isMixedForm, isSure, keyOf, labelOf, rowLabel, type View } from './view.ts'

export const formatChecks = {
  ...sectionChecks,
  'section-present': checkSections,
  'edition-of-year': checkEdition,
  'table-present': checkTablesPresent,
  'table-shape': checkTableShape,
  'table-empty': checkTableEmpty,
} as const satisfies Checks<FormatTerms['kind']>

/** Sections without heading and content. Content may stand under another heading, and a table stands for its section. */
function checkSections(view: View, rule: RuleOfKind<'section-present'>): Outcome[] {
  const { sections, claims, year } = view.report
  if (year !== null && editionOfYear(year) === null) return []
  if (sections.length === 0) return [openOf(rule, { zh: '未能识别报告的各个部分', en: 'the sections could not be told apart' })]
  return rule.sections
    .filter(({ number, table, content }) => {
      const printed = sections.some((section) => section.number === number)
      const leadingText = number === 1 && claims.some(({ section }) => section === 0)
      return !printed && !leadingText && !content.test(textBefore(sections, number)) && !(table && tableStands(view, table))
    })
    .map(({ number }) =>
      failureOf(view, rule, { subject: `section:${number}`, values: { text: SECTION_TITLES[number - 1] ?? number } }),
    )
}

/** Where the text of a section stands whose heading was lost: behind the section before it. */
function textBefore(sections: readonly Section[], number: number): string {
  const before = sections.filter((section) => section.number < number).toSorted((a, b) => b.number - a.number)
  const holders = before.length > 0 ? before.slice(0, 1) : sections
  return holders.map(({ title, text }) => `${title}\n${text}`).join('\n')
}

/** The form that table 2 prints against the form of the report year. */
function checkEdition(view: View, rule: RuleOfKind<'edition-of-year'>): Outcome[] {
  const { year, edition } = view.report
  if (year === null || edition === null || !tableStands(view, 't2')) return []
  const due = editionOfYear(year)
  if (due === null || due === edition) return []
  const said = edition === '2019' ? rule : { ...rule, ...rule.other }
  return [failureOf(view, said, { subject: 'table:t2', values: { year, text: rule.marks[edition] }, table: 't2' })]
}

/** Tables of which no cell was found. Where a picture or an attachment may hold them, nobody can tell. */
function checkTablesPresent(view: View, rule: RuleOfKind<'table-present'>): Outcome[] {
  const { report } = view
  if (report.edition === null && (report.year === null || editionOfYear(report.year) === null)) return []
  const absent = rule.tables.filter((table) => !tableStands(view, table))
  if (absent.length === 0) return []
  const unread = absent.filter((table) => isNoted(view, table, 'table-unread'))
  return [
    ...unread.map((table) => unreadTable(rule, table)),
    ...lackingTables(
      view,
      rule,
      absent.filter((table) => !unread.includes(table)),
    ),
  ]
}

function lackingTables(view: View, rule: RuleOfKind<'table-present'>, absent: readonly TableName[]): Outcome[] {
  const elsewhere = { zh: '统计表可能在图片、附件或嵌入页面中', en: 'the table may be in a picture, an attachment or a frame' }
  if (view.report.notes.some(({ code }) => rule.heldElsewhere.test(code)))
    return absent.map((table) => openOf(rule, { zh: `${TABLE_TITLES[table]}：${elsewhere.zh}`, en: elsewhere.en }, { table }))
  return absent.map((table) => failureOf(view, rule, { subject: `table:${table}`, values: { text: TABLE_TITLES[table] }, table }))
}

function isNoted({ report }: View, table: TableName, code: string): boolean {
  return report.notes.some((note) => note.code === code && note.table === table)
}

/** A table, or a part of one, that is printed but could not be read: nobody can tell from here what it lacks. */
function unreadTable(rule: Rule, table: TableName): Outcome {
  const zh = `“${TABLE_TITLES[table]}”表未能自动读取，请对照原文核实`
  return openOf(rule, { zh, en: 'the table is printed but could not be read; compare with the original' }, { table })
}

/** Rows or columns of which no cell was found, in a table that is there. */
function checkTableShape(view: View, rule: RuleOfKind<'table-shape'>): Outcome[] {
  const { edition } = view
  if (edition === null) return []
  return rule.tables.flatMap((table) => {
    if (!tableStands(view, table)) return []
    const lacking = table === 't3' ? lackingLines(view) : lackingCells(view, table)
    if (lacking.length > 0 && !isReadFirmly(view, table)) return [unreadLines(rule, table, lacking)]
    if (lacking.length > 0)
      return [
        failureOf(view, rule, {
          subject: `table:${table}`,
          values: { text: TABLE_TITLES[table], list: lacking.join('、') },
          table,
        }),
      ]
    // The three rows of 其他处理 stand in one: the table is whole, though not in the form in force.
    return table === 't3' && isMixedForm(view)
      ? [
          failureOf(view, rule, {
            subject: `table:${table}`,
            values: { text: TABLE_TITLES[table], list: '“（六）其他处理”未分列三行' },
            severity: 'warning',
            table: null,
          }),
        ]
      : []
  })
}

/** Whether nothing in the reading itself speaks against it that what was not found is not printed. */
function isReadFirmly(view: View, table: TableName): boolean {
  if (isNoted(view, table, 'rows-unread')) return false
  const isFirm = (key: CellKey) => view.report.cells[key]?.kind !== 'unreadable' && isSure(view, [key])
  if (table !== 't3') return view.tables[table].every(({ key }) => isFirm(key))
  const isAbsent = (row: Table3Row) => !TABLE3_COLUMNS.some(({ key }) => isPrinted(view.report.cells[keyOf(row, key)]))
  return view.rows.every((row, index) => {
    const beside = [
      view.rows.slice(0, index).findLast((each) => !isAbsent(each)),
      view.rows.slice(index + 1).find((each) => !isAbsent(each)),
    ]
    return (
      !isAbsent(row) || beside.every((each) => each === undefined || TABLE3_COLUMNS.every(({ key }) => isFirm(keyOf(each, key))))
    )
  })
}

function unreadLines(rule: Rule, table: TableName, lacking: readonly string[]): Outcome {
  const zh = `“${TABLE_TITLES[table]}”表的${lacking.join('、')}未能自动读取，请对照原文核实`
  return openOf(rule, { zh, en: 'rows or columns could not be read; compare with the original' }, { table })
}

function lackingLines(view: View): string[] {
  const read = (row: Table3Row, column: Table3Column) => isPrinted(view.report.cells[keyOf(row, column)])
  const rows = view.rows.filter((row) => !TABLE3_COLUMNS.some(({ key }) => read(row, key)))
  const columns = TABLE3_COLUMNS.filter(({ key }) => !view.rows.some((row) => read(row, key)))
  return [...rows.map((row) => rowLabel(view, row)), ...columns.map(({ key }) => columnLabel(key))]
}

function lackingCells(view: View, table: TableName): string[] {
  return view.tables[table].filter(({ cell }) => !isPrinted(cell)).map(({ key }) => labelOf(view, key))
}

/** A table that is there but holds nothing but blanks and slashes. */
function checkTableEmpty(view: View, rule: RuleOfKind<'table-empty'>): Outcome[] {
  return rule.tables.flatMap((table) => {
    const cells = view.tables[table]
    const blank = cells.filter(({ standing }) => standing === 'blank').length
    const isEmpty =
      blank > cells.length / 2 && !cells.some(({ cell, standing }) => standing === 'known' || cell?.kind === 'unreadable')
    return isEmpty ? [failureOf(view, rule, { subject: `table:${table}`, values: {}, table })] : []
  })
}

/** Whether any cell of a table was found. */
function tableStands(view: View, table: TableName): boolean {
  return view.tables[table].some(({ cell }) => isPrinted(cell))
}

function isPrinted(cell: Cell | undefined): boolean {
  return cell !== undefined && cell.kind !== 'missing'
}
