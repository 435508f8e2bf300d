import { load } from 'cheerio'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readHtml } from '../../../src/extract/readers/html/html.ts'
import type { Grid, GridCell, Paragraph } from '../../../src/model/document.ts'
import { readable, textOf } from './readable.ts'

const read = (html: string) => readable(readHtml(html).blocks)

describe('text', () => {
  test.each([
    { name: 'paragraphs', html: '<p>甲</p><p>乙</p>', blocks: ['甲', '乙'] },
    {
      name: 'a paragraph in spans for every character',
      html: '<p><span>规</span><span lang="EN-US"><o:p></o:p></span><span>章</span></p>',
      blocks: ['规章'],
    },
    { name: 'a number in spans for every digit', html: '<p><span>1</span><b>2</b><font>7</font>条</p>', blocks: ['127条'] },
    {
      name: 'the year keeps its characters',
      html: '<p><span>2023</span><span>年</span>1<span>月</span>1日</p>',
      blocks: ['2023年1月1日'],
    },
    { name: 'line breaks of the source inside a sentence', html: '<p>政府\r\n    信息\n公开</p>', blocks: ['政府信息公开'] },
    { name: 'line breaks of the source between Latin words', html: '<p>open\ngovernment</p>', blocks: ['open government'] },
    {
      name: 'line breaks between inline elements are spaces',
      html: '<span>来源：某局</span>\n<span>时间：</span>',
      blocks: ['来源：某局 时间：'],
    },
    { name: 'br ends a line', html: '<p>甲<br>乙<br/>丙</p>', blocks: ['甲', '乙', '丙'] },
    { name: 'a stray </br>', html: '甲</br>乙', blocks: ['甲', '乙'] },
    { name: 'no-break spaces', html: '<p>&nbsp;&nbsp;总&nbsp;计&nbsp;</p>', blocks: ['总 计'] },
    { name: 'ideographic spaces indent', html: '<p>\u3000\u3000一、总体情况\u3000</p>', blocks: ['一、总体情况'] },
    { name: 'zero-width characters are dropped', html: '<p>年\u200b报\ufeff告&#8203;。&zwnj;</p>', blocks: ['年报告。'] },
    {
      name: 'wide gaps set pieces apart',
      html: '<p>索引号：A&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;日期：B</p>',
      blocks: ['索引号：A ¦ 日期：B'],
    },
    {
      name: 'entities',
      html: '<p>&ldquo;三安全一稳定&rdquo; &lt;5&gt; &#x4e00;&#19968; &amp;</p>',
      blocks: ['“三安全一稳定” <5> 一一 &'],
    },
    {
      name: 'headings carry their level',
      html: '<h1>年报</h1><h3><span>一、</span>总体</h3>文',
      blocks: ['# 年报', '### 一、总体', '文'],
    },
    { name: 'a block inside a heading', html: '<h1><div>年报</div></h1>文', blocks: ['# 年报', '文'] },
    { name: 'a heading that is never closed', html: '<h2>标题<p>文一<p>文二', blocks: ['## 标题', '文一', '文二'] },
    { name: 'unclosed paragraphs and items', html: '<p>甲<p>乙<ul><li>丙<li>丁</ul>戊', blocks: ['甲', '乙', '丙', '丁', '戊'] },
    { name: 'text without any element', html: '只有文字', blocks: ['只有文字'] },
    { name: 'preformatted lines and tabs', html: '<pre>甲\t1\n乙\t2</pre>', blocks: ['甲 ¦ 1', '乙 ¦ 2'] },
    { name: 'definition lists', html: '<dl><dt>文号<dd>无</dl>', blocks: ['文号', '无'] },
    { name: 'an image between words does not part them', html: '年<img src=a.gif width=1>报', blocks: ['年报'] },
    { name: 'custom elements are inline', html: '<ucaptitle>年</ucaptitle>报', blocks: ['年报'] },
    { name: 'upper-case tags', html: '<P>甲</P><TABLE><TR><TD>1</TD><TD>2</TD></TR></TABLE>', blocks: ['甲', [['1', '2']]] },
  ])('$name', ({ html, blocks }) => expect(read(html)).toEqual(blocks))
})

