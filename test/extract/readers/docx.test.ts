import fc from 'fast-check'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { readDocx } from '../../../src/extract/readers/docx.ts'
import { readDocument } from '../../../src/extract/readers/read-document.ts'
import { GiveUp } from '../../../src/model/give-up.ts'
import { makeDocx, p, tbl, tc, tr } from './make-docx.ts'
import { fileOf, readable } from './readable.ts'

const read = (body: string, parts?: Record<string, string>) => readDocx(fileOf(makeDocx(body, parts)))
const run = (content: string) => `<w:r>${content}</w:r>`

describe('paragraphs', () => {
  test.each([
    {
      name: 'runs join without spaces',
      body: `<w:p>${run('<w:t>规</w:t>')}${run('<w:rPr><w:b/></w:rPr><w:t>章</w:t>')}</w:p>`,
      blocks: ['规章'],
    },
    { name: 'empty paragraphs are none', body: '<w:p/><w:p><w:pPr/></w:p>', blocks: [] },
    {
      name: 'tabs set pieces apart, tab stops do not',
      body: `<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr>${run('<w:t>规章</w:t><w:tab/><w:t>2</w:t>')}</w:p>`,
      blocks: ['规章 ¦ 2'],
    },
    { name: 'breaks end lines', body: `<w:p>${run('<w:t>甲</w:t><w:br/><w:t>乙</w:t>')}</w:p>`, blocks: ['甲', '乙'] },
    {
      name: 'deleted text is left out, inserted text kept',
      body: `<w:p><w:del>${run('<w:delText>旧</w:delText>')}</w:del><w:ins>${run('<w:t>新</w:t>')}</w:ins></w:p>`,
      blocks: ['新'],
    },
    {
      name: 'a deleted paragraph mark deletes no text',
      body: `<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>${run('<w:t>甲</w:t>')}</w:p>`,
      blocks: ['甲'],
    },
    {
      name: 'moved text stands where it was moved to',
      body: `<w:p><w:moveFrom>${run('<w:t>甲</w:t>')}</w:moveFrom></w:p><w:p><w:moveTo>${run('<w:t>甲</w:t>')}</w:moveTo></w:p>`,
      blocks: ['甲'],
    },
    {
      name: 'hidden text is left out',
      body: `<w:p>${run('<w:rPr><w:vanish/></w:rPr><w:t>暗</w:t>')}${run('<w:rPr><w:vanish w:val="0"/></w:rPr><w:t>明</w:t>')}</w:p>`,
      blocks: ['明'],
    },
    {
      name: 'fields give their result',
      body: `<w:p>${run('<w:instrText>PAGE</w:instrText>')}${run('<w:t>3</w:t>')}</w:p>`,
      blocks: ['3'],
    },
    {
      name: 'content controls and links',
      body: `<w:sdt><w:sdtContent><w:p><w:hyperlink>${run('<w:t>链接</w:t>')}</w:hyperlink></w:p></w:sdtContent></w:sdt>`,
      blocks: ['链接'],
    },
    { name: 'entities', body: p('&#8220;三安全&#8221; &lt;5&gt; &amp;'), blocks: ['“三安全” <5> &'] },
    {
      name: 'a text box is read once',
      body: `<w:p>${run(`<mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>${p('框')}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>${p('框')}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent>`)}${run('<w:t>文</w:t>')}</w:p>`,
      blocks: ['框', '文'],
    },
    {
      name: 'outline levels are headings',
      body: p('一、总体情况', '<w:outlineLvl w:val="0"/>') + p('正文', '<w:outlineLvl w:val="9"/>'),
      blocks: ['# 一、总体情况', '正文'],
    },
  ])('$name', ({ body, blocks }) => expect(readable(read(body).blocks)).toEqual(blocks))

  test('heading styles, also by their base style', () => {
    const styles =
      '<w:styles><w:style w:styleId="1"><w:name w:val="heading 1"/></w:style><w:style w:styleId="a"><w:name w:val="章"/><w:basedOn w:val="1"/></w:style>' +
      '<w:style w:styleId="x"><w:basedOn w:val="y"/></w:style><w:style w:styleId="y"><w:basedOn w:val="x"/></w:style></w:styles>'
    const body = p('一', '<w:pStyle w:val="1"/>') + p('二', '<w:pStyle w:val="a"/>') + p('三', '<w:pStyle w:val="x"/>')
    expect(readable(read(body, { 'word/styles.xml': styles }).blocks)).toEqual(['# 一', '# 二', '三'])
  })

  test('places are paths', () => {
    const { blocks } = read(p('甲') + tbl(tr(tc('规章'), tc('0'))) + p('乙'))
    expect(blocks.map(({ at }) => at.path)).toEqual([
      'word/document.xml#p[1]',
      'word/document.xml#tbl[1]',
      'word/document.xml#p[2]',
    ])
    const [, grid] = blocks
    expect(grid?.kind === 'grid' && grid.rows[0]?.[1]?.at.path).toBe('word/document.xml#tbl[1]/tr[1]/tc[2]')
  })
})

