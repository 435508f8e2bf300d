import { describe, expect, test } from 'vitest'
import { readPdfDocument } from '../../../src/extract/readers/pdf/pdf-document.ts'
import { type DrawnPage, type DrawnText, makePdf, ruledTable } from './make-pdf.ts'
import { fileOf, readable } from './readable.ts'

const read = async (...pages: DrawnPage[]) => readPdfDocument(fileOf(makePdf(pages)))
const lines = async (...pages: DrawnPage[]) => readable((await read(...pages)).blocks)
const codes = async (...pages: DrawnPage[]) => (await read(...pages)).notes.map(({ code }) => code)

const XS = [50, 150, 200, 250]

describe('tables over several pages', () => {
  const top = (rows: readonly (readonly string[])[]) =>
    ruledTable(
      XS,
      Array.from({ length: rows.length + 1 }, (_, index) => 90 + index * 30),
      rows,
    )
  const bottom = (rows: readonly (readonly string[])[]) =>
    ruledTable(
      XS,
      Array.from({ length: rows.length + 1 }, (_, index) => 780 - (rows.length - index) * 30),
      rows,
    )
  const numbered = (page: number): DrawnText => ({ x: 290, y: 815, text: `- ${page} -` })
  const over = (above: readonly (readonly string[])[], below: readonly (readonly string[])[]) => {
    const [first, second] = [bottom(above), top(below)]
    return lines({ ...first, texts: [...first.texts, numbered(1)] }, { ...second, texts: [...second.texts, numbered(2)] })
  }

  test.each([
    {
      name: 'are one grid',
      above: [['规章', '2', '3']],
      below: [['1.许可', '10', '7']],
      found: [
        ['规章', '2', '3'],
        ['1.许可', '10', '7'],
      ],
    },
    {
      name: 'repeat their headings',
      above: [
        ['内容', '件数', '备注'],
        ['规章', '2', '3'],
      ],
      below: [
        ['内容', '件数', '备注'],
        ['1.许可', '10', '7'],
      ],
      found: [
        ['内容', '件数', '备注'],
        ['规章', '2', '3'],
        ['1.许可', '10', '7'],
      ],
    },
    {
      name: 'part a row: its label first, its figures on the next page',
      above: [['1.规章', '', '']],
      below: [
        ['', '2', '3'],
        ['2.许可', '10', '7'],
      ],
      found: [
        ['1.规章', '2', '3'],
        ['2.许可', '10', '7'],
      ],
    },
    {
      name: 'part a row in the middle of its label',
      above: [['1.行政规范性文', '', '']],
      below: [['件', '2', '3']],
      found: [['1.行政规范性文件', '2', '3']],
    },
    {
      name: 'part a number that fills its cell',
      above: [['1.许可', '1234567', '7']],
      below: [['', '8', '']],
      found: [['1.许可', '12345678', '7']],
    },
    {
      name: 'keep a blank row before a numbered one',
      above: [['1.规章', '', '']],
      below: [['2.许可', '10', '7']],
      found: [
        ['1.规章', '', ''],
        ['2.许可', '10', '7'],
      ],
    },
  ])('$name', async ({ above, below, found }) => expect(await over(above, below)).toEqual([found]))

  test('two rows that may be one are doubted', async () => {
    const { blocks } = await read(bottom([['规章', '', '']]), top([['许可', '10', '7']]))
    const cells = blocks[0]?.kind === 'grid' ? blocks[0].rows.flat() : []
    expect(cells.map((cell) => cell?.placed)).toEqual([0.6, 0.6, 0.6, 0.6, 0.6, 0.6])
  })

  test('a table with other edges is another table', async () => {
    const other = ruledTable([50, 150, 300], [90, 120], [['许可', '7']])
    expect(await lines(bottom([['规章', '2', '3']]), other)).toEqual([[['规章', '2', '3']], [['许可', '7']]])
  })

  test('text between them keeps them apart', async () => {
    const first = bottom([['规章', '2', '3']])
    const second = top([['许可', '10', '7']])
    const note = { x: 50, y: 86, text: '三、申请' }
    expect(await lines(first, { ...second, texts: [note, ...second.texts] })).toEqual([
      [['规章', '2', '3']],
      '三、申请',
      [['许可', '10', '7']],
    ])
  })

  test('running titles are properties, page numbers of a larger book are left out', async () => {
    const page = (number: number): DrawnPage => ({
      texts: [
        { x: 200, y: 40, text: '政务公开资料汇编' },
        { x: 50, y: 400, text: `第${'一二三'[number]}节` },
        { x: 290, y: 815, text: String(37 + number) },
      ],
    })
    const { blocks, meta } = await read(page(0), page(1), page(2))
    expect(readable(blocks)).toEqual(['第一节', '第二节', '第三节'])
    expect(meta).toEqual([{ name: 'RunningTitle', content: '政务公开资料汇编' }])
  })
})

