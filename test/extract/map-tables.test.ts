import { describe, expect, test } from 'vitest'
import { gridsOf } from '../../src/extract/tables/grid-rows.ts'
import { mapTable2 } from '../../src/extract/tables/map-table2.ts'
import { mapTable3 } from '../../src/extract/tables/map-table3.ts'
import { mapTable4 } from '../../src/extract/tables/map-table4.ts'
import type { Block, Grid, GridCell } from '../../src/model/document.ts'
import { TABLE3_COLUMNS, TABLE4 } from '../../src/model/template.ts'

/** A grid of plain cells; `>` continues the cell to the left, `^` the one above. */
function grid(...lines: readonly string[]): Grid {
  type Drawn = { -readonly [key in keyof GridCell]: GridCell[key] }
  const rows: Drawn[][] = []
  const grown = (cell: Drawn, row: number, column: number) => {
    cell.rowSpan = row - cell.row + 1
    cell.columnSpan = Math.max(cell.columnSpan, column - cell.column + 1)
    return cell
  }
  for (const [row, text] of lines.entries()) {
    const cells: Drawn[] = []
    for (const [column, part] of text
      .split('|')
      .map((each) => each.trim())
      .entries()) {
      if (part === '>') cells.push(grown(cells[column - 1]!, row, column))
      else if (part === '^') cells.push(grown(rows[row - 1]![column]!, row, column))
      else cells.push({ text: part, at: {}, row, column, rowSpan: 1, columnSpan: 1 })
    }
    rows.push(cells)
  }
  return { kind: 'grid', rows, at: {} }
}

const line = (text: string): Block => ({ kind: 'paragraph', text, heading: null, pieces: [{ text, at: {} }], at: {} })
const short = (cells: ReadonlyMap<string, { raw: string; sure: number }>) =>
  Object.fromEntries([...cells].map(([key, { raw, sure }]) => [key.replace(/^t\d\./, ''), sure >= 0.9 ? raw : `${raw}?`]))

