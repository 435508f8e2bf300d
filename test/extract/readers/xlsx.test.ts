import fc from 'fast-check'
import { strToU8 } from 'fflate'
import { describe, expect, test } from 'vitest'
import { readDocument } from '../../../src/extract/readers/read-document.ts'
import { readXlsx } from '../../../src/extract/readers/sheets/xlsx.ts'
import { GiveUp } from '../../../src/model/give-up.ts'
import { makeXlsx } from './make-xlsx.ts'
import { withDamage } from './make-zip.ts'
import { fileOf, readable } from './readable.ts'

const read = (...args: Parameters<typeof makeXlsx>) => readXlsx(fileOf(makeXlsx(...args)))
const sheet = (xml: string, name = 'Sheet1') => [{ name, xml }]
const rows = (...lines: string[]) => `<sheetData>${lines.map((cells) => `<row>${cells}</row>`).join('')}</sheetData>`
const text = (content: string) => `<c t="inlineStr"><is><t>${content}</t></is></c>`
const number = (value: string, attributes = '') => `<c ${attributes}><v>${value}</v></c>`
/** Styles: 0 plain, 1 thousands, 2 percent, 3 date of its own, 4 text, 5 zero as nothing. */
const STYLES = {
  'xl/styles.xml': `<styleSheet><numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="177" formatCode="0;-0;;@"/></numFmts><borders><border/></borders><cellStyleXfs><xf numFmtId="10"/></cellStyleXfs><cellXfs>${[0, 3, 9, 176, 49, 177].map((id) => `<xf numFmtId="${id}" borderId="0"/>`).join('')}</cellXfs></styleSheet>`,
}

describe('cells as they are shown', () => {
  test.each([
    { name: 'a whole number', cell: number('12'), shown: '12' },
    { name: 'a sum with a floating-point tail', cell: number('1204.0000000000002'), shown: '1204' },
    { name: 'thousands', cell: number('1204', 's="1"'), shown: '1,204' },
    { name: 'percent', cell: number('0.58', 's="2"'), shown: '58%' },
    { name: 'a date', cell: number('45311', 's="3"'), shown: '2024年1月20日' },
    { name: 'a zero that the format hides', cell: number('0', 's="5"'), shown: '' },
    { name: 'a number as text', cell: '<c s="4" t="s"><v>1</v></c>', shown: '007' },
    { name: 'a shared text in runs, without its phonetic guide', cell: '<c t="s"><v>0</v></c>', shown: '规章' },
    {
      name: 'a raised digit in a shared text',
      cell: '<c t="s"><v>2</v></c>',
      shown: '12¹',
    },
    {
      name: 'a raised digit in a text in place',
      cell: '<c t="inlineStr"><is><r><t>1</t></r><r><t>2</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r><r><t>件</t></r></is></c>',
      shown: '12¹件',
    },
    { name: 'a text in place', cell: text('规范性文件'), shown: '规范性文件' },
    { name: 'characters that XML cannot hold', cell: text('a_x0009_b'), shown: 'a\tb' },
    { name: 'the result of a formula', cell: '<c><f>SUM(A1:A2)</f><v>7</v></c>', shown: '7' },
    { name: 'the text of a formula', cell: '<c t="str"><f>"无"</f><v>无</v></c>', shown: '无' },
    { name: 'a formula that shows nothing', cell: '<c t="str"><f>""</f><v></v></c>', shown: '' },
    { name: 'an error', cell: '<c t="e"><f>A1/0</f><v>#REF!</v></c>', shown: '#REF!' },
    { name: 'a truth value', cell: '<c t="b"><v>1</v></c>', shown: 'TRUE' },
    { name: 'a number that is none', cell: number('12a'), shown: '12a' },
  ])('$name', ({ cell, shown }) => {
    const shared =
      '<sst><si><r><t>规</t></r><r><t>章</t></r><rPh><t>gui</t></rPh></si><si><t>007</t></si><si><r><t>12</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></si></sst>'
    const { blocks } = read(sheet(rows(text('项目') + text('数'), text('规章') + cell, text('总计') + text('合'))), {
      ...STYLES,
      'xl/sharedStrings.xml': shared,
    })
    expect(readable(blocks)).toEqual([
      [
        ['项目', '数'],
        ['规章', shown],
        ['总计', '合'],
      ],
    ])
  })

  test('a formula without a stored result is unreadable, never zero', () => {
    const { blocks, notes } = read(sheet(rows(text('规章') + number('2'), `${text('总计')}<c><f>SUM(B1:B1)</f></c>`)))
    expect(readable(blocks)).toEqual([
      [
        ['规章', '2'],
        ['总计', '#未计算(B2)'],
      ],
    ])
    expect(notes).toMatchObject([{ code: 'formula-not-computed', message: expect.stringMatching(/B2.*没有保存计算结果/) }])
  })

  test('a sheet that shows no zeros', () => {
    const { blocks } = read(
      sheet(
        `<sheetViews><sheetView showZeros="0"/></sheetViews>${rows(text('丙') + number('2'), text('甲') + number('0'), text('乙') + number('1'))}`,
      ),
    )
    expect(readable(blocks)).toEqual([
      [
        ['丙', '2'],
        ['甲', ''],
        ['乙', '1'],
      ],
    ])
  })

  test('days since 1904', () => {
    const workbook = {
      'xl/workbook.xml': '<workbook><workbookPr date1904="1"/><sheets><sheet name="a" id="r1"/></sheets></workbook>',
    }
    const { blocks } = read(sheet(rows(text('日期') + number('43849', 's="3"'))), { ...STYLES, ...workbook })
    expect(readable(blocks)).toEqual([[['日期', '2024年1月20日']]])
  })
})