describe('what is not text', () => {
  test.each([
    {
      name: 'script, style, template',
      html: '<script>var a="<p>x</p>"</script><style>p{}</style><template><p>x</p></template>文',
    },
    { name: 'comments, also those of Word', html: '<!-- x --><!--[if gte mso 9]><xml><w:x>x</w:x></xml><![endif]-->文' },
    { name: 'revealed conditional comments keep their text', html: '<![if !supportLists]>文<![endif]>' },
    {
      name: "Word's data island outside of comments",
      html: '<xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml>文',
    },
    { name: 'a self-closing data island', html: '<xml/>文' },
    { name: 'select and textarea', html: '<select><option>某省<option>某市</select><textarea>x</textarea>文' },
    {
      name: 'noscript, svg, iframe',
      html: '<noscript>x</noscript><svg><title>x</title><text>x</text></svg><iframe>x</iframe>文',
    },
    { name: 'an element with display:none', html: '<div style="color:red; DISPLAY : none">x<div>x</div>x</div>文' },
    { name: 'a hidden span with spans inside', html: '<span style="display:none">x<span>x</span>x</span>文' },
    { name: 'the hidden attribute', html: '<p hidden>x</p>文' },
    { name: 'a hidden paragraph ends with the next block', html: '<p hidden>x<div>文</div>' },
    { name: 'text that Word hides', html: "<span style='mso-hide:all'>x</span>文" },
    { name: 'the document head', html: '<html><head><title>x</title><meta name=a content=x></head><body>文' },
  ])('$name', ({ html }) => expect(read(html)).toEqual(['文']))

  test('a body that a script would show is read', () => {
    expect(read('<body style="visibility:hidden"><p>文</p></body>')).toEqual(['文'])
  })

  test('a hidden row, cell and table leave the rest of the table whole', () => {
    const html =
      '<table><tr><td>甲<td style="display:none">x<td>1</tr><tr style="display:none"><td>x<td>x</tr><tr><td>乙</td><td>2</td></tr></table>' +
      '<table style="display:none"><tr><td>甲<td>9</table>后'
    expect(read(html)).toEqual([
      [
        ['甲', '1'],
        ['乙', '2'],
      ],
      '后',
    ])
    expect(readHtml(html).notes).toEqual([])
  })

  test('a page that hides its only table is read with a note', () => {
    const content = readHtml('<p>前</p><div style="display:none"><table><tr><td>甲<td>1</table></div>')
    expect(readable(content.blocks)).toEqual(['前', [['甲', '1']]])
    expect(content.notes.map(({ code }) => code)).toEqual(['hidden-content'])
  })
})

