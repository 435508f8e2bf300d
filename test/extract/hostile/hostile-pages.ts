import { filled, type HostileFile, tableOf } from './hostile-file.ts'

const CELLS = '<tr><td>信息内容<td>本年制发件数<td>本年废止件数<td>现行有效件数<tr><td>规章<td>1<td>1<td>1'
const RESULT_ROW = '<tr><td>三、本年度办理结果<td>（一）予以公开<td>1<td>0<td>0<td>0<td>0<td>0<td>1'
const SECTIONS = [
  '一、总体情况',
  '二、主动公开政府信息情况',
  '三、收到和处理政府信息公开申请情况',
  '四、政府信息公开行政复议、行政诉讼情况',
  '五、存在的主要问题及改进情况',
  '六、其他需要报告的事项',
]

/** Pages and texts that are deep, long, wide or repetitive beyond any report; `many` (a million) says how far. */
export const hostilePages = (many: number): readonly HostileFile[] => [
  // Depth
  { name: '500 nested tables', make: () => '<table><tr><td>1'.repeat(500) },
  { name: '500 nested tables, closed', make: () => '<table><tr><td>1'.repeat(500) + '</td></tr></table>'.repeat(500) },
  { name: '50,000 nested tables', make: () => '<table><tr><td>1'.repeat(50_000) },
  {
    name: '50,000 nested tables of two cells, closed',
    make: () => '<table><tr><td>规章</td><td>1'.repeat(50_000) + '</td></tr></table>'.repeat(50_000),
  },
  { name: 'many nested blocks', make: () => '<div>1'.repeat(many / 2) },
  { name: '100,000 nested brackets of JSON', make: () => '[{"a":'.repeat(100_000) },
  // Size
  { name: 'a page of 100 MB', make: () => filled(100, '<p>一、总体情况</p>') },
  { name: 'a text of 100 MB without a tag', make: () => filled(100, '总体情况') },
  { name: 'a large page', make: () => filled(29e-6 * many, '<p>共收到申请12件，其中公开3件。</p>') },
  { name: 'a line of 50 MB', make: () => filled(50, '1') },
  { name: 'a long line', make: () => filled(29e-6 * many, '总体情况') },
  { name: 'a long line of digits', make: () => filled(29e-6 * many, '1') },
  { name: 'many short lines', make: () => filled(29e-6 * many, '规章 1 2 3\n') },
  { name: 'many tabs', make: () => Buffer.concat([filled(29e-6 * many, '\t'), Buffer.from('x')]) },
  {
    name: 'a large JSON string',
    make: () => Buffer.concat([Buffer.from('{"content":"'), filled(20e-6 * many, '<p>1'), Buffer.from('"}')]),
  },
  // Tags
  ...['span', 'p', 'td', 'tr', 'table', 'a href="x.pdf"', 'script', 'div style="display:none"', 'h2', 'pre'].map((tag) => ({
    name: `many unclosed ${tag}`,
    make: () => `<${tag}>1`.repeat(many),
  })),
  ...['td', 'tr', 'table', 'p', 'a'].map((tag) => ({
    name: `many stray end tags of ${tag}`,
    make: () => `<p>1${`</${tag}>`.repeat(many)}`,
  })),
  { name: 'many ends of lines in tags', make: () => `<p${'\n'.repeat(many)}>1` },
  { name: 'many opening brackets', make: () => `<p>${'<'.repeat(many)}` },
  { name: 'many end tags without their end', make: () => `<p>${'</a '.repeat(many)}` },
  { name: 'many openings of comments', make: () => `<p>${'<!--'.repeat(many)}` },
  { name: 'many links', make: () => Array.from({ length: 0.3 * many }, (_, i) => `<a href="${i}.pdf">附件${i}</a>`).join('') },
  // Tables
  { name: 'a table of 100 × 1,000 cells', make: () => tableOf(100, 1000, '1') },
  { name: 'a table of 1,000 × 100 cells', make: () => tableOf(1000, 100, '规章') },
  { name: 'a table of 2 × 50,000 cells', make: () => tableOf(2, 50_000, '1') },
  { name: 'a table of one row of 100,000 cells', make: () => tableOf(100_000, 1, '1') },
  { name: 'a table of one column of 100,000 cells', make: () => tableOf(1, 100_000, '规章') },
  { name: 'a table of 100,000 labels', make: () => tableOf(10, 10_000, '其他法律行政法规禁止公开的政府信息') },
  { name: 'the form of requests with many rows', make: () => `<table>${RESULT_ROW.repeat(many / 50)}</table>` },
  { name: 'many forms', make: () => `<table>${CELLS}</table>`.repeat(many / 50) },
  { name: 'spans of 65,534', make: () => `<table>${'<tr><td colspan=65534 rowspan=65534>1<td>2'.repeat(1000)}</table>` },
  {
    name: 'rows that all span all others',
    make: () => `<table>${'<tr><td rowspan=65534>1<td rowspan=65534>2'.repeat(700)}</table>`,
  },
  { name: '300 tables of 900,000 positions', make: () => `<table><tr>${'<td colspan=1000>1'.repeat(900)}</table>`.repeat(300) },
  { name: 'a Markdown table of many rows', make: () => `| a | b |\n|---|---|\n${'| 规章 | 1 |\n'.repeat(many / 5)}` },
  { name: 'many bars', make: () => '|'.repeat(5 * many) },
  // Attributes and entities
  { name: 'an attribute of 10 MB', make: () => `<p class="${'x'.repeat(10 * many)}">1</p>` },
  { name: 'a style of 10 MB', make: () => `<p style="${'display '.repeat(many)}none">1</p>` },
  { name: 'an address of 10 MB', make: () => `<a href="${'../'.repeat(3 * many)}">1</a>` },
  { name: 'a script attribute of 10 MB', make: () => `<a onclick="${"open('".repeat(2 * many)}">1</a>` },
  { name: 'a date of 10 MB', make: () => `<meta name=PubDate content="${'2024-'.repeat(2 * many)}">` },
  { name: 'many attributes', make: () => `<p ${'a=1 '.repeat(many)}>1</p>` },
  { name: 'a title of 20 MB', make: () => `<title>${'年度报告'.repeat(1.5 * many)}</title>` },
  ...['&amp;', '&#x4e00;', '&nosuch', '&', '&#99999999;'].map((entity) => ({
    name: `many times ${entity}`,
    make: () => `<p>${entity.repeat(2 * many)}`,
  })),
  // Words that mean something
  { name: '10,000 headings', make: () => '<h2>一、总体情况</h2><p>1</p>'.repeat(10_000) },
  {
    name: '10,000 reports',
    make: () =>
      SECTIONS.map((title) => `<p>${title}</p><p>共收到申请1件。</p>`)
        .join('')
        .repeat(10_000),
  },
  {
    name: 'many rows of a form as text',
    make: () => `${SECTIONS[2]}\n${'一、本年新收政府信息公开申请数量\n1\n0\n0\n0\n0\n0\n1\n'.repeat(many / 20)}`,
  },
  { name: 'many numbers under a heading', make: () => `${SECTIONS[2]}\n${'1\n'.repeat(many)}` },
  {
    name: 'many sentences with figures',
    make: () => `${SECTIONS[0]}\n${'公开政府信息12条，其中规章3件、规范性文件4件。'.repeat(many / 10)}`,
  },
  { name: 'a sentence of many figures', make: () => `${SECTIONS[0]}\n${'全年主动公开政府信息12条，'.repeat(many / 5)}` },
  { name: 'a list of many parts', make: () => `${SECTIONS[0]}\n公开政府信息12条，其中${'通知3件、'.repeat(many / 5)}` },
  // Characters
  { name: 'UTF-16 cut in a character', make: () => Buffer.concat([Buffer.from('\ufeff总体', 'utf16le'), Buffer.from([0xd8])]) },
  { name: 'many lone surrogates', make: () => Buffer.from(`\ufeff${'\ud800'.repeat(many)}`, 'utf16le') },
  { name: 'many NUL', make: () => Buffer.alloc(many) },
  { name: 'a text with NUL between its letters', make: () => '总\0'.repeat(many) },
  { name: 'invisible characters', make: () => `<p>${'\u200b\u202e\ufeff'.repeat(many)}1` },
]