describe('directions', () => {
  const table = ruledTable(XS, [100, 200], [])
  const title = { x: 50, y: 80, text: '三、收到和处理政府信息公开申请情况' }

  test('a label that runs upwards in its cell', async () => {
    const texts = [
      title,
      { x: 106, y: 190, text: '办理结果', turn: 90 },
      { x: 160, y: 150, text: '2' },
      { x: 210, y: 150, text: '13' },
    ]
    expect(await lines({ ...table, texts })).toEqual([title.text, [['办理结果', '2', '13']]])
  })

  test('a label of two lines that run downwards', async () => {
    const texts = [
      title,
      { x: 110, y: 110, text: '办理', turn: 270 },
      { x: 90, y: 110, text: '结果', turn: 270 },
      { x: 160, y: 150, text: '2' },
    ]
    expect(await lines({ ...table, texts })).toEqual([title.text, [['办理结果', '2', '']]])
  })

  test('a table laid sideways among upright text', async () => {
    const upright = ruledTable(
      [100, 200, 300],
      [500, 530, 560],
      [
        ['规章', '2'],
        ['许可', '10'],
      ],
    )
    // The table turned counter-clockwise: x → y, y → 842 - x.
    const texts = upright.texts.map(({ x, y, text }) => ({ x: y - 300, y: 842 - x, text, turn: 90 }))
    const shapes = upright.shapes.map((shape) => {
      const [x1, y1, x2, y2] = 'line' in shape ? shape.line : shape.fill
      return { line: [y1 - 300, 842 - x1, y2 - 300, 842 - x2] as const }
    })
    const around = { x: 50, y: 100, text: '二、主动公开政府信息情况' }
    expect(await lines({ shapes, texts: [around, ...texts] })).toEqual([
      '二、主动公开政府信息情况',
      [
        ['规章', '2'],
        ['许可', '10'],
      ],
    ])
  })

  test('large type across a table is a watermark', async () => {
    const ruled = ruledTable(
      XS,
      [100, 130, 160],
      [
        ['规章', '2', '3'],
        ['许可', '10', '7'],
      ],
    )
    const page = { ...ruled, texts: [{ x: 120, y: 150, text: '样张', size: 48 }, ...ruled.texts] }
    expect(await lines(page)).toEqual([
      [
        ['规章', '2', '3'],
        ['许可', '10', '7'],
      ],
    ])
    expect(await codes(page)).toEqual(['watermark'])
  })
})

describe('what nobody can see', () => {
  const table = ruledTable(XS, [100, 130], [['规章', '2', '3']])
  const white = [1, 1, 1] as const
  const grid = [[['规章', '2', '3']]]

  test.each<{ name: string; page: DrawnPage }>([
    { name: 'white on white', page: { ...table, texts: [...table.texts, { x: 161, y: 116, text: '8', colour: white }] } },
    { name: 'beside the page', page: { ...table, texts: [...table.texts, { x: -40, y: 116, text: '8' }] } },
    {
      name: 'covered by a white box with another figure on it',
      page: { ...table, texts: [{ x: 154, y: 116, text: '75' }], raw: `1 g 152 714 40 20 re f` },
    },
  ])('$name is left out with a note', async ({ page }) => {
    const found = await read(page)
    const shown = page.raw ? [[['', '', '']]] : grid
    expect(readable(found.blocks)).toEqual(shown)
    expect(found.notes.map(({ code }) => code)).toEqual(['hidden-text'])
  })

  test('white on a dark ground is read', async () => {
    const page: DrawnPage = {
      texts: [{ x: 54, y: 116, text: '规章', colour: white }],
      shapes: [{ fill: [50, 100, 250, 130] }],
    }
    expect(await lines(page)).toEqual(['规章'])
  })

  test('recognised text is unsure, and not there twice', async () => {
    const shown = table.texts.slice(1)
    const { blocks, notes } = await read({
      ...table,
      texts: [...shown, ...table.texts.map((text) => ({ ...text, x: text.x + 0.5, invisible: true }))],
    })
    expect(readable(blocks)).toEqual(grid)
    const cells = blocks[0]?.kind === 'grid' ? blocks[0].rows.flat() : []
    expect(cells.map((cell) => cell?.confidence)).toEqual([0.8, undefined, undefined])
    expect(notes.map(({ code }) => code)).toEqual(['ocr-text-layer'])
  })
})

