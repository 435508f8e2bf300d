import { describe, expect, test } from 'vitest'
import { readDocument } from '../../../src/extract/readers/read-document.ts'
import type { Document } from '../../../src/model/document.ts'
import { GiveUp } from '../../../src/model/give-up.ts'
import { expectAnswersToChangedWords } from './changed-words.ts'
import { type DocOptions, type DocParagraph, type DocRun, inTable, makeDoc, modifier, rowEnd } from './make-doc.ts'
import { makeOle } from './make-ole.ts'
import { fileOf, readable } from './readable.ts'

const read = (body: readonly DocParagraph[], options?: DocOptions) => readDocument(fileOf(makeDoc(body, options)))
const p = (...runs: readonly (string | DocRun)[]): DocParagraph => ({
  runs: [...runs.map((run) => (typeof run === 'string' ? { text: run } : run)), { text: '\r' }],
})
const cell = (text: string, depth = 1): DocParagraph => ({
  runs: [{ text: `${text}${depth === 1 ? '\x07' : '\r'}` }],
  modifiers: depth === 1 ? inTable() : Buffer.concat([inTable(depth), modifier(0x244b, 1)]),
})
type Edge = Parameters<typeof rowEnd>[1][number]
const row = (edges: readonly (number | Edge)[], texts: readonly string[], depth = 1): DocParagraph[] => [
  ...texts.map((text) => cell(text, depth)),
  {
    runs: [{ text: depth === 1 ? '\x07' : '\r' }],
    modifiers: rowEnd(
      0,
      edges.map((edge) => (typeof edge === 'number' ? { right: edge } : edge)),
      depth,
    ),
  },
]
const DELETED = modifier(0x0800, 1)
const HIDDEN = modifier(0x083c, 1)
const RAISED = modifier(0x2a48, 1)
/** The third style of the documents, which raises its characters. */
const MARK_STYLE = modifier(0x4a30, 2)
const SPECIAL = modifier(0x0855, 1)

describe('paragraphs', () => {
  test.each<{ name: string; body: DocParagraph[]; options?: DocOptions; blocks: string[] }>([
    { name: 'runs join without spaces', body: [p('规', { text: '章', modifiers: modifier(0x0835, 1) })], blocks: ['规章'] },
    { name: 'empty paragraphs are none', body: [p(), p('甲'), p()], blocks: ['甲'] },
    { name: 'tabs set pieces apart', body: [p('规章\t2')], blocks: ['规章 ¦ 2'] },
    { name: 'line and page breaks end lines', body: [p('甲\x0b乙\x0c丙')], blocks: ['甲', '乙', '丙'] },
    { name: 'deleted text is left out', body: [p({ text: '旧', modifiers: DELETED }, '新')], blocks: ['新'] },
    { name: 'hidden text is left out', body: [p('明', { text: '暗', modifiers: HIDDEN })], blocks: ['明'] },
    {
      name: 'raised and lowered digits do not join the number before them',
      body: [p('12', { text: '1', modifiers: RAISED }, '件'), p('3', { text: '4', modifiers: modifier(0x2a48, 2) })],
      blocks: ['12¹件', '3₄'],
    },
    { name: 'a paragraph that is raised as a whole', body: [p({ text: '12', modifiers: RAISED })], blocks: ['12'] },
    {
      name: 'digits that a style raises',
      body: [
        p('12', { text: '1', modifiers: MARK_STYLE }, { text: '2', modifiers: Buffer.concat([MARK_STYLE, modifier(0x2a48, 0)]) }),
      ],
      blocks: ['12¹2'],
    },
    { name: 'fields give their result', body: [p('共\x13 =SUM(ABOVE) \x1412\x15件')], blocks: ['共12件'] },
    { name: 'fields in fields', body: [p('\x13 IF \x13 PAGE \x143\x15 \x14甲\x15')], blocks: ['甲'] },
    { name: 'a field without a result', body: [p('甲\x13 TC x \x15乙')], blocks: ['甲乙'] },
    { name: 'a begin of a field without an end', body: [p('甲\x13乙'), p('丙')], blocks: ['甲乙', '丙'] },
    { name: 'hyphens that do not break, and soft ones', body: [p('2024\x1e1\x1f2')], blocks: ['2024-12'] },
    { name: 'headings by style', body: [{ ...p('一、总体情况'), style: 1 }, p('文')], blocks: ['# 一、总体情况', '文'] },
    {
      name: 'headings by outline level, body text by the same',
      body: [
        { ...p('甲'), modifiers: modifier(0x2640, 1) },
        { ...p('乙'), style: 1, modifiers: modifier(0x2640, 9) },
      ],
      blocks: ['## 甲', '乙'],
    },
    { name: 'page headers are left out', body: [p('文')], options: { header: '内部资料' }, blocks: ['文'] },
    { name: 'pieces of 8-bit characters', body: [p('共12件 (100%)')], options: { compress: true }, blocks: ['共12件 (100%)'] },
    {
      name: 'pieces out of order',
      body: [p('一二三四五六七'), p('八九十')],
      options: { pieceLength: 2 },
      blocks: ['一二三四五六七', '八九十'],
    },
    {
      name: 'text boxes stand where they are anchored',
      body: [p('前'), p({ text: '\b', modifiers: SPECIAL }, '文'), p('后')],
      options: { textBoxes: [{ shape: 1026, paragraphs: [p('框')] }] },
      blocks: ['前', '框', '文', '后'],
    },
  ])('$name', async ({ body, options, blocks }) => expect(readable((await read(body, options)).blocks)).toEqual(blocks))

  test('places are paths', async () => {
    const { blocks } = await read([p('甲'), ...row([500, 900], ['规章', '0']), p('乙')])
    expect(blocks.map(({ at }) => at.path)).toEqual(['WordDocument#p[1]', 'WordDocument#tbl[1]', 'WordDocument#p[2]'])
    const [, grid] = blocks
    expect(grid?.kind === 'grid' && grid.rows[0]?.[1]?.at.path).toBe('WordDocument#tbl[1]/tr[1]/tc[2]')
  })
})

