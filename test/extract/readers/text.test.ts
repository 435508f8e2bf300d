import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isMarkdown, readMarkdown } from '../../../src/extract/readers/text/markdown.ts'
import { readText } from '../../../src/extract/readers/text/text.ts'
import type { Paragraph } from '../../../src/model/document.ts'
import { readable } from './readable.ts'

describe('plain text', () => {
  test.each([
    { name: 'lines', text: '甲\n乙\r\n\n丙\f丁\u2028戊', pieces: [['甲'], ['乙'], ['丙'], ['丁'], ['戊']] },
    { name: 'one cell a line, indented by a tab', text: '\t规章\n\t0\n', pieces: [['规章'], ['0']] },
    { name: 'a blank cell among such lines', text: '\t规章\n\t\n\t0', pieces: [['规章'], [''], ['0']] },
    { name: 'a row of fields', text: '规章\t2\t0\t11', pieces: [['规章', '2', '0', '11']] },
    { name: 'empty fields inside a row', text: '规章\t\t0\t', pieces: [['规章', '', '0', '']] },
    { name: 'an empty first field', text: '\t自然人\t商业企业', pieces: [['', '自然人', '商业企业']] },
    {
      name: 'a row of blanks after its label',
      text: '（一）予以公开\t\t\t\t\t\t\t',
      pieces: [['（一）予以公开', '', '', '', '', '', '', '']],
    },
    { name: 'wide gaps', text: '  规章     2    0', pieces: [['规章', '2', '0']] },
    { name: 'single blanks do not part', text: '2023 年 1 月', pieces: [['2023 年 1 月']] },
    { name: 'strokes', text: '| 规章 | | 2 |', pieces: [['规章', '', '2']] },
    { name: 'a drawn frame', text: '┌──┬──┐\n│规章│ 2 │\n├──┼──┤\n+---+---+', pieces: [['规章', '2']] },
    {
      name: 'blanks that look like nothing',
      text: '\ufeff\u3000\u3000一、\u200b总体\u00a0情况\u3000',
      pieces: [['一、总体 情况']],
    },
    { name: 'a line of dashes is text', text: '----', pieces: [['----']] },
  ])('$name', ({ text, pieces }) => {
    expect(linesOf(text).map((line) => line.pieces.map((piece) => piece.text))).toEqual(pieces)
  })

  test('places are those of the text', () => {
    const text = '首行\n  规章\t 12 \t\t0\n'
    const [, line] = linesOf(text)
    expect(line?.pieces.map(({ at }) => text.slice(at.start, at.end))).toEqual(['规章', '12', '', '0'])
    expect(text.slice(line?.at.start, line?.at.end)).toBe('规章\t 12 \t\t0')
  })

  test('every printed character is kept, in order and in place', () => {
    const unit = fc.constantFrom('甲', '规', '1', '2', ' ', '\t', '\n', '|', '\u3000', '.', '-', '│')
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 80 }), (text) => {
        const blocks = readText(text)
        const lines = blocks.flatMap((block) => (block.kind === 'paragraph' ? [block] : []))
        const strip = (value: string) => value.replace(/[^甲规12]/g, '')
        expect(strip(readable(blocks).flat(2).join(''))).toBe(strip(text))
        for (const { pieces } of lines)
          for (const { text: printed, at } of pieces) if (printed) expect(text.slice(at.start, at.end)).toContain(printed[0])
      }),
    )
  })
})

