import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readRtf } from '../../../src/extract/readers/word/rtf.ts'
import { GiveUp } from '../../../src/model/give-up.ts'
import { fileOf, readable } from './readable.ts'

const HEAD =
  "{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0\\fcharset0 Arial;}{\\f1\\fcharset134 \\'cb\\'ce\\'cc\\'e5;}{\\f2\\fcharset238 X;}}{\\stylesheet{\\s1 heading 1;}{\\s2\\outlinelevel1 own;}}"
const read = (body: string) => readRtf(fileOf(Buffer.from(`${HEAD}${body}}`, 'latin1')))

describe('paragraphs', () => {
  test.each([
    { name: 'bytes by the set of the font', body: "\\f1 \\'b9\\'e6\\'d5\\'c2\\par", blocks: ['规章'] },
    { name: 'a second byte that is a letter', body: "\\f1 \\'81@\\par", blocks: ['丂'] },
    { name: 'words on formatting between two bytes of a character', body: "\\f1 \\'b9{\\b\\'e6}\\par", blocks: ['规'] },
    { name: 'Chinese bytes under a Western font', body: "\\f0 \\'b9\\'e6\\'d5\\'c2\\par", blocks: ['规章'] },
    { name: 'bytes of a Central European font', body: "\\f2 \\'e8\\par", blocks: ['č'] },
    { name: 'Unicode with a fallback', body: '\\u35268?\\u31456 ?\\par', blocks: ['规章'] },
    {
      name: 'Unicode with a fallback of two bytes',
      body: "\\uc2 \\u35268\\'b9\\'e6\\u-225 \\'3f\\'3f2\\par",
      blocks: ['规\uff1f2'],
    },
    { name: 'Unicode without a fallback', body: '\\uc0\\u35268\\u31456 2\\par', blocks: ['规章2'] },
    { name: 'tabs set pieces apart, lines end', body: 'a\\tab 2\\line b\\par', blocks: ['a ¦ 2', 'b'] },
    { name: 'escaped characters', body: '\\{1\\}\\\\ 2\\_3\\~4\\par', blocks: ['{1}\\ 2-3 4'] },
    { name: 'deleted and hidden text is left out', body: 'a{\\deleted b}{\\v c}\\v d\\v0 e\\par', blocks: ['ae'] },
    { name: 'raised digits', body: '12{\\super 1}3 4\\super 5\\nosupersub 6\\plain 7{\\sub 8}9\\par', blocks: ['12¹3 4⁵67₈9'] },
    { name: 'a paragraph that is raised as a whole', body: '{\\super 12}{\\super 3}\\par', blocks: ['123'] },
    { name: 'fields give their result', body: '{\\field{\\*\\fldinst { PAGE }}{\\fldrslt 3}}\\par', blocks: ['3'] },
    { name: 'groups that readers may pass over', body: 'a{\\*\\unknown b{c}}d\\par', blocks: ['ad'] },
    {
      name: 'headers, footers and notes are left out',
      body: '{\\header h\\par}a{\\footnote f}\\par{\\footer f\\par}',
      blocks: ['a'],
    },
    { name: 'numbers of lists are kept', body: '{\\listtext 1.\\tab}a\\par', blocks: ['1. ¦ a'] },
    {
      name: 'headings by style and by outline level',
      body: '\\s1 a\\par\\pard\\s2 b\\par\\pard\\outlinelevel0 c\\par\\pard d\\par',
      blocks: ['# a', '## b', '# c', 'd'],
    },
    {
      name: 'a text box is read once, before its paragraph',
      body: 'a{\\shp{\\*\\shpinst{\\shptxt b\\par}}{\\shprslt c\\par}}d\\par',
      blocks: ['b', 'ad'],
    },
    { name: 'a text without the end of a paragraph', body: 'a', blocks: ['a'] },
    { name: 'bytes that are no text', body: 'a\\bin3 }}}b\\par', blocks: ['ab'] },
    {
      name: 'a picture',
      body: 'a{\\pict\\pngblip\\picwgoal5000\\pichgoal5000 89504e47}\\par',
      blocks: ['a', '[picture picture 1]'],
    },
    {
      name: 'a floating picture',
      body: 'a{\\shp{\\*\\shpinst{\\sp{\\sn pib}{\\sv {\\pict\\pngblip 89504e47}}}}{\\shprslt b}}\\par',
      blocks: ['a', '[picture picture 1]'],
    },
    { name: 'an icon', body: 'a{\\pict\\pngblip\\picwgoal200\\pichgoal200 89504e47}\\par', blocks: ['a'] },
    { name: 'a text in bytes and again in Unicode', body: '{\\upr{a}{\\*\\ud{b}}}\\par', blocks: ['b'] },
  ])('$name', ({ body, blocks }) => expect(readable(read(body).blocks)).toEqual(blocks))

  test('title and times', () => {
    const { title, meta } = read(
      "{\\info{\\title \\f1\\'c4\\'ea\\'b1\\'a8}{\\creatim\\yr2025\\mo1\\dy20\\hr9\\min5}{\\revtim\\yr0}}a\\par",
    )
    expect(title).toBe('年报')
    expect(meta).toEqual([
      { name: 'title', content: '年报' },
      { name: 'created', content: '2025-01-20T09:05:00' },
    ])
  })
})