describe('tables', () => {
  test.each([
    { name: 'a plain table', html: '<table><tr><td>规章</td><td>0</td></tr></table>', grid: [['规章', '0']] },
    {
      name: 'missing end tags',
      html: '<table><tr><td>甲<td>1<tr><td>乙<td>2</table>',
      grid: [
        ['甲', '1'],
        ['乙', '2'],
      ],
    },
    {
      name: 'a missing row start tag',
      html: '<table><td>甲<td>1</tr><tr><td>乙<td>2</tr></table>',
      grid: [
        ['甲', '1'],
        ['乙', '2'],
      ],
    },
    {
      name: 'a missing row start tag after a row',
      html: '<table><tr><td>甲<td>1</tr><td>乙<td>2</tr></table>',
      grid: [
        ['甲', '1'],
        ['乙', '2'],
      ],
    },
    {
      name: 'header cells',
      html: '<table><thead><tr><th>项<th>数<tbody><tr><td>甲<td>1</table>',
      grid: [
        ['项', '数'],
        ['甲', '1'],
      ],
    },
    { name: 'stray empty rows', html: '<table><tr></tr><tr><td>甲<td>1</tr><tr></tr></table>', grid: [['甲', '1']] },
    {
      name: 'end tags of outer elements inside a cell',
      html: '<div><table><tr><td>甲</div></p></span></td><td>1</td></tr></table>',
      grid: [['甲', '1']],
    },
    { name: 'an unclosed table', html: '<table><tr><td>甲<td>1', grid: [['甲', '1']] },
    {
      name: 'column spans',
      html: '<table><tr><td colspan=2>甲<td>1<tr><td>乙<td>丙<td>2</table>',
      grid: [
        ['甲', '←', '1'],
        ['乙', '丙', '2'],
      ],
    },
    {
      name: 'row spans',
      html: '<table><tr><td rowspan=2>甲<td>1<tr><td>2</table>',
      grid: [
        ['甲', '1'],
        ['↑', '2'],
      ],
    },
    {
      name: 'rowspan 0 reaches the end of its group',
      html: '<table><tr><td rowspan=0>甲<td>1<tr><td>2</table>',
      grid: [
        ['甲', '1'],
        ['↑', '2'],
      ],
    },
    {
      name: 'a row span ends with its row group',
      html: '<table><thead><tr><td rowspan=9>甲<td>1<tbody><tr><td>乙<td>2</table>',
      grid: [
        ['甲', '1'],
        ['乙', '2'],
      ],
    },
    {
      name: 'a huge column span is cut to the table',
      html: '<table><tr><td colspan=99999>甲<tr><td>乙<td>1</table>',
      grid: [
        ['甲', '←'],
        ['乙', '1'],
      ],
    },
    {
      name: 'senseless spans count as one',
      html: '<table><tr><td colspan=0>甲<td rowspan=-1>1<tr><td colspan=x>乙<td>2</table>',
      grid: [
        ['甲', '1'],
        ['乙', '2'],
      ],
    },
    {
      name: 'overlapping spans: the first cell keeps its position',
      html: '<table><tr><td>甲<td rowspan=2>乙<tr><td colspan=2>丙</table>',
      grid: [
        ['甲', '乙'],
        ['丙', '↑'],
      ],
    },
    {
      name: 'short rows are padded, not filled',
      html: '<table><tr><td>甲<td>1<td>2<tr><td>乙</table>',
      grid: [
        ['甲', '1', '2'],
        ['乙', '∅', '∅'],
      ],
    },
    {
      name: 'blank cells are cells',
      html: '<table><tr><td>甲<td>&nbsp;<td></td><td><o:p></o:p></table>',
      grid: [['甲', '', '', '']],
    },
    {
      name: 'several lines in a cell',
      html: '<table><tr><td><p>商业</p><p>企业</p><td>1<br>2</table>',
      grid: [['商业\n企业', '1\n2']],
    },
    {
      name: 'rows without a table',
      html: '<tr><td>甲<td>1</tr><tr><td>乙<td>2</tr>',
      grid: [
        ['甲', '1'],
        ['乙', '2'],
      ],
    },
    {
      name: 'an end tag of the other kind of cell is stray',
      html: '<table><tr><th>甲</td>乙</th><td>1</th></table>',
      grid: [['甲乙', '1']],
    },
    { name: 'a form between table and row', html: '<table><form><tr><td>甲<td>1</form></table>', grid: [['甲', '1']] },
    {
      name: 'numbers that wrap a table of their own',
      html: '<table><tr><td>甲<td><table><tr><td>1</table><tr><td>乙<td>2</table>',
      grid: [
        ['甲', '1'],
        ['乙', '2'],
      ],
    },
  ])('$name', ({ html, grid }) => expect(read(html)).toEqual([grid]))

  test.each([
    {
      name: 'text between cells stands before the table',
      html: '<table>前<tr><td>甲<td>1</table>',
      blocks: ['前', [['甲', '1']]],
    },
    {
      name: 'a caption stands before the table',
      html: '<table><caption>表一</caption><tr><td>甲<td>1</table>',
      blocks: ['表一', [['甲', '1']]],
    },
    {
      name: 'rows after the end of a doubly closed table',
      html: '<table><tr><td>甲<td>1</table></table><tr><td>乙<td>2</tr><p>后',
      blocks: [[['甲', '1']], [['乙', '2']], '后'],
    },
    {
      name: 'a table in a paragraph ends its line',
      html: '<p>前<table><tr><td>甲<td>1</table>后',
      blocks: ['前', [['甲', '1']], '后'],
    },
    { name: 'a table of one column is no grid', html: '<table><tr><td><p>甲<p>乙<tr><td>丙</table>', blocks: ['甲', '乙', '丙'] },
    {
      name: 'pictures in cells follow the grid',
      html: '<table><tr><td>甲<td><img src=t.png></table>',
      blocks: [[['甲', '']], '[picture t.png]'],
    },
  ])('$name', ({ html, blocks }) => expect(read(html)).toEqual(blocks))

  const data = '<table><tr><td>规章<td>0<tr><td>行政规范性文件<td>3</table>'
  const grid = [
    ['规章', '0'],
    ['行政规范性文件', '3'],
  ]

  test.each([
    {
      name: 'a layout table gives what it holds',
      html: `<table><tr><td>前${data}后</td></tr></table>`,
      blocks: ['前', grid, '后'],
    },
    {
      name: 'rows of information above an article stay a grid',
      html: `<table><tr><td>索引号<td>X1<tr><td>文号<td>无<tr><td colspan=2>前${data}后</table>`,
      blocks: [
        [
          ['索引号', 'X1'],
          ['文号', '无'],
        ],
        '前',
        grid,
        '后',
      ],
    },
    {
      name: 'a menu beside an article',
      html: `<table><tr><td>首页<br>年报<td><h1>标题</h1><p>文</p>${data}</table>`,
      blocks: ['首页', '年报', '# 标题', '文', grid],
    },
    { name: 'layout tables in layout tables', html: `<table><tr><td><table><tr><td>${data}</table></table>`, blocks: [grid] },
    {
      name: 'an article in a cell beside another',
      html: `<table><tr><td>栏<td>${'文字'.repeat(400)}</table>`,
      blocks: ['栏', '文字'.repeat(400)],
    },
  ])('$name', ({ html, blocks }) => expect(read(html)).toEqual(blocks))
})