describe('tables', () => {
  const first = (right: number): Edge => ({ right, down: 'first' })
  const on = (right: number): Edge => ({ right, down: 'continued' })

  test.each<{ name: string; rows: DocParagraph[]; grid: string[][] }>([
    { name: 'a plain table', rows: row([500, 900], ['规章', '0']), grid: [['规章', '0']] },
    {
      name: 'a cell as wide as two',
      rows: [...row([1000, 1500], ['甲', '1']), ...row([500, 1000, 1500], ['乙', '丙', '2'])],
      grid: [
        ['甲', '←', '1'],
        ['乙', '丙', '2'],
      ],
    },
    {
      name: 'cells marked as merged',
      rows: [
        ...row([{ right: 500, across: 'first' }, { right: 1000, across: 'continued' }, 1500], ['甲', '', '1']),
        ...row([500, 1000, 1500], ['乙', '丙', '2']),
      ],
      grid: [
        ['甲', '←', '1'],
        ['乙', '丙', '2'],
      ],
    },
    {
      name: 'edges that stand a little apart are one',
      rows: [...row([520, 1000], ['甲', '1']), ...row([480, 1030], ['乙', '2'])],
      grid: [
        ['甲', '1'],
        ['乙', '2'],
      ],
    },
    {
      name: 'cells merged downwards, two areas below each other',
      rows: [
        ...row([first(500), 900], ['甲', '1']),
        ...row([on(500), 900], ['', '2']),
        ...row([first(500), 900], ['乙', '3']),
        ...row([on(500), 900], ['', '4']),
      ],
      grid: [
        ['甲', '1'],
        ['↑', '2'],
        ['乙', '3'],
        ['↑', '4'],
      ],
    },
    {
      name: 'a cell that continues nothing',
      rows: [...row([400, 900], ['甲', '1']), ...row([on(600), 900], ['', '2'])],
      grid: [
        ['甲', '1', '←'],
        ['', '←', '2'],
      ],
    },
    {
      name: 'a row that begins further right',
      rows: [...row([500, 900], ['甲', '1']), cell('2'), { runs: [{ text: '\x07' }], modifiers: rowEnd(500, [{ right: 900 }]) }],
      grid: [
        ['甲', '1'],
        ['∅', '2'],
      ],
    },
    {
      name: 'a row deleted with its text',
      rows: [
        ...row([500, 900], ['甲', '1']),
        { runs: [{ text: '乙\x07', modifiers: DELETED }], modifiers: inTable() },
        { runs: [{ text: '2\x07', modifiers: DELETED }], modifiers: inTable() },
        { runs: [{ text: '\x07', modifiers: DELETED }], modifiers: rowEnd(0, [{ right: 500 }, { right: 900 }]) },
      ],
      grid: [['甲', '1']],
    },
    {
      name: 'several paragraphs in a cell',
      rows: [{ runs: [{ text: '商业\r' }], modifiers: inTable() }, ...row([500, 900], ['企业', '1'])],
      grid: [['商业\n企业', '1']],
    },
    {
      name: 'a definition too long for a page of properties',
      rows: row(
        Array.from({ length: 30 }, (_, index) => (index + 1) * 400),
        Array.from({ length: 30 }, (_, index) => String(index)),
      ),
      grid: [Array.from({ length: 30 }, (_, index) => String(index))],
    },
  ])('$name', async ({ rows, grid }) => expect(readable((await read([...rows, p()])).blocks)).toEqual([grid]))

  test('a table in a layout table', async () => {
    const inner = row([500, 900], ['规章', '0'], 2)
    const body = [{ ...p('前'), modifiers: inTable() }, ...inner, ...row([5000], ['后']), p()]
    expect(readable((await read(body)).blocks)).toEqual(['前', [['规章', '0']], '后'])
  })

  test('a row that does not fit its definition is noted', async () => {
    const { blocks, notes } = await read([...row([500, 900], ['甲', '1']), ...row([500, 900], ['乙', '2', '3']), p()])
    expect(readable(blocks)).toEqual([
      [
        ['甲', '1', '∅'],
        ['乙', '2', '3'],
      ],
    ])
    expect(notes.map(({ code }) => code)).toEqual(['row-shape-missing'])
  })
})