describe('tables', () => {
  const restart = '<w:vMerge w:val="restart"/>'
  const on = '<w:vMerge/>'
  const span = (columns: number) => `<w:gridSpan w:val="${columns}"/>`

  test.each([
    { name: 'a plain table', rows: [tr(tc('规章'), tc('0'))], grid: [['规章', '0']] },
    {
      name: 'merged columns',
      rows: [tr(tc('甲', span(2)), tc('1')), tr(tc('乙'), tc('丙'), tc('2'))],
      grid: [
        ['甲', '←', '1'],
        ['乙', '丙', '2'],
      ],
    },
    {
      name: 'merged rows',
      rows: [tr(tc('甲', restart), tc('1')), tr(tc('', on), tc('2')), tr(tc('乙'), tc('3'))],
      grid: [
        ['甲', '1'],
        ['↑', '2'],
        ['乙', '3'],
      ],
    },
    {
      name: 'two merges below each other',
      rows: [tr(tc('甲', restart), tc('1')), tr(tc('', on), tc('2')), tr(tc('乙', restart), tc('3')), tr(tc('', on), tc('4'))],
      grid: [
        ['甲', '1'],
        ['↑', '2'],
        ['乙', '3'],
        ['↑', '4'],
      ],
    },
    { name: 'a continuation without a beginning is a cell', rows: [tr(tc('甲', on), tc('1'))], grid: [['甲', '1']] },
    {
      name: 'columns left out before a row',
      rows: [tr(tc('甲'), tc('1')), `<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>${tc('2')}</w:tr>`],
      grid: [
        ['甲', '1'],
        ['∅', '2'],
      ],
    },
    {
      name: 'a deleted row',
      rows: [tr(tc('甲'), tc('1')), `<w:tr><w:trPr><w:del w:id="1"/></w:trPr>${tc('乙')}${tc('2')}</w:tr>`],
      grid: [['甲', '1']],
    },
    { name: 'several paragraphs in a cell', rows: [tr(tc(p('商业') + p('企业')), tc('1'))], grid: [['商业\n企业', '1']] },
    { name: 'blank cells', rows: [tr(tc('甲'), tc('<w:p/>'), tc('　'))], grid: [['甲', '', '']] },
  ])('$name', ({ rows, grid }) => expect(readable(read(tbl(...rows)).blocks)).toEqual([grid]))

  test('a table in a layout table', () => {
    const inner = tbl(tr(tc('规章'), tc('0')))
    expect(readable(read(tbl(tr(tc(p('前') + inner + p('后'))))).blocks)).toEqual(['前', [['规章', '0']], '后'])
  })
})

