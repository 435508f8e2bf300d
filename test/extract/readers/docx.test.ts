import fc from 'fast-check'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { readDocument } from '../../../src/extract/readers/read-document.ts'
import { readDocx } from '../../../src/extract/readers/word/docx.ts'
import { GiveUp } from '../../../src/model/give-up.ts'
import { makeDocx, p, tbl, tc, tr } from './make-docx.ts'
import { makeXlsx } from './make-xlsx.ts'
import { fileOf, readable } from './readable.ts'

const read = (body: string, parts?: Record<string, string | Uint8Array>) => readDocx(fileOf(makeDocx(body, parts)))
const box = (text: string) => `<w:drawing><wps:txbx><w:txbxContent>${p(text)}</w:txbxContent></wps:txbx></w:drawing>`
const run = (content: string) => `<w:r>${content}</w:r>`
const raised = (text: string) => run(`<w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>${text}</w:t>`)

describe('paragraphs', () => {
  test.each<{ name: string; body: string; parts?: Record<string, string>; blocks: string[] }>([
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
      name: 'raised digits do not join the number before them',
      body: `<w:p>${run('<w:t>12</w:t>')}${raised('1')}${run('<w:t>件</w:t>')}${raised('注')}${raised('2')}</w:p><w:p>${run('<w:t>12</w:t>')}${raised('[1]')}</w:p>`,
      blocks: ['12¹件注²', '12[1]'],
    },
    {
      name: 'a paragraph that is raised as a whole',
      body: `<w:p>${raised('1')}${raised('2')}${run('<w:t> </w:t>')}</w:p>`,
      blocks: ['12'],
    },
    {
      name: 'digits that a style raises',
      body: `<w:p>${run('<w:t>12</w:t>')}${run('<w:rPr><w:rStyle w:val="a1"/></w:rPr><w:t>3</w:t>')}${run('<w:rPr><w:rStyle w:val="a1"/><w:vertAlign w:val="baseline"/></w:rPr><w:t>4</w:t>')}</w:p>`,
      parts: {
        'word/styles.xml':
          '<w:styles xmlns:w="w"><w:style w:type="character" w:styleId="a0"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style><w:style w:type="character" w:styleId="a1"><w:basedOn w:val="a0"/></w:style></w:styles>',
      },
      blocks: ['12³4'],
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
      name: 'of several forms of a drawing the first is read',
      body: `<w:p>${run(`<mc:AlternateContent><mc:Choice>${box('甲')}</mc:Choice><mc:Choice>${box('乙')}</mc:Choice><mc:Fallback>${box('丙')}</mc:Fallback></mc:AlternateContent>`)}</w:p>`,
      blocks: ['甲'],
    },
    {
      name: 'a form that only the fallback has',
      body: `<w:p>${run(`<mc:AlternateContent><mc:Fallback>${box('丙')}</mc:Fallback></mc:AlternateContent>`)}</w:p>`,
      blocks: ['丙'],
    },
    {
      name: 'a guide above characters is not text',
      body: `<w:p>${run(`<w:ruby><w:rt>${run('<w:t>guī</w:t>')}</w:rt><w:rubyBase>${run('<w:t>规</w:t>')}</w:rubyBase></w:ruby>`)}</w:p>`,
      blocks: ['规'],
    },
    {
      name: 'symbols by what they look like',
      body: `<w:p>${run('<w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:font="Wingdings" w:char="F082"/><w:sym w:font="宋体" w:char="4E00"/><w:sym w:font="Webdings" w:char="F041"/>')}</w:p>`,
      blocks: ['√②一〓'],
    },
    {
      name: 'old properties of changed paragraphs are not those of new ones',
      body: `<w:p><w:pPr><w:pPrChange><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:pPrChange></w:pPr>${run('<w:t>文</w:t>')}</w:p>`,
      blocks: ['文'],
    },
    {
      name: 'outline levels are headings',
      body: p('一、总体情况', '<w:outlineLvl w:val="0"/>') + p('正文', '<w:outlineLvl w:val="9"/>'),
      blocks: ['# 一、总体情况', '正文'],
    },
  ])('$name', ({ body, parts, blocks }) => expect(readable(read(body, parts).blocks)).toEqual(blocks))

  test('heading styles, also by their base style', () => {
    const styles =
      '<w:styles><w:style w:styleId="1"><w:name w:val="heading 1"/></w:style><w:style w:styleId="a"><w:name w:val="章"/><w:basedOn w:val="1"/></w:style>' +
      '<w:style w:styleId="x"><w:basedOn w:val="y"/></w:style><w:style w:styleId="y"><w:basedOn w:val="x"/></w:style></w:styles>'
    const body = p('一', '<w:pStyle w:val="1"/>') + p('二', '<w:pStyle w:val="a"/>') + p('三', '<w:pStyle w:val="x"/>')
    expect(readable(read(body, { 'word/styles.xml': styles }).blocks)).toEqual(['# 一', '# 二', '三'])
  })

  test('tracked changes are noted', () => {
    expect(read(`<w:p><w:ins>${run('<w:t>新</w:t>')}</w:ins></w:p>`).notes.map(({ code }) => code)).toEqual(['tracked-changes'])
    expect(read(p('文')).notes).toEqual([])
  })

  test('footnotes follow their paragraph or table, endnotes all', () => {
    const body =
      `<w:p>${run('<w:t>甲</w:t><w:footnoteReference w:id="2"/>')}</w:p>` +
      tbl(tr(tc('规章'), tc(`<w:p>${run('<w:t>12</w:t><w:endnoteReference w:id="1"/><w:footnoteReference w:id="3"/>')}</w:p>`))) +
      p('乙')
    const footnotes = `<w:footnotes><w:footnote w:id="0" w:type="separator"><w:p/></w:footnote><w:footnote w:id="2">${p('注一')}</w:footnote><w:footnote w:id="3">${p('注二')}</w:footnote><w:footnote w:id="4">${p('无人提及')}</w:footnote></w:footnotes>`
    const endnotes = `<w:endnotes><w:endnote w:id="1">${p('尾注')}</w:endnote></w:endnotes>`
    const { blocks } = read(body, { 'word/footnotes.xml': footnotes, 'word/endnotes.xml': endnotes })
    expect(readable(blocks)).toEqual(['甲', '注一', [['规章', '12']], '注二', '乙', '尾注'])
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

  test.each([
    {
      name: 'cells merged as Word 97 did',
      rows: [tr(tc('甲', '<w:hMerge w:val="restart"/>'), tc('', '<w:hMerge/>'), tc('1')), tr(tc('乙'), tc('丙'), tc('2'))],
      grid: [
        ['甲', '←', '1'],
        ['乙', '丙', '2'],
      ],
    },
    {
      name: 'a hidden row',
      rows: [tr(tc('甲'), tc('1')), `<w:tr><w:trPr><w:hidden/></w:trPr>${tc('乙')}${tc('2')}</w:tr>`],
      grid: [['甲', '1']],
    },
    {
      name: 'rows and cells in content controls',
      rows: [
        tr(tc('甲'), `<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>${tc('1')}</w:sdtContent></w:sdt>`),
        `<w:sdt><w:sdtContent>${tr(tc('乙'), tc('2'))}</w:sdtContent></w:sdt>`,
      ],
      grid: [
        ['甲', '1'],
        ['乙', '2'],
      ],
    },
    {
      name: 'blank continuations behind a widened cell, in a row wider than the grid',
      rows: [
        `<w:tblGrid>${'<w:gridCol/>'.repeat(4)}</w:tblGrid>`,
        tr(tc('丁'), tc('戊'), tc('己', restart), tc('庚')),
        tr(tc('甲', span(2)), tc(p(''), on), tc('1'), tc('2')),
        tr(tc('乙'), tc('丙'), tc('3'), tc('4')),
      ],
      grid: [
        ['丁', '戊', '己', '庚'],
        ['甲', '←', '1', '2'],
        ['乙', '丙', '3', '4'],
      ],
    },
    {
      name: 'a row that ends early',
      rows: [tr(tc('甲'), tc('1'), tc('2')), `<w:tr><w:trPr><w:gridAfter w:val="1"/></w:trPr>${tc('乙')}${tc('3')}</w:tr>`],
      grid: [
        ['甲', '1', '2'],
        ['乙', '3', '∅'],
      ],
    },
  ])('$name', ({ rows, grid }) => expect(readable(read(tbl(...rows)).blocks)).toEqual([grid]))

  test('a table in a layout table', () => {
    const inner = tbl(tr(tc('规章'), tc('0')))
    expect(readable(read(tbl(tr(tc(p('前') + inner + p('后'))))).blocks)).toEqual(['前', [['规章', '0']], '后'])
  })
})

describe('numbers of lists', () => {
  const level = (ilvl: number, format: string, text: string, rest = '') =>
    `<w:lvl w:ilvl="${ilvl}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/>${rest}</w:lvl>`
  const form = (id: number, ...levels: string[]) => `<w:abstractNum w:abstractNumId="${id}">${levels.join('')}</w:abstractNum>`
  const list = (id: number, of: number, rest = '') => `<w:num w:numId="${id}"><w:abstractNumId w:val="${of}"/>${rest}</w:num>`
  const item = (text: string, numId: number, ilvl = 0) =>
    p(text, `<w:numPr><w:ilvl w:val="${ilvl}"/><w:numId w:val="${numId}"/></w:numPr>`)
  const numbered = (body: string, numbering: string, styles = '<w:styles/>') =>
    readable(read(body, { 'word/numbering.xml': `<w:numbering>${numbering}</w:numbering>`, 'word/styles.xml': styles }).blocks)

  test('levels count, begin again below a higher one, and name those above', () => {
    const form1 = form(
      1,
      level(0, 'chineseCountingThousand', '%1、'),
      level(1, 'chineseCounting', '（%2）'),
      level(2, 'decimal', '%2.%3', '<w:isLgl/>'),
    )
    const body = item('总体', 1) + item('主动', 1, 1) + item('申请', 1, 1) + item('细', 1, 2) + item('次', 1) + item('管理', 1, 1)
    expect(numbered(body, form1 + list(1, 1))).toEqual(['一、总体', '（一）主动', '（二）申请', '2.1 细', '二、次', '（一）管理'])
  })

  test('lists of one form go on, unless one says where it begins', () => {
    const start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    const lists = list(1, 1) + list(2, 1) + list(3, 1, start)
    const body = item('甲', 1) + item('乙', 2) + item('丙', 3) + item('丁', 3) + item('戊', 9)
    expect(numbered(body, form(1, level(0, 'decimal', '%1.')) + lists)).toEqual(['1.甲', '2.乙', '1.丙', '2.丁', '戊'])
  })

  test('by the style of the paragraph', () => {
    const styles =
      '<w:styles><w:style w:styleId="h"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>' +
      '<w:style w:styleId="i"><w:basedOn w:val="h"/></w:style></w:styles>'
    const form1 = form(1, level(0, 'decimal', '%1.'), level(1, 'chineseCounting', '%2、', '<w:pStyle w:val="h"/>'))
    const body =
      p('甲', '<w:pStyle w:val="h"/>') +
      p('乙', '<w:pStyle w:val="h"/><w:numPr><w:numId w:val="0"/></w:numPr>') +
      p('丙', '<w:pStyle w:val="h"/>')
    expect(numbered(body, form1 + list(1, 1), styles)).toEqual(['# 一、甲', '# 乙', '# 二、丙'])
  })

  test.each([
    { format: 'decimalEnclosedCircle', numbers: ['①', '②'] },
    { format: 'decimalFullWidth', numbers: ['１', '２'] },
    { format: 'upperRoman', numbers: ['I', 'II'] },
    { format: 'lowerLetter', numbers: ['a', 'b'] },
    { format: 'decimalZero', numbers: ['01', '02'] },
    { format: 'ideographTraditional', numbers: ['甲', '乙'] },
    { format: 'chineseLegalSimplified', numbers: ['壹', '贰'] },
    { format: 'bullet', numbers: ['', ''] },
  ])('$format', ({ format, numbers }) => {
    const text = format === 'bullet' ? '' : '%1)'
    const body = item('文', 1) + item('文', 1)
    expect(numbered(body, form(1, level(0, format, text)) + list(1, 1))).toEqual(
      numbers.map((number) => (number === '' ? '文' : `${number})文`)),
    )
  })

  test('a number before a figure is never read into it', () => {
    const body = item('120', 1) + item('', 1) + item('3件', 1)
    expect(numbered(body, form(1, level(0, 'decimal', '%1')) + list(1, 1))).toEqual(['（自动编号1）120', '2', '3 3件'])
  })

  test('Chinese numbers beyond ten', () => {
    const body = Array.from({ length: 111 }, () => item('文', 1)).join('')
    const texts = numbered(body, form(1, level(0, 'chineseCounting', '%1、')) + list(1, 1))
    expect([10, 11, 20, 21, 100, 101, 110, 111].map((count) => texts[count - 1])).toEqual(
      ['十', '十一', '二十', '二十一', '一百', '一百零一', '一百一十', '一百一十一'].map((number) => `${number}、文`),
    )
  })

  test('a format that is not known is noted', () => {
    const numbering = `<w:numbering>${form(1, level(0, 'hebrew1', '%1.'))}${list(1, 1)}</w:numbering>`
    const { notes } = read(item('文', 1), { 'word/numbering.xml': numbering })
    expect(notes.map(({ code }) => code)).toEqual(['number-format-unknown'])
  })
})

describe('documents in a document', () => {
  const rels = (type: string, target: string, rest = '') => ({
    'word/_rels/document.xml.rels': `<Relationships><Relationship Id="c" Type="x/${type}" Target="${target}"${rest}/></Relationships>`,
  })
  const chunk = `${p('前')}<w:altChunk r:id="c"/>${p('后')}`

  test('HTML and Word parts are read in their place', () => {
    const html = read(chunk, { ...rels('aFChunk', 'part.html'), 'word/part.html': '<html><body><p>中</p></body></html>' })
    expect(readable(html.blocks)).toEqual(['前', '中', '后'])
    const docx = read(chunk, { ...rels('aFChunk', 'part.docx'), 'word/part.docx': makeDocx(tbl(tr(tc('规章'), tc('0')))) })
    expect(readable(docx.blocks)).toEqual(['前', [['规章', '0']], '后'])
    expect(docx.notes.map(({ code }) => code)).toEqual(['embedded-part-read'])
  })

  test.each([
    { name: 'outside the file', parts: rels('aFChunk', 'http://example.org/x.html', ' TargetMode="External"') },
    { name: 'in a format that is not read', parts: { ...rels('aFChunk', 'part.rtf'), 'word/part.rtf': '{\\rtf1}' } },
    { name: 'that are damaged', parts: { ...rels('aFChunk', 'part.docx'), 'word/part.docx': 'PK\u0003\u0004' } },
  ])('parts $name are noted', ({ parts }) => {
    const { blocks, notes } = read(chunk, parts)
    expect(readable(blocks)).toEqual(['前', '后'])
    expect(notes.map(({ code }) => code)).toEqual(['embedded-part'])
  })

  test('a document that holds itself ends', () => {
    let inner = makeDocx(p('底'))
    for (let depth = 0; depth < 5; depth++) inner = makeDocx(chunk, { ...rels('aFChunk', 'part.docx'), 'word/part.docx': inner })
    expect(readable(readDocx(fileOf(inner)).blocks)).toEqual(['前', '前', '前', '后', '后', '后'])
  })

  test('a table of Excel is read, not its picture', () => {
    const object = `<w:p>${run('<w:object><v:shape><v:imagedata r:id="c"/></v:shape><o:OLEObject r:id="c"/></w:object>')}</w:p>`
    const row = (label: string, value: number) => `<row><c t="inlineStr"><is><t>${label}</t></is></c><c><v>${value}</v></c></row>`
    const workbook = makeXlsx([{ name: 'a', xml: `<sheetData>${row('规章', 1)}${row('规范性文件', 2)}</sheetData>` }])
    const { blocks } = read(object, { ...rels('package', 'embeddings/a.xlsx'), 'word/embeddings/a.xlsx': workbook })
    expect(readable(blocks)).toEqual([
      [
        ['规章', '1'],
        ['规范性文件', '2'],
      ],
    ])
  })
})

test('entities of its own are not resolved, and do not grow', () => {
  const laughs = '<!DOCTYPE w [<!ENTITY a "文文文文"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
  const document = `${laughs}<w:document xmlns:w="w"><w:body>${p('甲&b;&x;乙')}</w:body></w:document>`
  expect(readable(read('', { 'word/document.xml': document }).blocks)).toEqual(['甲&b;&x;乙'])
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