describe('drawings', () => {
  test('a clip of more corners than a call has arguments', async () => {
    const corners = Array.from({ length: 180_000 }, (_, index) => `${index % 500} ${(index * 7) % 700} l`).join(' ')
    const raw = `q 0 0 m ${corners} h W n 0 0 0 rg 10 10 100 100 re f Q`
    expect(await lines({ raw, texts: [{ x: 50, y: 100, text: '规章' }] })).toEqual(['规章'])
  })

  test('a grid of more cells than a call has arguments', async () => {
    const [count, step] = [400, 4.5]
    const side = count * step
    const shapes = Array.from({ length: count }, (_, index) => index * step).flatMap((at) => [
      { line: [at, 0, at, side] as const },
      { line: [0, at, side, at] as const },
    ])
    const [grid] = (await read({ shapes, width: side, height: side })).blocks
    expect(grid?.kind === 'grid' && grid.rows.length).toBe(count - 1)
  })
})

test('fields of a form stand in the cells they lie in', async () => {
  const table = ruledTable(XS, [100, 130], [['规章', '', '']])
  const fields = [
    { box: [152, 104, 198, 126] as const, value: '1036' },
    { box: [202, 104, 248, 126] as const, value: '７' },
  ]
  expect(await lines({ ...table, fields })).toEqual([[['规章', '1036', '７']]])
})

describe('tables without lines', () => {
  test('a value stands under the heading over it, an empty place is a blank', async () => {
    const centred = (y: number, ...cells: readonly string[]): DrawnText[] =>
      cells.flatMap((text, index) =>
        text === '' ? [] : [{ x: 60 + index * 90 - text.length * (/\d/.test(text) ? 3 : 6), y, text, size: 12 }],
      )
    const texts = [
      ...centred(100, '事项', '本年', '上年', '总数'),
      ...centred(130, '许可', '3', '', '3'),
      ...centred(160, '处罚', '', '12', '12'),
      ...centred(190, '强制', '100', '20', '120'),
    ]
    const across = ['←', '←']
    expect(await lines({ texts })).toEqual([
      [
        ['事项', ...across, '本年', '上年', '总数'],
        ['许可', ...across, '3', '', '3'],
        ['处罚', ...across, '', '12', '12'],
        ['强制', ...across, '100', '20', '120'],
      ],
    ])
  })

  test('a label wrapped behind its figures is put together', async () => {
    const row = (y: number, label: string, ...figures: string[]): DrawnText[] => [
      { x: 50, y, text: label },
      ...figures.map((text, index) => ({ x: 150 + index * 50, y, text })),
    ]
    const texts = [...row(100, '1.属于', '3', '0', '0', '3'), ...row(114, '国家秘密'), ...row(128, '2.重复', '5', '0', '0', '5')]
    const across = ['←', '←']
    expect(await lines({ texts })).toEqual([
      [
        ['1.属于国家秘密', ...across, '3', '0', '0', '3'],
        ['2.重复', ...across, '5', '0', '0', '5'],
      ],
    ])
  })

  test('figures are unsure until the sums confirm them', async () => {
    const { blocks } = await read({
      texts: [
        { x: 50, y: 100, text: '规章' },
        { x: 150, y: 100, text: '2' },
      ],
    })
    const pieces = blocks[0]?.kind === 'paragraph' ? blocks[0].pieces : []
    expect(pieces.map(({ placed }) => placed)).toEqual([undefined, 0.8])
  })
})