const MARKS = [
  '0',
  '１',
  ',',
  '，',
  '、',
  '。',
  '：',
  '第',
  '（',
  '(',
  '）',
  '一',
  '年',
  '月',
  '件',
  '其中',
  '共',
  '申请',
  '规章',
  '"',
  '“',
  '《',
]
  .concat([
    '-',
    '—',
    '/',
    '|',
    '\t',
    ' ',
    '\u3000',
    '*',
    '#',
    '_',
    '`',
    '[',
    '<',
    '&',
    '.',
    '·',
    '1.',
    '1、',
    '（一）',
    '0件',
    '1件，',
  ])
  .concat(['2023年', '2024-01-', '2024/1/', '发布日期', '电话', '规章~', '１自然人', '件|', '2024/1/：\\\n', '予以公开'])

/** Long runs of what expressions look for, as a text, in a section, in a cell and in the title: none may take more than linear time. */
export const LONG_RUNS: readonly HostileFile[] = MARKS.flatMap((mark) => {
  const run = mark.repeat(Math.ceil(100_000 / mark.length))
  return [
    { name: `a text of ${JSON.stringify(mark)}`, make: () => run },
    { name: `a section of ${JSON.stringify(mark)}`, make: () => SECTIONS.map((title) => `## ${title}\n\n${run}\n`).join('\n') },
    {
      name: `cells of ${JSON.stringify(mark)}`,
      make: () => `<table>${CELLS}<tr><td>${run}<td>${run}<td>1<td>1</table><p>${run}`,
    },
    { name: `a title of ${JSON.stringify(mark)}`, make: () => `<title>${run}</title><h1>${run}</h1><p>${SECTIONS[0]}</p>` },
  ]
})