describe('places', () => {
  const html = '<h1>年报</h1><p>甲<br>乙&nbsp;</p><table><tr><td rowspan=1>规章</td><td>&#48;<p></table>尾'
  const { blocks } = readHtml(html)
  const at = ({ at }: { at: { start?: number; end?: number } }) => html.slice(at.start, at.end)

  test('elements are marked from tag to tag, lines by their text', () => {
    expect(blocks.map(at)).toEqual(['<h1>年报</h1>', '甲', '乙', html.slice(html.indexOf('<table'), html.indexOf('尾')), '尾'])
  })

  test('cells are marked from tag to tag', () => {
    const cells = (blocks[3] as Grid).rows[0] as GridCell[]
    expect(cells.map(at)).toEqual(['<td rowspan=1>规章</td>', '<td>&#48;<p>'])
  })

  test('pieces are marked by their text', () => {
    const source = '<p>来源：某局&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;日期：2024-01-02</p>'
    const [line] = readHtml(source).blocks as [Paragraph]
    expect(line.pieces.map((piece) => source.slice(piece.at.start, piece.at.end))).toEqual(['来源：某局', '日期：2024-01-02'])
  })

  test('an offset shifts every place', () => {
    const [first] = readHtml('<p>甲</p>', 100).blocks
    expect(first?.at).toEqual({ start: 100, end: 108 })
  })
})

describe('title and meta tags', () => {
  test('all meta tags are kept in order, also doubled ones and those in the body', () => {
    const { title, meta } = readHtml(
      '<head><title> 某局&amp;年报 </title><meta name="PubDate" content="2024-01-05"><META NAME=author CONTENT=甲></head>' +
        '<body><meta name="PubDate" content=""><meta property="og:title" content="丙"><meta charset=gbk><title>二</title>',
    )
    expect(title).toBe(' 某局&年报 ')
    expect(meta).toEqual([
      { name: 'PubDate', content: '2024-01-05' },
      { name: 'author', content: '甲' },
      { name: 'PubDate', content: '' },
      { name: 'og:title', content: '丙' },
    ])
  })
})