describe('sheets', () => {
  test('in the order of the workbook; hidden ones are left out with a note', () => {
    const { blocks, notes } = read([
      { name: '乙', xml: rows(text('第一页')) },
      { name: '暗', xml: rows(text('不见')), state: 'hidden' },
      { name: '更暗', xml: rows(text('不见')), state: 'veryHidden' },
      { name: '甲', xml: rows(text('第二页')) },
    ])
    expect(readable(blocks)).toEqual(['第一页', '第二页'])
    expect(notes.map(({ code }) => code)).toEqual(['hidden-sheet', 'hidden-sheet'])
  })

  test('merged areas, hidden rows and columns', () => {
    const xml =
      '<cols><col min="3" max="3" hidden="1"/></cols><sheetData>' +
      `<row r="1"><c r="A1" t="inlineStr"><is><t>项目</t></is></c><c r="B1"><v>1</v></c><c r="C1"><v>9</v></c></row>` +
      '<row r="2" hidden="1"><c r="A2"><v>8</v></c><c r="B2"><v>8</v></c></row>' +
      `<row r="3"><c r="B3"><v>2</v></c><c r="D3"><v>3</v></c></row></sheetData><mergeCells><mergeCell ref="A1:A3"/></mergeCells>`
    const { blocks, notes } = read(sheet(xml))
    expect(readable(blocks)).toEqual([
      [
        ['项目', '1', ''],
        ['↑', '2', '3'],
      ],
    ])
    expect(notes.map(({ code }) => code)).toEqual(['hidden-cells'])
  })

  test('rows and cells without references, and out of order', () => {
    const xml = `<sheetData><row r="2">${'<c r="B2"><v>4</v></c><c r="A2"><v>3</v></c>'}</row><row r="1"><c><v>1</v></c><c><v>2</v></c></row></sheetData>`
    expect(readable(read(sheet(xml)).blocks)).toEqual([
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ])
  })

  test('text boxes and pictures come behind the cells', () => {
    const drawing =
      '<xdr:wsDr><xdr:sp><xdr:txBody><a:p><a:r><a:t>框中</a:t></a:r><a:r><a:t>文字</a:t></a:r></a:p></xdr:txBody></xdr:sp><xdr:pic><a:blip r:embed="p"/></xdr:pic></xdr:wsDr>'
    const { blocks } = read(sheet(rows(text('单元格'))), {
      'xl/worksheets/_rels/sheet1.xml.rels':
        '<Relationships><Relationship Id="d" Type="x/drawing" Target="../drawings/drawing1.xml"/></Relationships>',
      'xl/drawings/drawing1.xml': drawing,
      'xl/drawings/_rels/drawing1.xml.rels':
        '<Relationships><Relationship Id="p" Type="x/image" Target="../media/image1.png"/></Relationships>',
      'xl/media/image1.png': strToU8('picture'),
    })
    expect(readable(blocks)).toEqual(['单元格', '框中文字', '[picture xl/media/image1.png]'])
    expect(blocks.at(-1)).toMatchObject({ bytes: Buffer.from('picture') })
  })

  test('a damaged picture does not keep the cells from being read', () => {
    const bytes = makeXlsx(sheet(rows(text('单元格'))), {
      'xl/worksheets/_rels/sheet1.xml.rels':
        '<Relationships><Relationship Id="d" Type="x/drawing" Target="../drawings/drawing1.xml"/></Relationships>',
      'xl/drawings/drawing1.xml': '<xdr:wsDr><xdr:pic><a:blip r:embed="p"/></xdr:pic></xdr:wsDr>',
      'xl/drawings/_rels/drawing1.xml.rels':
        '<Relationships><Relationship Id="p" Type="x/image" Target="../media/image1.png"/></Relationships>',
      'xl/media/image1.png': strToU8('picture'),
    })
    const { blocks } = readXlsx(fileOf(withDamage(bytes, 'image1.png')))
    expect(readable(blocks)).toEqual(['单元格', '[picture xl/media/image1.png]'])
    expect(blocks.at(-1)).not.toHaveProperty('bytes')
  })

  test('places are cells of sheets', () => {
    const [grid] = read(sheet(rows(text('规章') + number('1'), text('规范性文件') + number('2')))).blocks
    expect(grid?.kind === 'grid' && grid.rows[1]?.[1]?.at).toEqual({ path: 'xl/worksheets/sheet1.xml#B2' })
  })
})