test('title and times', async () => {
  const { title, meta } = await read([p('文')], {
    streams: { '\u0005SummaryInformation': summary('2024年年报', Date.UTC(2025, 0, 20, 9)) },
  })
  expect(title).toBe('2024年年报')
  expect(meta).toEqual([
    { name: 'title', content: '2024年年报' },
    { name: 'created', content: '2025-01-20T09:00:00Z' },
  ])
})

/** A property set with a title in UTF-8 and a time. */
function summary(title: string, time: number): Buffer {
  const text = Buffer.from(`${title}\0`)
  const padded = Buffer.alloc(Math.ceil(text.length / 4) * 4)
  text.copy(padded)
  const head = Buffer.alloc(48)
  head.writeUInt16LE(0xfffe)
  head.writeUInt32LE(1, 24)
  head.writeUInt32LE(48, 44)
  const section = Buffer.alloc(8 + 3 * 8)
  section.writeUInt32LE(3, 4)
  const values = [
    [1, Buffer.from([2, 0, 0, 0, 0xe9, 0xfd, 0, 0])],
    [2, Buffer.concat([Buffer.from([30, 0, 0, 0, text.length, 0, 0, 0]), padded])],
    [12, Buffer.concat([Buffer.from([64, 0, 0, 0]), fileTime(time)])],
  ] as const
  let at = section.length
  for (const [index, [id, value]] of values.entries()) {
    section.writeUInt32LE(id, 8 + index * 8)
    section.writeUInt32LE(at, 12 + index * 8)
    at += value.length
  }
  return Buffer.concat([head, section, ...values.map(([, value]) => value)])
}

function fileTime(time: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE((BigInt(time) + 11_644_473_600_000n) * 10_000n)
  return bytes
}