describe('attachments', () => {
  test.each([
    {
      name: 'a link to a PDF',
      html: '<a href="./P020240129.pdf"><span>年报</span>全文</a>',
      found: [{ href: './P020240129.pdf', text: '年报全文' }],
    },
    {
      name: 'line breaks and tabs inside the address',
      html: '<a href=" ./a\n\tb.docx ">年报</a>',
      found: [{ href: './ab.docx', text: '年报' }],
    },
    {
      name: 'a download address',
      html: '<a href="/module/down.jsp?i=1&filename=2024n.pdf">下载</a>',
      found: [{ href: '/module/down.jsp?i=1&filename=2024n.pdf', text: '下载' }],
    },
    {
      name: 'a link named like a file',
      html: '<a href="/file/1234">2023年年报.doc</a>',
      found: [{ href: '/file/1234', text: '2023年年报.doc' }],
    },
    {
      name: 'an embedded PDF',
      html: '<iframe src="a.pdf"></iframe><embed src="b.PDF?x=1"><object data="c.ofd"></object>',
      found: [
        { href: 'a.pdf', text: '' },
        { href: 'b.PDF?x=1', text: '' },
        { href: 'c.ofd', text: '' },
      ],
    },
    {
      name: 'a viewer with an encoded address',
      html: '<iframe src="/pdfjs/web/viewer.html?file=%252Ffiles%252F1.pdf"></iframe>',
      found: [{ href: '/files/1.pdf', text: '' }],
    },
    {
      name: 'a viewer with a relative address',
      html: '<iframe src="../web/viewer.html?file=1.pdf#page=1"></iframe>',
      found: [{ href: '../web/1.pdf', text: '' }],
    },
    {
      name: 'a script that opens a file',
      html: `<a href="javascript:void(0)" onclick="window.open('/a/b.pdf','_blank')">年报</a>`,
      found: [{ href: '/a/b.pdf', text: '年报' }],
    },
    {
      name: 'a link that is script',
      html: `<a href="javascript:openFile('x.wps')">年报</a>`,
      found: [{ href: 'x.wps', text: '年报' }],
    },
    { name: 'the same link twice', html: '<a href=a.zip>包</a><a href=a.zip>包</a>', found: [{ href: 'a.zip', text: '包' }] },
    {
      name: 'pages, anchors and mail are none',
      html: '<a href="index.html">年报</a><a href="#top">顶</a><a href="mailto:a@b.cn">信</a>',
      found: [],
    },
  ])('$name', ({ html, found }) => expect(readHtml(html).attachments).toEqual(found))

  test('pictures are kept, icons are not', () => {
    expect(
      read(
        '<p>见图<img src="W020240105.png"></p><img src=icon.gif width=16><img src=b.png style="width:20px;height:20px"><img alt=x>',
      ),
    ).toEqual(['见图', '[picture W020240105.png]'])
  })
})

