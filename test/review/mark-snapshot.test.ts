import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { markHtml, markText } from '../../src/review/mark-snapshot.ts'

const NOTHING = { quote: null, title: null }
const show = (markup: string) => markHtml(markup, [], NOTHING)

describe('of a page nothing is left that acts, loads or leads away', () => {
  test.each([
    ['script', '<p>a<script>alert(1)</script>b</p>', '<p>ab</p>'],
    ['script in odd case, unclosed', '<p>a</p><ScRiPt src=//e>alert(1)', '<p>a</p>'],
    ['event handlers', '<p onclick="x()" ONLOAD=y()>a</p>', '<p>a</p>'],
    ['link', '<a href="javascript:x()">a</a>', '<span class="link" title="javascript:x()">a</span>'],
    ['picture', '<img src="//e/p.png" alt="表三" onerror=x()>', '<span class="picture">〔图片：表三〕</span>'],
    [
      'style sheet',
      '<style>td{background:url(//e)}</style><p style="background:url(//e);text-align:center">a</p>',
      '<p align="center">a</p>',
    ],
    ['frame', '<iframe src="//e">b</iframe>a', 'a'],
    [
      'form',
      '<form action="//e"><p>a</p><input value=b><textarea>c</textarea><select><option>d</option></select></form>',
      '<p>a</p>',
    ],
    ['meta, base, link', '<meta http-equiv=refresh content="0;url=//e"><base href="//e"><link rel=stylesheet href="//e">a', 'a'],
    ['svg and math', '<svg onload=x()><script>y()</script><text>b</text></svg><math><mi>c</mi></math>a', 'a'],
    ['comment with markup', '<!--><img src=x onerror=y()>-->a', '<span class="picture">〔图片〕</span>--&gt;a'],
    ['marks of its own', '<p class="selected" id="here" data-mark-0="selected x">a</p>', '<p>a</p>'],
    [
      'spans beyond reason',
      '<table><tr><td colspan="99999" rowspan="-1">a</td></tr></table>',
      '<table><tr><td>a</td></tr></table>',
    ],
    ['hidden parts stay hidden', '<p style="display: none">a</p>', '<p hidden="hidden">a</p>'],
    ['text that looks like markup', '<p>&lt;script&gt;x&lt;/script&gt;</p>', '<p>&lt;script&gt;x&lt;/script&gt;</p>'],
  ])('%s', (_, given, shown) => expect(show(given)).toBe(shown))

  test('whatever the page is', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '<script>',
        '</script>',
        '<img src=x onerror=y>',
        '<a href="javascript:',
        '">',
        '<style>',
        '<!--',
        '-->',
        '<svg>',
        '<td',
        '<math><mtext>',
        '<![CDATA[',
        "='",
      ),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const page = pieces.join('')
        const marks = [{ label: page, start: Math.floor(page.length / 3), end: Math.ceil(page.length / 2), selected: true }]
        const tags = markHtml(page, marks, { quote: page, title: page }).match(/<[a-z][^>]*>/gi) ?? []
        for (const tag of tags) {
          expect(tag).not.toMatch(/^<(script|style|img|a|iframe|svg|math|form|input|meta|base|link|object|embed)\b/i)
          expect(tag.replace(/"[^"]*"/g, '""')).not.toMatch(/\s(on\w+|style|href|src|action)\s*=/i)
        }
      }),
      { numRuns: 500 },
    )
  })
})

describe('marks', () => {
  const page = '<table><tr><td>新收</td><td>12</td><td width=3>3</td></tr></table>'
  const at = (text: string, selected = true) => ({
    label: `“${text}”`,
    start: page.lastIndexOf('<td', page.indexOf(text)),
    end: page.indexOf('</td>', page.indexOf(text)) + 5,
    selected,
  })

  test('stand on the element at the offset, the first selected one is where the frame opens', () => {
    expect(markHtml(page, [at('12', false), at('>3')], NOTHING)).toBe(
      '<table><tr><td>新收</td><td class="other" title="“12”">12</td><td class="selected" id="here" title="“&gt;3”">3</td></tr></table>',
    )
  })

  test('stand on a run of text within an element, but not on a whole page', () => {
    const line = '<p>一、本年新收 12 3</p>'
    const start = line.indexOf('12')
    expect(markHtml(line, [{ label: 'a', start, end: start + 2, selected: true }], NOTHING)).toContain(
      '新收 <mark class="selected" id="here" title="a">12</mark> 3',
    )
    const long = `<p>${'字'.repeat(300)}</p>`
    expect(markHtml(long, [{ label: 'a', start: 3, end: 303, selected: true }], NOTHING)).not.toContain('mark')
  })

  test('a quoted sentence is found across elements, spaces and widths', () => {
    expect(
      markHtml('<p>共收到<b> 申请</b>１２件，\n 其中 A&amp;B 5件。</p>', [], { quote: '收到申请12件，其中A&B5件', title: null }),
    ).toBe(
      '<p>共<mark class="quote" id="here">收到</mark><b><mark class="quote"> 申请</mark></b><mark class="quote">１２件，\n 其中 A&amp;B 5件</mark>。</p>',
    )
  })

  test('where nothing is marked, the frame opens at the title', () => {
    expect(markHtml('<ul><li>首页</li></ul><h1>某局2023年报</h1>', [], { quote: '没有这句话', title: '某局2023年报' })).toBe(
      '<ul><li>首页</li></ul><h1><mark class="title" id="here">某局2023年报</mark></h1>',
    )
  })

  test('a text keeps every character', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '<', '&', '"', '件', '\n', '1', ' ') })
    fc.assert(
      fc.property(text, fc.nat(20), fc.nat(20), (content, start, length) => {
        const marks = [
          { label: '<b>', start: Math.min(start, content.length), end: Math.min(start + length, content.length), selected: true },
        ]
        const shown = markText(content, marks, { quote: content, title: null }).replace(/<[^>]*>/g, '')
        const plain = shown.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
        expect(plain).toBe(content)
      }),
    )
  })
})