describe('table 2', () => {
  const read = (...grids: Grid[]) => short(mapTable2(gridsOf(grids)).cells)
  test('headings decide, not positions', () => {
    expect(read(grid('信息内容|现行有效件数|本年制发件数|本年废止件数', '规章|3|1|2'))).toEqual({
      reg_in_force: '3',
      reg_issued: '1',
      reg_repealed: '2',
    })
  })
  test('variants of labels and headings', () => {
    expect(read(grid('信息内容|本年度制发数|本年废止数|现行有效数', '规章（县级无此项）|/|/|/', '规范性文件|8|0|18'))).toEqual({
      reg_issued: '/',
      reg_repealed: '/',
      reg_in_force: '/',
      nd_issued: '8',
      nd_repealed: '0',
      nd_in_force: '18',
    })
  })
  test('one heading over three columns, of which two are empty', () => {
    expect(read(grid('信息内容|本年处理决定数量|>|>', '行政处罚|7||', '行政强制|0|>|>'))).toEqual({
      penalty_decisions: '7',
      coercion_decisions: '0',
    })
  })
  test('a span written out: heading and value side by side several times', () => {
    const head = '信息内容|本年处理决定数量|本年处理决定数量|本年处理决定数量'
    expect(read(grid(head, '行政处罚|7|7|7', '行政强制|0|0|0'))).toEqual({ penalty_decisions: '7', coercion_decisions: '0' })
    expect(read(grid(head, '行政处罚|7|8|7'))).toEqual({ penalty_decisions: '7 8 7?' })
  })
  test('two numbers under one heading are not guessed', () => {
    const { cells, notes } = mapTable2(gridsOf([grid('信息内容|本年处理决定数量|>|>', '行政处罚|7|9|')]))
    expect([...cells.values()].map((cell) => cell.unreadable)).toEqual([true])
    expect(notes.map((note) => note.code)).toEqual(['reading-doubtful'])
  })
  test('a local row is noted', () => {
    const { notes } = mapTable2(
      gridsOf([grid('信息内容|本年新制作数量|本年新公开数量|对外公开总数量', '规章|1|1|1', '其他主动公开文件|3|3|9')]),
    )
    expect(notes.map((note) => note.code)).toEqual(['row-extra'])
  })
  const noted = (...grids: Grid[]) => mapTable2(gridsOf(grids)).notes.map(({ code }) => code)
  const regulations = { reg_issued: '1', reg_repealed: '2', reg_in_force: '3' }
  const FIRST = '信息内容|本年制发件数|本年废止件数|现行有效件数'
  const shapes: readonly { name: string; lines: readonly string[]; cells: Readonly<Record<string, string>>; notes?: string[] }[] =
    [
      {
        name: 'last year behind, filled',
        lines: [`${FIRST}|上年数`, '规章|1|2|3|99', '信息内容|本年处理决定数量|>|>|上年数', '行政许可|5|>|>|7'],
        cells: { ...regulations, license_decisions: '5' },
        notes: ['column-extra'],
      },
      {
        name: 'last year and growth between',
        lines: ['信息内容|本年制发件数|上年制发件数|同比|本年废止件数|现行有效件数', '规章|1|9|-8|2|3'],
        cells: regulations,
        notes: ['column-extra'],
      },
      { name: 'a blank remark column', lines: [`${FIRST}|备注`, '规章|1|2|3|'], cells: regulations },
      { name: 'serial numbers before', lines: [`序号|${FIRST}`, '1|规章|1|2|3'], cells: regulations },
      {
        name: 'blocks named at the left',
        lines: [`|${FIRST}`, '第二十条第（一）项|规章|1|2|3', '^|行政规范性文件|4|5|6'],
        cells: { ...regulations, nd_issued: '4', nd_repealed: '5', nd_in_force: '6' },
      },
      {
        name: 'a word over all columns',
        lines: [FIRST, '规章|县级无此项|>|>', '行政规范性文件|4|5|6'],
        cells: {
          reg_issued: '县级无此项',
          reg_repealed: '县级无此项',
          reg_in_force: '县级无此项',
          nd_issued: '4',
          nd_repealed: '5',
          nd_in_force: '6',
        },
      },
      {
        name: 'a number over all columns is not guessed',
        lines: [FIRST, '规章|0|>|>'],
        cells: { reg_issued: '0?', reg_repealed: '0?', reg_in_force: '0?' },
        notes: ['reading-doubtful'],
      },
      {
        name: 'rows in another order',
        lines: ['信息内容|本年处理决定数量', '行政强制|7', '行政许可|5', '行政处罚|6'],
        cells: { license_decisions: '5', penalty_decisions: '6', coercion_decisions: '7' },
      },
      {
        name: 'blocks side by side',
        lines: [`${FIRST}|信息内容|本年处理决定数量`, '规章|1|2|3|行政许可|5', '行政规范性文件|4|5|6|行政处罚|8'],
        cells: {
          ...regulations,
          nd_issued: '4',
          nd_repealed: '5',
          nd_in_force: '6',
          license_decisions: '5',
          penalty_decisions: '8',
        },
      },
      {
        name: 'two rows in one',
        lines: ['信息内容|本年处理决定数量|信息内容|本年处理决定数量', '行政许可|5|行政处罚|8'],
        cells: { license_decisions: '5', penalty_decisions: '8' },
      },
      {
        name: 'rows for columns',
        lines: ['信息内容|规章|行政规范性文件', '本年制发件数|1|4', '本年废止件数|2|5', '现行有效件数|3|6'],
        cells: { ...regulations, nd_issued: '4', nd_repealed: '5', nd_in_force: '6' },
      },
      {
        name: 'a heading twice, of which none says the year',
        lines: ['信息内容|本年制发件数|本年废止件数|现行有效件数|本年制发件数|本年废止件数|现行有效件数', '规章|1|2|3|4|5|6'],
        cells: { reg_issued: '1 2 3 4 5 6?', reg_repealed: '1 2 3 4 5 6?', reg_in_force: '1 2 3 4 5 6?' },
        notes: ['reading-doubtful'],
      },
      {
        name: 'a heading of the older form under the newer one',
        lines: [
          '信息内容|本年新制作数量|本年新公开数量|对外公开总数量',
          '规章|1|2|3',
          '信息内容|本年收费金额（单位：万元）|>|>',
          '行政事业性收费|8|>|>',
        ],
        cells: { reg_issued: '1?', reg_repealed: '2?', reg_in_force: '3?', fee_amount_wan: '8' },
        notes: ['column-meaning', 'column-meaning', 'column-meaning'],
      },
      {
        name: 'a heading of its own',
        lines: [FIRST, '规章|1|2|3', '信息内容|本年办件量', '行政许可|5'],
        cells: { ...regulations, license_decisions: '5?' },
        notes: ['column-meaning'],
      },
      {
        name: 'a total over the years',
        lines: ['信息内容|累计处理决定数量', '行政许可|5', FIRST, '规章|1|2|3'],
        cells: { license_decisions: '5?', ...regulations },
        notes: ['column-meaning'],
      },
      {
        name: 'fees in 元',
        lines: ['信息内容|本年收费金额（单位：元）', '行政事业性收费|80000'],
        cells: { fee_amount_wan: '80000' },
        notes: ['unit-differs'],
      },
      {
        name: 'fees without a unit',
        lines: ['信息内容|本年收费金额', '行政事业性收费|8'],
        cells: { fee_amount_wan: '8' },
        notes: ['unit-differs'],
      },
      { name: 'fees in 万元', lines: ['信息内容|本年收费金额(万 元)', '行政事业性收费|8'], cells: { fee_amount_wan: '8' } },
    ]
  test.each(shapes)('$name', ({ lines, cells, notes }) => {
    expect(read(grid(...lines))).toEqual(cells)
    expect(noted(grid(...lines))).toEqual(notes ?? [])
  })
  test('a table that was turned keeps the places of the printed one', () => {
    const turned = grid('信息内容|规章|行政规范性文件', '本年制发件数|1|4', '本年废止件数|2|5', '现行有效件数|3|6')
    expect(mapTable2(gridsOf([turned])).cells.get('t2.nd_issued')?.at).toMatchObject({ row: 1, column: 2 })
  })
  test('notes on headings name their cells', () => {
    const { notes } = mapTable2(gridsOf([grid('信息内容|本年办件量', '行政许可|5', FIRST, '规章|1|2|3')]))
    expect(notes[0]).toMatchObject({ code: 'column-meaning', table: 't2', cells: ['t2.license_decisions'] })
    expect(notes[0]?.message).toContain('“本年办件量”')
  })
  test.each([
    ['2019', '信息内容|上一年项目数量|本年增/减|处理决定数量'],
    ['2021', '信息内容|本年处理决定数量'],
  ])('edition %s by its headings', (edition, headings) => {
    const found = mapTable2(
      gridsOf([grid('信息内容|本年制发件数|本年废止件数|现行有效件数', headings, '行政许可|1|2|3')]),
    ).edition
    expect(edition === '2021' ? found : mapTable2(gridsOf([grid(headings, '行政许可|1|2|3')])).edition).toBe(edition)
  })
})