describe('hostile pages', () => {
  test.each([
    {
      name: '500 nested tables',
      html: `${'<table><tr><td>a<td>'.repeat(500)}深${'</table>'.repeat(500)}后`,
      holds: ['深', '后'],
    },
    { name: '100,000 open elements', html: `${'<div><b><span>'.repeat(100_000)}深`, holds: ['深'] },
    { name: '100,000 open cells', html: `<table>${'<tr><td>1<td>'.repeat(100_000)}末`, holds: ['末'] },
    { name: 'end tags without elements', html: `${'</td></tr></table></div></p></b>'.repeat(50_000)}文`, holds: ['文'] },
    {
      name: 'hidden elements without an end',
      html: `文${'<div hidden><span style="display:none">'.repeat(50_000)}`,
      holds: ['文'],
    },
    { name: 'a page of ampersands', html: `文${'&'.repeat(500_000)}`, holds: ['文'] },
    { name: 'a tag with 100,000 attributes', html: `<p ${'style=a '.repeat(100_000)}>文`, holds: ['文'] },
    {
      name: '50,000 files',
      html: `文${Array.from({ length: 50_000 }, (_, index) => `<a href="${index}.pdf">`).join('')}`,
      holds: ['文'],
    },
    { name: 'an unclosed comment', html: `文<!-- ${'x'.repeat(1_000_000)}`, holds: ['文'] },
    {
      name: 'a page of 5 MB',
      html: `<p>始</p>${'<p>政府信息公开工作年度报告<span>12</span></p>'.repeat(100_000)}末`,
      holds: ['始', '末'],
    },
  ])('$name', ({ html, holds }) => {
    const text = textOf(readHtml(html))
    for (const part of holds) expect(text).toContain(part)
  })

  test('a table whose spans would fill the memory is refused', () => {
    const html = `<table>${'<tr><td rowspan=65534 colspan=1000>1<td>2'.repeat(2000)}</table>`
    expect(() => readHtml(html)).toThrow(/rowspan/)
  })

  const part = fc.constantFrom(
    ...'<table> </table> <tr> </tr> <td> </td> <td&nbsp;rowspan=3> <td&nbsp;colspan=2> <p> </p> <div&nbsp;hidden> </div> <div> <br> <script> </script> <a&nbsp;href=x.pdf> </a> <h2> </h2> <tbody> 甲 1 &lt; <!-- -->'
      .split(' ')
      .map((it) => it.replace('&nbsp;', ' ')),
  )

  test('any order of tags gives places inside the page', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 60 }), (parts) => {
        const html = parts.join('')
        for (const { at } of readHtml(html).blocks) {
          expect(at.start).toBeGreaterThanOrEqual(0)
          expect(at.end).toBeGreaterThanOrEqual(at.start!)
          expect(at.end).toBeLessThanOrEqual(html.length)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('any order of table tags gives the cells that a parser by the standard gives', () => {
    const tag = fc.constantFrom(
      ...'<tr> <td> <th> </td> </th> </tr> <p> </p> <b> </b> <span> </span> <div> </div> <tbody> </tbody> <br> <font> </font>'.split(
        ' ',
      ),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(tag, fc.boolean()), { maxLength: 25 }), (tags) => {
        const html = `<div><table><tr><td>一</td><td>二</td></tr>${tags.map(([name, said], index) => name + (said ? `字${index}。` : '')).join('')}</table></div>`
        const $ = load(html)
        const standard = $('table tr')
          .toArray()
          .map((row) => $(row).children('td,th').toArray())
          .map((cells) => cells.map((cell) => $(cell).text().replace(/\s/g, '')))
          .filter((cells) => cells.length > 0)
        const grids = readHtml(html).blocks.filter((block) => block.kind === 'grid')
        const read = grids
          .flatMap(({ rows }) =>
            rows.map((row) => row.filter((cell) => cell !== null).map((cell) => cell.text.replace(/\s/g, ''))),
          )
          .filter((cells) => cells.length > 0)
        expect(read).toEqual(standard)
      }),
      { numRuns: 1000 },
    )
  })

  test('no visible text is lost, whatever the structure around it', () => {
    const wrapper = fc.constantFrom(
      '<p>',
      '<div>',
      '<table><tr><td>',
      '<td>',
      '<tr>',
      '<b>',
      '</td>',
      '</table>',
      '<h2>',
      '</div>',
      '<li>',
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(wrapper, fc.integer({ min: 0, max: 9999 })), { maxLength: 40 }), (parts) => {
        const html = parts.map(([tag, number], index) => `${tag}字${index}：${number}。`).join('')
        const text = textOf(readHtml(html))
        parts.forEach(([, number], index) => {
          expect(text).toContain(`字${index}：${number}。`)
        })
      }),
      { numRuns: 300 },
    )
  })
})

describe('tables that are no table elements', () => {
  const figures = (row: (cells: readonly string[]) => string, cell: (text: string) => string) =>
    ROWS.map((cells) => row(cells.map(cell))).join('\n')
  const grid = ROWS.map((cells) => [...cells])
  test.each([
    {
      name: 'div in div',
      html: `<div class="a">${figures(
        (cells) => `<div>${cells.join('')}</div>`,
        (text) => `<div><p>${text}</p></div>`,
      )}</div>`,
    },
    {
      name: 'a list for each row',
      html: figures(
        (cells) => `<ul>${cells.join('')}</ul>`,
        (text) => `<li>${text}</li>`,
      ),
    },
    {
      name: 'a definition list for each row',
      html: figures(
        (cells) => `<dl>${cells.join('')}</dl>`,
        (text) => `<dd>${text}</dd>`,
      ),
    },
    {
      name: 'spans in a line, eight of them',
      html: figures(
        (cells) => `<div>${cells.join(' ')}</div>`,
        (text) => `<span>${text}</span>`,
      ),
    },
  ])('$name', ({ html }) => {
    expect(read(`<p>前</p>${html}<p>后</p>`)).toEqual(['前', grid, '后'])
  })
  test.each([
    {
      name: 'a paragraph whose characters stand in spans',
      html: '<p><span>2023</span><span>年</span><span>1</span><span>月</span><span>1</span><span>日</span></p>'.repeat(4),
    },
    { name: 'a menu', html: '<ul><li>首页</li><li>公开</li><li>服务</li><li>互动</li></ul>'.repeat(4) },
  ])('$name is none', ({ html }) => {
    expect(readHtml(html).blocks.every(({ kind }) => kind === 'paragraph')).toBe(true)
  })
})

