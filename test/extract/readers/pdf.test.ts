import { describe, expect, test } from 'vitest'
import { readPdfDocument } from '../../../src/extract/readers/pdf/pdf-document.ts'
import { readDocument } from '../../../src/extract/readers/read-document.ts'
import { GiveUp } from '../../../src/model/give-up.ts'
import { type DrawnPage, type DrawnText, makePdf, ruledTable } from './make-pdf.ts'
import { fileOf, readable } from './readable.ts'

const read = async (...pages: DrawnPage[]) => readPdfDocument(fileOf(makePdf(pages)))
const lines = async (...pages: DrawnPage[]) => readable((await read(...pages)).blocks)

describe('lines', () => {
  const row = (y: number, ...parts: [number, string][]): DrawnText[] => parts.map(([x, text]) => ({ x, y, text }))

  test.each([
    {
      name: 'from top to bottom, whatever the order in the file',
      texts: [...row(200, [50, '乙']), ...row(100, [50, '甲'])],
      found: ['甲', '乙'],
    },
    {
      name: 'from left to right, whatever the order in the file',
      texts: row(100, [200, '2'], [50, '规章']),
      found: ['规章 ¦ 2'],
    },
    { name: 'a number whose digits are drawn one by one', texts: row(100, [50, '1'], [57, '0'], [64, '3']), found: ['103'] },
    { name: 'numbers with a gap', texts: row(100, [50, '10'], [80, '3']), found: ['10 ¦ 3'] },
    { name: 'justified text', texts: row(100, [50, '政'], [64, '府'], [78, '信'], [92, '息']), found: ['政府信息'] },
    { name: 'a stored blank', texts: row(100, [50, '2023 年']), found: ['2023 年'] },
    {
      name: 'characters printed twice for boldness',
      texts: row(100, [50, '总'], [50.4, '总'], [62, '计'], [62.4, '计'], [74, '11']),
      found: ['总计11'],
    },
    { name: 'small differences of height', texts: [...row(100, [50, '规章']), ...row(101.5, [90, '2'])], found: ['规章 ¦ 2'] },
    {
      name: 'page numbers at the edge',
      texts: [...row(400, [50, '12']), ...row(810, [290, '- 3 -']), ...row(40, [290, '第3页/共5页'])],
      found: ['12'],
    },
    {
      name: "a figure at the edge that is not this page's number",
      texts: [...row(400, [50, '12']), ...row(810, [290, '37'])],
      found: ['12', '37'],
    },
  ])('$name', async ({ texts, found }) => expect(await lines({ texts })).toEqual(found))

  test('a font that is not embedded, character by character', async () => {
    const texts = [...'规章12'].map((text, index) => ({ x: [50, 62, 74, 80][index]!, y: 100, text, unembedded: true }))
    expect(await lines({ texts })).toEqual(['规章12'])
  })

  test('a slanting watermark is told in a note', async () => {
    const { blocks, notes } = await read({ texts: [...row(100, [50, '甲乙']), { x: 60, y: 110, text: '草稿', turn: 45 }] })
    expect(readable(blocks)).toEqual(['甲乙'])
    expect(notes.map(({ code, message }) => [code, message.includes('草稿')])).toEqual([['watermark', true]])
  })

  test('page after page', async () => {
    expect(await lines({ texts: row(700, [50, '甲']) }, { texts: row(100, [50, '乙']) })).toEqual(['甲', '乙'])
  })

  test('places are boxes from the upper left corner of the page', async () => {
    const { blocks } = await read({}, { texts: [{ x: 50, y: 100, text: '规章', size: 10 }] })
    expect(blocks[0]?.at.page).toBe(2)
    const [left, top, right, bottom] = blocks[0]?.at.box ?? []
    expect([left, right]).toEqual([50, 70])
    expect(top).toBeCloseTo(91.4, 0)
    expect(bottom).toBeCloseTo(101.4, 0)
  })

  test('a turned page reads upright, and its places are those of the page as shown', async () => {
    // Upright text on a page shown turned by 90° runs upwards in the page's own space.
    const { blocks } = await read({
      rotate: 90,
      texts: [
        { x: 100, y: 742, text: '规章', size: 10, turn: 90 },
        { x: 120, y: 742, text: '2', size: 10, turn: 90 },
      ],
    })
    expect(readable(blocks)).toEqual(['规章', '2'])
    expect(blocks[0]?.at.box?.[0]).toBeCloseTo(100, 0)
    expect(blocks[0]?.at.box?.[3]).toBeCloseTo(101.4, 0)
  })

  test('a table laid sideways on an upright page', async () => {
    const table = ruledTable(
      [50, 150, 250],
      [50, 80, 110],
      [
        ['规章', '2'],
        ['许可', '10'],
      ],
    )
    // The same drawing, turned by 90° about the page: x → 595 - y, y → x.
    const { blocks } = await read({
      texts: table.texts.map(({ x, y, text }) => ({ x: y, y: 842 - x, text, turn: 90 })),
      shapes: table.shapes.map((shape) =>
        'line' in shape ? { line: [shape.line[1], 842 - shape.line[0], shape.line[3], 842 - shape.line[2]] as const } : shape,
      ),
    })
    expect(readable(blocks)).toEqual([
      [
        ['规章', '2'],
        ['许可', '10'],
      ],
    ])
    const [left, top, right, bottom] = blocks[0]?.at.box ?? []
    expect([left, top, right, bottom].map((value) => Math.round(value ?? 0))).toEqual([50, 592, 110, 792])
  })
})