describe('hostile workbooks', () => {
  const reason = async (bytes: Uint8Array) => {
    const result = await readDocument(fileOf(bytes)).catch((error: unknown) => error)
    return result instanceof GiveUp ? `${result.reason}: ${result.detail}` : result
  }

  test.each([
    {
      name: 'more cells than any report',
      xml: `<sheetData>${`<row>${'<c><v>1</v></c>'.repeat(1000)}</row>`.repeat(501)}</sheetData>`,
      says: /too-large/,
    },
    {
      name: 'a row beyond the last',
      xml: '<sheetData><row r="9999999"><c><v>1</v></c></row></sheetData>',
      says: /damaged-file.*9999999/,
    },
    {
      name: 'a cell beyond the last',
      xml: '<sheetData><row><c r="ZZZ1"><v>1</v></c></row></sheetData>',
      says: /damaged-file.*ZZZ1/,
    },
    {
      name: 'a text that is missing',
      xml: '<sheetData><row><c t="s"><v>7</v></c><c><v>3</v></c></row></sheetData>',
      says: /damaged-file.*text 7/,
    },
    { name: 'rows left open', xml: '<sheetData><row>', says: /damaged-file.*XML/ },
  ])('$name', async ({ xml, says }) => expect(await reason(makeXlsx(sheet(xml)))).toMatch(says))

  test('cells far apart are no table of millions', async () => {
    const xml =
      '<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row><row r="1048576"><c r="A1048576"><v>3</v></c></row></sheetData>'
    expect(await reason(makeXlsx(sheet(`${xml}<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>`)))).toBeDefined()
  })

  test('entities of its own are not resolved', async () => {
    const part = '<!DOCTYPE sst [<!ENTITY x SYSTEM "file:///etc/passwd">]><sst><si><t>甲&x;乙</t></si></sst>'
    const { blocks } = read(sheet(rows('<c t="s"><v>0</v></c>')), { 'xl/sharedStrings.xml': part })
    expect(readable(blocks)).toEqual(['甲&x;乙'])
  })

  test('any damage gives a document or a reason', async () => {
    const whole = makeXlsx(sheet(rows(text('规章') + number('1'), text('规范性文件') + number('2'))), STYLES)
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.nat(whole.length),
        async (at, flip, length) => {
          const bytes = length % 3 === 0 ? whole.slice(0, length) : whole.slice()
          if (at < bytes.length) bytes[at]! ^= flip
          const result = await readDocument(fileOf(bytes)).catch((error: unknown) => error)
          expect(result instanceof GiveUp || Array.isArray((result as { blocks?: unknown }).blocks)).toBe(true)
        },
      ),
      { numRuns: 500 },
    )
  })
})