describe('pictures in the text', () => {
  const PNG = Buffer.from('89504e470d0a1a0a00', 'hex')
  const record = (version: number, type: number, ...content: Uint8Array[]) => {
    const bytes = Buffer.concat(content)
    const head = Buffer.alloc(8)
    head.writeUInt16LE(version)
    head.writeUInt16LE(type, 2)
    head.writeUInt32LE(bytes.length, 4)
    return Buffer.concat([head, bytes])
  }
  const pictureOf = (side: number) => {
    const head = Buffer.alloc(0x44)
    const file = record(0x6e00, 0xf01e, Buffer.alloc(17), PNG)
    const records = Buffer.concat([record(0xf, 0xf004), record(2, 0xf007, Buffer.alloc(36), file)])
    head.writeUInt32LE(head.length + records.length)
    head.writeUInt16LE(head.length, 4)
    for (const at of [28, 30]) head.writeInt16LE(side, at)
    for (const at of [32, 34]) head.writeUInt16LE(1000, at)
    return Buffer.concat([head, records])
  }
  const body = [p('前', { text: '\x01', modifiers: Buffer.concat([SPECIAL, modifier(0x6a03, 0)]) })]

  test('carry their file', async () => {
    const { blocks } = await read(body, { streams: { Data: pictureOf(5000) } })
    expect(readable(blocks)).toEqual(['前', '[picture Data#0]'])
    expect(blocks[1]?.kind === 'picture' && Buffer.from(blocks[1].bytes ?? []).equals(PNG)).toBe(true)
  })

  test('icons are left out', async () => {
    expect(readable((await read(body, { streams: { Data: pictureOf(400) } })).blocks)).toEqual(['前'])
  })
})

describe('files that are no readable Word document', () => {
  const whole = makeDoc([p('文'.repeat(300)), ...row([500, 900], ['规章', '0']), p('后')])
  const reasonOf = async (bytes: Uint8Array) => {
    const result = await readDocument(fileOf(bytes)).catch((error: unknown) => error)
    return result instanceof GiveUp ? `${result.reason}: ${result.detail}` : result
  }
  const changed = (stream: Uint8Array, at: number, value: number) => {
    const bytes = Buffer.from(stream)
    bytes.writeUInt16LE(value, at)
    return bytes
  }

  test.each([
    {
      name: 'a password',
      bytes: makeOle({ WordDocument: changed(Buffer.alloc(4096, 0xc1), 0x0a, 0x0100) }),
      says: /encrypted-file.*password/,
    },
    {
      name: 'Word 95',
      bytes: makeDoc([p('文')], { version: 104 }),
      says: /unsupported-format.*Word 95 or older.*save it as DOCX/,
    },
    { name: 'no table stream', bytes: makeOle({ WordDocument: Buffer.alloc(4096, 0xc1).fill(0, 10, 12) }), says: /damaged-file/ },
    { name: 'a header that names more sectors than there are', bytes: changed(whole, 0x30, 0x7fff), says: /damaged-file/ },
    { name: 'sectors of an impossible size', bytes: changed(whole, 0x1e, 30), says: /damaged-file/ },
  ])('$name', async ({ bytes, says }) => expect(await reasonOf(bytes)).toMatch(says))

  test('sectors that run in a circle', async () => {
    const bytes = Buffer.from(whole)
    const table = (bytes.readUInt32LE(0x4c) + 1) * 512
    for (let sector = 0; sector < 20; sector++) bytes.writeUInt32LE(0, table + sector * 4)
    expect(await reasonOf(bytes)).toMatch(/damaged-file/)
  })

  test('pieces that share their text', async () => {
    const bytes = Buffer.from(whole)
    const clx = bytes.indexOf(Buffer.from([0x02, 0x10, 0, 0, 0]))
    bytes.writeUInt32LE(0x7fffffff, clx + 5 + 4)
    expect(await reasonOf(bytes)).toMatch(/damaged-file.*pieces/)
  })

  test('cut off anywhere: damaged, unless only unused bytes at the end are gone', async () => {
    const { blocks } = await readDocument(fileOf(whole))
    for (let part = 1; part < 50; part++) {
      const result = await reasonOf(whole.subarray(0, Math.floor((whole.length * part) / 50)))
      if (typeof result === 'string') expect(result).toMatch(/damaged-file/)
      else expect((result as Document).blocks).toEqual(blocks)
    }
  })

  test('any damage gives a document or a reason', () => expectAnswersToChangedWords(whole))
})