describe('ruled tables', () => {
  const xs = [50, 150, 200, 250]
  const ys = [100, 130, 160]

  test('cells between lines, text around them', async () => {
    const table = ruledTable(xs, ys, [
      ['规章', '2', ''],
      ['许可', '10', '7'],
    ])
    expect(
      await lines({
        ...table,
        texts: [...table.texts, { x: 50, y: 80, text: '二、主动公开' }, { x: 50, y: 190, text: '三、申请' }],
      }),
    ).toEqual([
      '二、主动公开',
      [
        ['规章', '2', ''],
        ['许可', '10', '7'],
      ],
      '三、申请',
    ])
  })

  test('a missing line makes a merged cell', async () => {
    const shapes = [
      ...[50, 250].map((x) => ({ line: [x, 100, x, 160] as const })),
      { line: [150, 100, 150, 160] as const },
      { line: [200, 130, 200, 160] as const },
      ...[100, 160].map((y) => ({ line: [50, y, 250, y] as const })),
      { line: [150, 130, 250, 130] as const },
    ]
    const texts = [
      { x: 54, y: 134, text: '甲' },
      { x: 154, y: 116, text: '乙' },
      { x: 154, y: 146, text: '1' },
      { x: 204, y: 146, text: '2' },
    ]
    expect(await lines({ shapes, texts })).toEqual([
      [
        ['甲', '乙', '←'],
        ['↑', '1', '2'],
      ],
    ])
  })

  test('lines drawn as thin boxes, in parts, doubled, or as one rectangle a cell', async () => {
    const texts = [
      { x: 54, y: 116, text: '甲' },
      { x: 154, y: 116, text: '1' },
    ]
    const grid = [[['甲', '1']]]
    const thin = [50, 150, 250].map((x) => ({ fill: [x, 100, x + 0.7, 130] as const }))
    const across = [100, 130].flatMap((y) => [
      { fill: [50, y, 151, y + 0.7] as const },
      { fill: [149, y, 250.7, y + 0.7] as const },
    ])
    expect(await lines({ texts, shapes: [...thin, ...across] })).toEqual(grid)
    const doubled = ruledTable([50, 150, 250], [100, 130], []).shapes.flatMap((shape) =>
      'line' in shape
        ? [shape, { line: [shape.line[0] + 2, shape.line[1] + 2, shape.line[2] + 2, shape.line[3] + 2] as const }]
        : [],
    )
    expect(await lines({ texts, shapes: doubled })).toEqual(grid)
    expect(await lines({ texts, raw: '50 712 100 30 re S 150 712 100 30 re S' })).toEqual(grid)
    const dotted =
      '[1 2] 0 d 50 742 m 250 742 l S 50 712 m 250 712 l S 50 742 m 50 712 l S 150 742 m 150 712 l S 250 742 m 250 712 l S'
    expect(await lines({ texts, raw: dotted })).toEqual(grid)
  })

  test('a table open at its sides', async () => {
    const shapes = [{ line: [150, 100, 150, 160] as const }, ...ys.map((y) => ({ line: [50, y, 250, y] as const }))]
    const texts = [
      { x: 54, y: 116, text: '甲' },
      { x: 154, y: 116, text: '1' },
      { x: 54, y: 146, text: '乙' },
      { x: 154, y: 146, text: '2' },
    ]
    expect(await lines({ shapes, texts })).toEqual([
      [
        ['甲', '1'],
        ['乙', '2'],
      ],
    ])
  })

  test('a label wrapped over several lines, a number wrapped in its narrow cell, two numbers below each other', async () => {
    const table = ruledTable([50, 100, 130, 200], [100, 160], [])
    const texts = [
      { x: 52, y: 116, text: '行政规范' },
      { x: 52, y: 132, text: '性文件' },
      { x: 102, y: 116, text: '1808' },
      { x: 102, y: 132, text: '595' },
      { x: 134, y: 116, text: '12' },
      { x: 134, y: 132, text: '3' },
    ]
    expect(await lines({ ...table, texts })).toEqual([[['行政规范性文件', '1808595', '12\n3']]])
  })

  test('a number wider than its cell stays whole', async () => {
    const table = ruledTable([50, 100, 120, 200], [100, 130], [])
    const texts = [
      { x: 54, y: 116, text: '甲' },
      { x: 96, y: 116, text: '18085', size: 10 },
      { x: 154, y: 116, text: '7' },
    ]
    expect(await lines({ ...table, texts })).toEqual([[['甲', '18085', '7']]])
  })

  test('numbers of neighbouring narrow cells stay apart', async () => {
    const table = ruledTable([50, 64, 78, 92], [100, 130], [])
    const texts = [
      { x: 51, y: 116, text: '10' },
      { x: 65, y: 116, text: '20' },
      { x: 79, y: 116, text: '30' },
    ]
    expect(await lines({ ...table, texts })).toEqual([[['10', '20', '30']]])
  })

  test('a frame, an underline and a single column are no tables', async () => {
    const raw = '20 20 555 802 re S 50 700 m 200 700 l S'
    expect(await lines({ raw, texts: [{ x: 54, y: 116, text: '甲' }] })).toEqual(['甲'])
    const column = ruledTable([50, 200], [100, 130, 160], [['甲'], ['乙']])
    expect(await lines(column)).toEqual(['甲', '乙'])
  })

  test('a frame around a table leaves it a table', async () => {
    const table = ruledTable(xs, ys, [
      ['规章', '2', '3'],
      ['许可', '10', '7'],
    ])
    expect(await lines({ ...table, raw: '20 20 555 802 re S' })).toEqual([
      [
        ['规章', '2', '3'],
        ['许可', '10', '7'],
      ],
    ])
  })

  test('lines inside a form', async () => {
    const table = ruledTable(xs, ys, [
      ['规章', '2', '3'],
      ['许可', '10', '7'],
    ])
    expect(await lines({ ...table, raw: 'q 1 0 0 1 0 0 cm Q' })).toEqual([
      [
        ['规章', '2', '3'],
        ['许可', '10', '7'],
      ],
    ])
  })
})