const ROWS = ['甲', '乙', '丙', '丁'].map((label, row) => [
  label,
  ...Array.from({ length: 7 }, (_, column) => String(row * 7 + column)),
])
const TABLE = `<table>${ROWS.map((cells) => `<tr>${cells.map((text) => `<td>${text}</td>`).join('')}</tr>`).join('')}</table>`

describe('markup that the page only carries', () => {
  const quoted = JSON.stringify(`<p>一、总体情况</p>${TABLE}`)
  test.each([
    { name: 'a string of a script', html: `<script>var c = ${quoted.replaceAll('</', '<\\/')};</script>` },
    {
      name: 'strings of a script in parts',
      html: `<script>// it's\ndocument.write('<p>一、总体情况</p>');document.write('${TABLE}')</script>`,
    },
    { name: 'escaped characters', html: `<script>c = "${`<p>一、总体情况</p>${TABLE}`.replaceAll('<', '\\u003c')}"</script>` },
    {
      name: 'escaped markup in a text field',
      html: `<textarea>${`<p>一、总体情况</p>${TABLE}`.replaceAll('<', '&lt;')}</textarea>`,
    },
    { name: 'a template', html: `<script type="text/html"><p>一、总体情况</p>${TABLE}</script>` },
    { name: 'noscript', html: `<noscript><p>一、总体情况</p>${TABLE}</noscript>` },
    {
      name: 'a frame with its own source',
      html: `<iframe srcdoc="${`<p>一、总体情况</p>${TABLE}`.replaceAll('<', '&lt;')}"></iframe>`,
    },
  ])('$name', ({ html }) => {
    const page = `<h1>年报</h1>${html}`
    const content = readHtml(page)
    expect(readable(content.blocks)).toEqual(['# 年报', '一、总体情况', ROWS])
    expect(content.notes.map(({ code }) => code)).toEqual(['carried-content'])
  })
  test('places are those of the page', () => {
    const page = `<script>var c = "<p>\\u4e00</p>${TABLE.replaceAll('<td>', '<td class=\\"c\\">')}";</script>`
    const grid = readHtml(page).blocks.find((block) => block.kind === 'grid')
    const cell = grid?.rows[3]?.[7]
    expect(page.slice(cell?.at.start, cell?.at.end)).toBe('<td class=\\"c\\">27</td>')
  })
  test('a page that shows its table is not searched', () => {
    expect(readHtml(`${TABLE}<script>c = ${quoted}</script>`).notes).toEqual([])
  })
})

test('fields of a form show their values inside a table only', () => {
  const html =
    '<input value="找"><table><tr><td>甲</td><td><input type="text" value="12" readonly></td><td><textarea>3</textarea></td></tr></table>'
  expect(read(html)).toEqual([[['甲', '12', '3']]])
})

describe('raised digits do not join the number beside them', () => {
  test.each([
    { html: '甲<sup>1</sup>', text: '甲¹' },
    { html: '10<sup>2</sup>', text: '10²' },
    { html: '10<sup> 1</sup><sup>2</sup>3', text: '10 ¹²3' },
    { html: '<sup>1</sup>12', text: '¹12' },
    { html: '<sup>3</sup>', text: '3' },
    { html: '<sup>1</sup><sup>2</sup>', text: '12' },
    { html: '4<sup>[5]</sup>6', text: '4[5]6' },
    { html: '4<sup>1,2</sup>', text: '4¹,²' },
    { html: '12<sub>1</sub>', text: '12₁' },
    { html: '12<span style="font-size:8px; vertical-align: super"><span>1</span>2</span>3', text: '12¹²3' },
    { html: '12<span style="vertical-align:baseline">3</span>', text: '123' },
  ])('$html', ({ html, text }) => {
    expect(read(`<table><tr><td>甲</td><td>${html}</td></tr><tr><td>乙</td><td>1</td></tr></table>`)).toEqual([
      [
        ['甲', text],
        ['乙', '1'],
      ],
    ])
  })
  test('a raised part that is left open ends with its cell', () => {
    expect(read('<table><tr><td>甲<sup>1</td><td>12</td><td>3</td></tr></table><p>10<sup>3</p>4')).toEqual([
      [['甲¹', '12', '3']],
      '10³',
      '4',
    ])
  })
})