describe('tables made by tabs', () => {
  test.each([
    {
      name: 'a row a line, covered and blank cells empty',
      text: '前文\n\t\t自然人\t总计\n（三）不予公开\t1.属于国家秘密\t\t3\n\t2.其他\t0\t\n后文',
      blocks: [
        '前文',
        [
          ['', '', '自然人', '总计'],
          ['（三）不予公开', '1.属于国家秘密', '', '3'],
          ['', '2.其他', '0', ''],
        ],
        '后文',
      ],
    },
    {
      name: 'a cell a line, rows set apart by an empty line',
      text: '\t信息内容\n\t本年\n件数\n\t废止\n\t有效\n\n\t规章\n\t\n\t0\n\t7\n二、正文',
      blocks: [
        [
          ['信息内容', '本年\n件数', '废止', '有效'],
          ['规章', '', '0', '7'],
        ],
        '二、正文',
      ],
    },
    {
      name: 'what follows a number directly is no part of its cell',
      text: '\t甲\n\t1\n\t2\n\t3\n\n\t乙\n\t4\n\t5\n\t6\n三、标题\n\t丙\n\t7',
      blocks: [
        [
          ['甲', '1', '2', '3'],
          ['乙', '4', '5', '6'],
        ],
        '三、标题',
        '丙',
        '7',
      ],
    },
    { name: 'a list of contents is none', text: '一、总体情况\t1\n二、其他\t3', blocks: ['一、总体情况 ¦ 1', '二、其他 ¦ 3'] },
    { name: 'indented prose is none', text: '\t甲。\n\t乙。\n\n\t丙。', blocks: ['甲。', '乙。', '丙。'] },
  ])('$name', ({ text, blocks }) => expect(readable(readText(text))).toEqual(blocks))
})

describe('Markdown', () => {
  test('rows with more cells than the table has columns are told, unless most rows have as many', () => {
    const overfull = (text: string) => readMarkdown(text).map((block) => (block.kind === 'grid' ? block.overfull : null))
    expect(overfull('|甲|乙|\n|---|---|\n|丙|21|\n|丁|2||')).toEqual([[2]])
    expect(overfull('|甲|乙|\n|---|---|\n|丙|21|\n|丁|')).toEqual([undefined])
    expect(overfull('|甲|乙|\n|---|---|\n|丙|21||\n|丁|2||\n|戊|3||')).toEqual([undefined])
  })

  const text = [
    '# 某县2025年**年报**',
    '',
    '## 一、总体情况',
    '说明 a\\_b。',
    '| 类别 | 自然人 | 总计 |',
    '|---|:-:|--:|',
    '| 本年新收<br>申请 | **12** | |',
    '| - | - | - |',
    '后文',
    '一行 | 表',
    '![扫描](images/1.png)',
  ].join('\n')

  test('headings, tables and pictures', () => {
    expect(isMarkdown(text)).toBe(true)
    expect(readable(readMarkdown(text))).toEqual([
      '# 某县2025年年报',
      '## 一、总体情况',
      '说明 a_b。',
      [
        ['类别', '自然人', '总计'],
        ['本年新收\n申请', '12', ''],
        ['-', '-', '-'],
      ],
      '后文',
      '一行 ¦ 表',
      '[picture images/1.png]',
    ])
  })

  test('a table of one row', () => {
    expect(readable(readMarkdown('| 甲 | 1 |\n|---|---|\n| 乙 | 2 |\n\n| 丙 | 3 |\n| - | - |\n'))).toEqual([
      [
        ['甲', '1'],
        ['乙', '2'],
      ],
      [['丙', '3']],
    ])
  })

  test('tables written as HTML', () => {
    const source = '# 一\n# 二\n<table><tr><td>规章<td>0</table>\n后'
    const blocks = readMarkdown(source)
    expect(readable(blocks)).toEqual(['# 一', '# 二', [['规章', '0']], '后'])
    expect(source.slice(blocks[2]?.at.start, blocks[2]?.at.end)).toBe('<table><tr><td>规章<td>0</table>')
  })

  test('places are those of the text', () => {
    const [heading, , , grid] = readMarkdown(text)
    expect(text.slice(heading?.at.start, heading?.at.end)).toBe('某县2025年**年报**')
    expect(grid?.kind === 'grid' && text.slice(grid.rows[1]?.[1]?.at.start, grid.rows[1]?.[1]?.at.end)).toBe('**12**')
  })

  test.each([
    { name: 'plain text', text: '一、总体情况\n1 | 2\n3 | 4' },
    { name: 'a single hash', text: '# 号\n文' },
    { name: 'a line of dashes without strokes', text: '甲|乙\n------\n' },
  ])('$name is not Markdown', ({ text }) => expect(isMarkdown(text)).toBe(false))

  test('a long line of dashes and strokes is decided at once', () => {
    expect(isMarkdown(`|a|\n${'|-'.repeat(200_000)}x`)).toBe(false)
  })
})