test('title and properties', async () => {
  const { title, meta } = await readPdfDocument(fileOf(makePdf([{}], { Title: '某局年报', Author: '甲' })))
  expect(title).toBe('某局年报')
  expect(meta).toEqual([
    { name: 'Title', content: '某局年报' },
    { name: 'Author', content: '甲' },
  ])
})

test('text that recognition laid invisibly over a scan is read with a note', async () => {
  const { blocks, notes } = await read({ texts: [{ x: 50, y: 100, text: '总体情况', invisible: true }] })
  expect(readable(blocks)).toEqual(['总体情况'])
  expect(notes.map(({ code }) => code)).toEqual(['ocr-text-layer'])
})

test('a scan without text says so', async () => {
  const raw = 'q 500 0 0 700 40 60 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q'
  const { blocks, notes } = await read({ raw })
  expect(blocks.map(({ kind, at }) => [kind, at.page])).toEqual([['picture', 1]])
  expect(notes.map(({ code }) => code)).toEqual(['no-text-layer'])
})

describe('files that cannot be read', () => {
  const reason = async (bytes: Uint8Array) => {
    const error = await readDocument(fileOf(bytes)).catch((thrown: unknown) => thrown)
    return error instanceof GiveUp ? error.reason : error
  }
  const whole = makePdf([{ texts: [{ x: 50, y: 100, text: '甲' }] }, { texts: [{ x: 50, y: 100, text: '乙' }] }])

  test('cut off anywhere', async () => {
    for (const part of [0.02, 0.2, 0.4, 0.6, 0.8, 0.9])
      expect(await reason(whole.subarray(0, Math.floor(whole.length * part)))).toBe('damaged-file')
  })

  test('a wrong index is rebuilt, with a note', async () => {
    const text = whole.toString('latin1').replace(/startxref\n\d+/, 'startxref\n7')
    const { blocks, notes } = await readPdfDocument(fileOf(Buffer.from(text, 'latin1')))
    expect(readable(blocks)).toEqual(['甲', '乙'])
    expect(notes.map(({ code }) => code)).toEqual(['pdf-repaired'])
  })

  test('protected by a password', async () => {
    const key = '<0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef>'
    const text = whole
      .toString('latin1')
      .replace('/Info 4 0 R', `/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O ${key} /U ${key} >> /ID [<00> <00>]`)
    expect(await reason(Buffer.from(text, 'latin1'))).toBe('encrypted-file')
  })

  test('only the beginning of a PDF', async () => {
    expect(await reason(Buffer.from('%PDF-1.7\n'))).toBe('damaged-file')
  })

  test('the next file is read all the same', async () => {
    await reason(whole.subarray(0, 300))
    expect(await lines({ texts: [{ x: 50, y: 100, text: '甲' }] })).toEqual(['甲'])
  })
})