describe('table 3', () => {
  const read = (...grids: Grid[]) => short(mapTable3(gridsOf(grids)).cells)
  const rowOf = (key: string, values: readonly string[]) =>
    Object.fromEntries(TABLE3_COLUMNS.map((column, index) => [`${key}.${column.key}`, values[index]!]))
  const values = ['1', '2', '3', '4', '5', '6', '21']
  const HEAD = [
    '|申请人情况|>|>|>|>|>|>',
    '^|自然人|法人或其他组织|>|>|>|>|总计',
    '^|^|商业企业|科研机构|社会公益组织|法律服务机构|其他|^',
  ]

  test('by the headings of its columns', () => {
    expect(read(grid(...HEAD, `本年新收政府信息公开申请数量|${values.join('|')}`))).toEqual(rowOf('new_received', values))
  })
  test('a heading broken over two rows', () => {
    const head = ['|自然人|商业|科研|社会公益|法律服务|其他|总计', '||企业|机构|组织|机构||']
    expect(read(grid(...head, `四、结转下年度继续办理|${values.join('|')}`))).toEqual(rowOf('carried_out', values))
  })
  test('a column of its own behind the total', () => {
    const head = HEAD.map((row, index) => `${row}|${index === 0 ? '备注' : '^'}`)
    expect(read(grid(...head, `（一）予以公开|${values.join('|')}|见附表`))).toEqual(rowOf('granted', values))
  })
  test('rows that go on in the next grid, with and without a heading of their own', () => {
    const found = read(
      grid(...HEAD, `（一）予以公开|${values.join('|')}`),
      grid(`1.属于国家秘密|${values.join('|')}`),
      grid('类别|a|b|c|d|e|f|g', `（七）总计|${values.join('|')}`),
    )
    expect(found).toEqual({
      ...rowOf('granted', values),
      ...rowOf('denied_state_secret', values),
      ...rowOf('result_total', values),
    })
  })
  test('a row shifted by a cell too many is doubted', () => {
    const found = read(grid(...HEAD.map((row) => `${row}|`), `（一）予以公开|9|${values.join('|')}`))
    expect(Object.values(found).every((cell) => cell.endsWith('?'))).toBe(true)
  })
  test('headings that lost their spans: seven cells are the seven columns unless only the headings add up', () => {
    const shifted = ['|自然人|法人或其他组织|总计', '^|^|商业企业|科研机构|社会公益组织|法律服务机构|其他']
    const found = mapTable3(gridsOf([grid(...shifted, `（一）予以公开|${sums.join('|')}`)])).cells
    expect([...found.values()].map((cell) => cell.raw)).toEqual(sums)
    const turned = ['|总计|自然人|商业企业|科研机构|社会公益组织|法律服务机构|其他']
    expect(read(grid(...turned, `（一）予以公开|12|${sums.slice(0, 6).join('|')}`))).toEqual(rowOf('granted', sums))
  })
  test('a row moved sideways as a whole keeps its order, doubted', () => {
    const found = read(grid(...HEAD.map((row) => `|${row}`), `（七）总计|${values.join('|')}|`))
    expect(found).toEqual(Object.fromEntries(Object.entries(rowOf('result_total', values)).map(([key, raw]) => [key, `${raw}?`])))
  })
  const sums = ['5', '1', '0', '2', '0', '4', '12']
  const LABELS = ['（一）予以公开', '1.属于国家秘密', '（七）总计', '四、结转下年度继续办理']
  const sumRows = Object.assign(
    {},
    ...['granted', 'denied_state_secret', 'result_total', 'carried_out'].map((row) => rowOf(row, sums)),
  )
  test('a column too many whose heading was shifted: the sums tell where the values begin, and it is noted', () => {
    const heads = '|自然人|商业企业|科研机构|社会公益组织|法律服务机构|其他|总计'
    const shifted = grid(heads, ...LABELS.map((label, index) => `${label}|${90 + index}|${sums.join('|')}`))
    expect(read(shifted)).toEqual(sumRows)
    const beside = grid(`${heads}|上年数`, ...LABELS.map((label, index) => `${label}|${sums.join('|')}|${90 + index}`))
    expect(read(beside)).toEqual(sumRows)
    expect(mapTable3(gridsOf([beside])).notes.map(({ code }) => code)).toEqual(['column-extra'])
  })
  test('this year beside last year under each applicant', () => {
    const heads = ['自然人', '商业企业', '科研机构', '社会公益组织', '法律服务机构', '其他', '总计']
    const pairs = grid(
      `|${heads.map((head) => `${head}|>`).join('|')}`,
      `|${heads.map(() => '本年|上年').join('|')}`,
      ...LABELS.map((label) => `${label}|${sums.map((value) => `${value}|3`).join('|')}`),
    )
    expect(read(pairs)).toEqual(sumRows)
  })
  test('some applicants in one table, the rest in another', () => {
    const first = grid('|自然人|商业企业|科研机构', ...LABELS.map((label) => `${label}|${sums.slice(0, 3).join('|')}`))
    const rest = grid('|社会公益组织|法律服务机构|其他|总计', ...LABELS.map((label) => `${label}|${sums.slice(3).join('|')}`))
    expect(read(first, rest)).toEqual(sumRows)
  })
  test('rows for columns', () => {
    const rest = Array.from({ length: 17 }, () => '备注')
    const heads = ['自然人', '商业企业', '科研机构', '社会公益组织', '法律服务机构', '其他', '总计']
    const turned = grid(
      `|${[...LABELS, ...rest].join('|')}`,
      ...heads.map((head, column) => `${head}|${LABELS.map(() => sums[column]).join('|')}${'|'.repeat(17)}`),
    )
    expect(read(turned)).toEqual(sumRows)
    expect(mapTable3(gridsOf([turned])).cells.get('t3.granted.total')?.at).toMatchObject({ row: 7, column: 1 })
  })
  test('（六）其他 as one row under its short name', () => {
    expect(read(grid(...HEAD, `（六）其他|${values.join('|')}`, `（七）总计|${values.join('|')}`))).toEqual({
      ...rowOf('other_all', values),
      ...rowOf('result_total', values),
    })
  })
  test('a row printed twice with other numbers is noted', () => {
    const { notes } = mapTable3(gridsOf([grid(...HEAD, `（一）予以公开|${values.join('|')}`, `（一）予以公开|0|0|0|0|0|0|0`)]))
    expect(notes.map((note) => note.code)).toEqual(['row-twice'])
  })
})

