import { load } from 'cheerio/slim'
import { strFromU8, unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { packDocx } from '../../src/papers/docx.ts'
import { fillTemplate, type TemplateData } from '../../src/papers/fill-template.ts'

const run = (text: string, look = '') => `<w:r>${look}<w:t>${text}</w:t></w:r>`
const paragraph = (...runs: string[]) => `<w:p>${runs.join('')}</w:p>`
const row = (...texts: string[]) => `<w:tr>${texts.map((text) => `<w:tc>${paragraph(run(text))}</w:tc>`).join('')}</w:tr>`

function templateOf(body: string): Uint8Array {
  return packDocx({
    'word/document.xml': `<w:document xmlns:w="w"><w:body>${body}</w:body></w:document>`,
    'word/other.xml': '<a>{{单位}}</a>',
  })
}

function filled(body: string, data: TemplateData): { lines: string[]; xml: string } {
  const xml = strFromU8(unzipSync(fillTemplate(templateOf(body), data, 'own.docx'))['word/document.xml']!)
  const $ = load(xml, { xml: true })
  return {
    lines: $('w\\:p')
      .toArray()
      .map((each) => $(each).text()),
    xml,
  }
}

const DATA: TemplateData = {
  单位: '甲局',
  难: 'a < b & "c"\n下一行\u0001',
  问题: [{ 序号: '1', 单位: '乙局' }, { 序号: '2' }],
  无: [],
}

const CASES = [
  { name: 'words', body: paragraph(run('致{{单位}}：')), lines: ['致甲局：'] },
  { name: 'a placeholder in pieces', body: paragraph(run('致{'), run('{单'), run('位}}：')), lines: ['致甲局：'] },
  { name: 'two in one piece', body: paragraph(run('{{单位}}和{{ 单位 }}')), lines: ['甲局和甲局'] },
  { name: 'signs of XML', body: paragraph(run('{{难}}')), lines: ['a < b & "c" 下一行'] },
  {
    name: 'a block',
    body: paragraph(run('{{#问题}}')) + paragraph(run('{{序号}}{{单位}}')) + paragraph(run('{{/问题}}')),
    lines: ['1乙局', '2甲局'],
  },
  {
    name: 'a block of rows',
    body: `<w:tbl>${row('号', '单位')}${row('{{#问题}}', '')}${row('{{序号}}', '{{单位}}')}${row('{{/问题}}', '')}</w:tbl>`,
    lines: ['号', '单位', '1', '乙局', '2', '甲局'],
  },
  {
    name: 'an empty block',
    body: paragraph(run('前')) + paragraph(run('{{#无}}')) + paragraph(run('中')) + paragraph(run('{{/无}}')),
    lines: ['前'],
  },
  { name: 'braces in what is filled in', body: paragraph(run('{{甲}}')), data: { 甲: '{{乙}}' }, lines: ['{{乙}}'] },
] as const

test.each(CASES)('$name', ({ body, lines, ...more }) => {
  expect(filled(body, 'data' in more ? more.data : DATA).lines).toEqual(lines)
})

test('what is filled in looks as the first piece of its placeholder does', () => {
  expect(filled(paragraph(run('{{单', '<w:b/>'), run('位}}')), DATA).xml).toContain('<w:b/><w:t xml:space="preserve">甲局</w:t>')
})

const FAULTS = [
  ['nothing for it', paragraph(run('{{领导}}')), /own\.docx: there is nothing for \{\{领导\}\}; there is .*\{\{单位\}\}/],
  ['not closed', paragraph(run('致{{单位')), /not closed/],
  ['a block without an end', paragraph(run('{{#问题}}')), /no counterpart/],
  ['an end without a block', paragraph(run('{{/问题}}')), /no counterpart/],
  ['a list for words', paragraph(run('{{问题}}')), /is a list/],
  ['words for a list', paragraph(run('{{#单位}}')) + paragraph(run('{{/单位}}')), /is no list/],
] as const

test.each(FAULTS)('a template with a fault is refused: %s', (_, body, message) => {
  expect(() => filled(body, DATA)).toThrow(message)
})

test('what is no document is refused by its name', () => {
  expect(() => fillTemplate(new TextEncoder().encode('no zip'), {}, 'own.docx')).toThrow(/own\.docx is no Word document/)
  expect(() => fillTemplate(packDocx({ 'x.xml': '' }), {}, 'own.docx')).toThrow(/own\.docx is no Word document/)
})