describe('hostile text is read at once', () => {
  test.each([
    { name: 'strokes', text: `${'|'.repeat(300_000)}x` },
    { name: 'blanks', text: `x${' '.repeat(300_000)}x${'\t '.repeat(100_000)}` },
    { name: 'headings of blanks', text: `# a\n# ${' '.repeat(300_000)}b\n` },
    { name: 'headings of hashes', text: `# a\n# b${' #'.repeat(150_000)}c\n` },
    { name: 'emphasis without end', text: `# a\n# b\n${'**a '.repeat(100_000)}` },
    { name: 'pictures without end', text: `# a\n# b\n${'!['.repeat(150_000)}` },
    { name: 'tables without end', text: `# a\n# b\n${'<table>'.repeat(50_000)}` },
    { name: 'dividers', text: `|a|\n|-|\n${'|-|-\n'.repeat(50_000)}` },
  ])(
    '$name',
    ({ text }) => {
      expect(readText(text).length).toBeGreaterThan(0)
      if (isMarkdown(text)) expect(readMarkdown(text).length).toBeGreaterThan(0)
    },
    5000,
  )
})

function linesOf(text: string): Paragraph[] {
  return readText(text).flatMap((block) => (block.kind === 'paragraph' ? [block] : []))
}

describe('tables with strokes between the cells', () => {
  const GRID = [
    ['规章', '0', '', '0'],
    ['行政许可', '12'],
    ['一、本年新收', '', '', '', '', '', '', '3'],
    ['二、上年结转', '1', '0', '', '', '', '', '1'],
  ]
  test.each([
    { name: 'a stroke behind every cell', text: GRID.map((cells) => cells.map((cell) => `${cell} |`).join(' ')).join('\n') },
    { name: 'strokes around', text: GRID.map((cells) => `| ${cells.join(' | ')} |`).join('\n') },
    { name: 'strokes between', text: GRID.map((cells) => cells.join(' | ')).join('\n') },
    { name: 'full-width strokes', text: GRID.map((cells) => cells.join('｜')).join('\n') },
    {
      name: 'frames between the rows, a label over two lines',
      text: `+---+\n${GRID.map(([label, ...rest]) => `| ${label!.slice(0, 2)} | ${rest.join(' | ')} |\n| ${label!.slice(2)} | ${rest.map(() => '').join(' | ')} |`).join('\n+---+\n')}`,
    },
    {
      name: 'a cell a line, blank cells as lone strokes, several strokes behind a row',
      text: GRID.map((cells) => `${cells.map((cell) => `${cell} |`.trim()).join('\n')}\n||`).join('\n'),
    },
  ])('$name', ({ text }) => {
    const [grid] = readable(readText(`${text}\n\n文`))
    const cells = (grid as string[][]).map((row) => row.filter((cell) => cell !== '∅').map((cell) => cell.replace('\n', '')))
    expect(cells).toEqual(GRID)
  })
  test('words in a menu are no table', () => {
    expect(readable(readText('首页 | 公开 | 服务\n文'))).toEqual(['首页 ¦ 公开 ¦ 服务', '文'])
  })
})

test('cells set apart by commas are a table, sentences are none', () => {
  const rows = ['信息内容,本年制发件数,本年废止件数', '规章,0,1', '"规章,其他",2,', '行政许可,12,', '行政处罚,3,', '行政强制,4,']
  expect(readable(readText(rows.join('\n')))).toEqual([
    rows.map((row) => (row.startsWith('"') ? ['规章,其他', '2', ''] : row.split(','))),
  ])
  const sentences = Array.from({ length: 6 }, (_, index) => `全年受理${index}件,答复${index}件;其中公开1件。`)
  expect(readable(readText(sentences.join('\n')))).toEqual(sentences)
})

test('a wider gap in a dump of a cell a line is a blank cell', () => {
  const row = (label: string, values: readonly string[]) => [label, ...values].join('\n\n')
  const full = Array.from({ length: 7 }, (_, index) => String(index))
  const rows = ['一', '二', '三', '四', '五', '六'].map((label) => row(`${label}类`, full))
  const blocks = readText([...rows, row('七类', ['', '', '', '', '', '', '9'])].join('\n\n'))
  expect(blocks.slice(-8).map((block) => block.kind === 'paragraph' && block.text)).toEqual(['七类', '', '', '', '', '', '', '9'])
})