describe('table 4', () => {
  const keys = TABLE4.map(({ key }) => key)
  const leaves = '结果维持|结果纠正|其他结果|尚未审结|总计'
  const numbers = keys.map((_, index) => String(index))
  const expected = Object.fromEntries(keys.map((key, index) => [key, String(index)]))
  const read = (...blocks: Block[]) => short(mapTable4(gridsOf(blocks), blocks).cells)

  const HEAD = [
    '行政复议|>|>|>|>|行政诉讼|>|>|>|>|>|>|>|>|>',
    `${leaves}|未经复议直接起诉|>|>|>|>|复议后起诉|>|>|>|>`,
    `^|^|^|^|^|${leaves}|${leaves}`,
  ]
  test('three rows of headings', () => {
    expect(read(grid(...HEAD, numbers.join('|')))).toEqual(expected)
  })
  test('numbers of columns are no values', () => {
    const counted = numbers.map((_, index) => String(index + 1))
    expect(read(grid(...HEAD, counted.join('|'), numbers.join('|')))).toEqual(expected)
  })
  test('an empty column before or behind', () => {
    expect(read(grid(...[...HEAD, numbers.join('|')].map((row) => `|${row}`)))).toEqual(expected)
    expect(read(grid(...[...HEAD, numbers.join('|')].map((row) => `${row}|`)))).toEqual(expected)
  })
  test('three grids, named by the words before them, in any order', () => {
    const group = (from: number) => grid(leaves, numbers.slice(from, from + 5).join('|'))
    const blocks = [
      line('行政诉讼（复议后起诉）'),
      group(10),
      line('行政复议'),
      group(0),
      line('行政诉讼（未经复议直接起诉）'),
      group(5),
    ]
    expect(read(...blocks)).toEqual(expected)
  })
  test('a row with a cell too few is doubted', () => {
    const head = ['行政复议|>|>|>|>', leaves]
    expect(Object.values(read(grid(...head, '1|2|3|6'))).every((cell) => cell.endsWith('?'))).toBe(true)
  })
})