describe('tables', () => {
  const row = (definition: string, ...texts: string[]) =>
    `\\trowd${definition}\\pard\\intbl ${texts.map((text) => `${text}\\cell`).join(' ')}\\row`

  test.each([
    { name: 'a plain table', body: row('\\cellx500\\cellx900', 'a', '1'), grid: [['a', '1']] },
    {
      name: 'a cell as wide as two',
      body: row('\\cellx1000\\cellx1500', 'a', '1') + row('\\cellx500\\cellx1000\\cellx1500', 'b', 'c', '2'),
      grid: [
        ['a', '←', '1'],
        ['b', 'c', '2'],
      ],
    },
    {
      name: 'cells marked as merged',
      body:
        row('\\clmgf\\clvmgf\\cellx500\\clmrg\\clvmgf\\cellx1000\\cellx1500', 'a', '', '1') +
        row('\\clmgf\\clvmrg\\cellx500\\clmrg\\clvmrg\\cellx1000\\cellx1500', '', '', '2') +
        row('\\cellx500\\cellx1000\\cellx1500', 'b', 'c', '3'),
      grid: [
        ['a', '←', '1'],
        ['↑', '←', '2'],
        ['b', 'c', '3'],
      ],
    },
    {
      name: 'rows that keep the definition before them',
      body: `${row('\\cellx500\\cellx900', 'a', '1')}\\pard\\intbl b\\cell 2\\cell\\row`,
      grid: [
        ['a', '1'],
        ['b', '2'],
      ],
    },
    { name: 'cells without the mark of tables', body: '\\trowd\\cellx500\\cellx900 a\\cell 1\\cell\\row', grid: [['a', '1']] },
    { name: 'several paragraphs in a cell', body: row('\\cellx500\\cellx900', 'a\\par b', '1'), grid: [['a\nb', '1']] },
  ])('$name', ({ body, grid }) => expect(readable(read(`${body}\\pard x\\par`).blocks)).toEqual([grid, 'x']))

  test('a table in a layout table', () => {
    const inner =
      '\\pard\\intbl\\itap2 a\\nestcell{\\nonesttables\\par}1\\nestcell{\\*\\nesttableprops\\trowd\\cellx500\\cellx900\\nestrow}'
    expect(
      readable(read(`\\trowd\\cellx5000\\pard\\intbl x\\par ${inner}\\pard\\intbl y\\cell\\row\\pard z\\par`).blocks),
    ).toEqual(['x', [['a', '1']], 'y', 'z'])
  })
})

describe('damaged files', () => {
  const whole = Buffer.from(
    `${HEAD}\\trowd\\cellx500\\clmgf\\cellx900\\pard\\intbl a\\cell 1\\cell\\row\\pard\\u35268?{\\b x}\\par}`,
    'latin1',
  )
  const result = (bytes: Uint8Array) => {
    try {
      return readRtf(fileOf(bytes))
    } catch (error) {
      if (error instanceof GiveUp) return error
      throw error
    }
  }

  test('every part from the begin is damaged', () => {
    for (let length = 6; length < whole.length; length++)
      expect(result(whole.subarray(0, length)), `${length} bytes`).toMatchObject({ reason: 'damaged-file' })
  })

  test('groups, tables and paragraphs without end', () => {
    expect(result(Buffer.from(`{\\rtf1${'\\par'.repeat(300_001)}}`))).toMatchObject({ reason: 'too-large' })
    expect(result(Buffer.from(`{\\rtf1${'{'.repeat(100_000)}`))).toMatchObject({ reason: 'too-large' })
    expect(result(Buffer.from('{\\rtf1\\intbl\\itap999999 a\\par}'))).toMatchObject({ reason: 'too-large' })
  })

  test('any damage gives a document or a reason', () => {
    const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255))
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        const bytes = Buffer.from(whole)
        for (const [at, byte] of changes) bytes[at] = byte
        expect(result(bytes)).toBeDefined()
      }),
      { numRuns: 1000 },
    )
  })
})