test('title and properties', () => {
  const core =
    '<cp:coreProperties xmlns:dc="d"><dc:title>年报 </dc:title><dc:creator>甲</dc:creator><dc:subject/></cp:coreProperties>'
  const { title, meta } = read(p('文'), { 'docProps/core.xml': core })
  expect(title).toBe('年报')
  expect(meta).toEqual([
    { name: 'title', content: '年报 ' },
    { name: 'creator', content: '甲' },
  ])
})

test('pictures by their file, icons left out', () => {
  const drawing = (id: string, side: number) =>
    `<w:p>${run(`<w:drawing><wp:extent cx="${side}" cy="${side}"/><a:blip r:embed="${id}"/></w:drawing>`)}</w:p>`
  const rels = '<Relationships><Relationship Id="r9" Target="media/image1.png"/></Relationships>'
  expect(readable(read(drawing('r9', 5_000_000) + drawing('r9', 100), { 'word/_rels/document.xml.rels': rels }).blocks)).toEqual([
    '[picture word/media/image1.png]',
  ])
})

describe('files that are no readable Word document', () => {
  const reason = async (bytes: Uint8Array) => {
    const error = await readDocument(fileOf(bytes)).catch((thrown: unknown) => thrown)
    return error instanceof GiveUp ? `${error.reason}: ${error.detail}` : error
  }
  const zip = (names: string[]) => zipSync(Object.fromEntries(names.map((name) => [name, strToU8('x')])))

  test.each([
    { name: 'an OpenDocument text', names: ['mimetype', 'content.xml'], says: /unsupported-format.*OpenDocument/ },
    {
      name: 'an archive of reports',
      names: ['a.doc', 'b.pdf', 'c.pdf', 'd.pdf'],
      says: /unsupported-format.*archive of documents.*unpack/,
    },
  ])('$name', async ({ names, says }) => expect(await reason(zip(names))).toMatch(says))

  test('cut off anywhere', async () => {
    const whole = makeDocx(p('文'.repeat(500)))
    for (const part of [0.1, 0.3, 0.5, 0.7, 0.9, 0.99]) {
      expect(await reason(whole.slice(0, Math.floor(whole.length * part)))).toMatch(/damaged-file/)
    }
  })

  test('a flipped bit in the text does not pass', async () => {
    const whole = makeDocx(Array.from({ length: 200 }, (_, index) => p(`第${index}段`)).join(''))
    const at = Buffer.from(whole).indexOf('word/document.xml') + 100
    whole[at]! ^= 0x10
    expect(await reason(whole)).toMatch(/damaged-file/)
  })

  test('XML that is not well formed', async () => {
    expect(await reason(makeDocx('<w:p>'))).toMatch(/damaged-file/)
    expect(await reason(makeDocx('</w:p>'))).toMatch(/damaged-file/)
  })

  test('elements nested without end', async () => {
    expect(await reason(makeDocx('<w:p>'.repeat(50_000) + '</w:p>'.repeat(50_000)))).toMatch(/too-large/)
  })

  test('a part that unpacks to much more than it is', async () => {
    expect(await reason(makeDocx(p(' '.repeat(20_000_000))))).toMatch(/too-large/)
  })

  test('a part that lies about its size', async () => {
    const whole = Buffer.from(makeDocx(p('文'.repeat(5000))))
    const entry = whole.lastIndexOf('word/document.xml') - 46
    whole.writeUInt32LE(100, entry + 24)
    expect(await reason(whole)).toMatch(/damaged-file/)
  })

  test('any damage gives a document or a reason', async () => {
    const whole = makeDocx(tbl(tr(tc('规章'), tc('0'))) + p('文'))
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const bytes = whole.slice()
        bytes[at]! ^= flip
        const result = await readDocument(fileOf(bytes)).catch((error: unknown) => error)
        expect(result instanceof GiveUp || (result as { blocks?: unknown }).blocks !== undefined).toBe(true)
      }),
      { numRuns: 400 },
    )
  })
})
