import { expect, test } from 'vitest'
import { cellsNamed } from '../../src/extract/cells-named.ts'
import { doubtfulCells, explainReport } from '../../src/extract/explain.ts'
import { sha256Of } from '../../src/model/sha256.ts'
import { type CellKey, cellKeysOf } from '../../src/model/template.ts'
import { drawFrom } from '../generate/draw.ts'
import { CLEAN, renderPage } from '../generate/layouts/html-style.ts'
import { TEXT_LAYOUTS } from '../generate/layouts/text.ts'
import { makeReport } from '../generate/make-report.ts'

const report = makeReport(drawFrom(2), { edition: '2021', scale: 'middle', otherAll: false })

async function open(text: string) {
  const bytes = new TextEncoder().encode(text)
  const explained = await explainReport({ name: 'report', bytes, sha256: sha256Of(bytes) })
  if (explained.kind !== 'report') throw new Error(explained.reason.message)
  return { ...explained, explain: (key: CellKey) => explained.explanations.get(key)! }
}

/** A page whose tables stand as plain HTML. */
function page(change: (html: string) => string = (html) => html): string {
  return change(renderPage(report, drawFrom(1), CLEAN))
}

test('a cell of a grid: its label, headings, row, sums and the way that was not needed', async () => {
  const { explain } = await open(page())
  const explanation = explain('t3.granted.total')
  expect(explanation).toMatchObject({
    key: 't3.granted.total',
    way: 'own-grids',
    rowLabel: { likeness: 1 },
    doubts: [],
    sums: [{ result: 'hold' }, { result: 'hold' }],
    readings: [
      { way: 'own-grids', outcome: 'chosen', why: 'complete' },
      { way: 'line', outcome: 'rejected', why: 'not-needed' },
    ],
  })
  expect(explanation.headings.at(-1)).toBe('总计')
  const marked = explanation.around.filter((piece) => piece.marked)
  expect(marked).toEqual([{ text: report.truth.cells.get('t3.granted.total')?.raw, marked: true }])
})

test('a value of a text line: the run of words around it', async () => {
  const layout = TEXT_LAYOUTS.find(({ name }) => name === 'text-filled-cell-a-line')!
  const lines = new TextDecoder().decode(await layout.render(report, drawFrom(1)))
  const { explain } = await open(lines)
  const explanation = explain('t3.new_received.natural_person')
  expect(explanation).toMatchObject({ way: 'line', rowLabel: { printed: '一、本年新收政府信息公开申请数量', likeness: 1 } })
  expect(explanation.around.map(({ text }) => text)).toContain('一、本年新收政府信息公开申请数量')
})

test('a doubted cell says why', async () => {
  const { explain, report } = await open(page((html) => html.replace('（一）予以公开', '（一）准予开放')))
  const doubtful = doubtfulCells(report)
  for (const key of doubtful) expect(explain(key).doubts, key).not.toEqual([])
})

const named = [
  { words: 't3.granted.total', keys: ['t3.granted.total'] },
  { words: '予以公开 总计', keys: ['t3.granted.total'] },
  { words: '（一）予以公开—总计', keys: ['t3.granted.total'] },
  { words: '本年新收 自然人', keys: ['t3.new_received.natural_person'] },
  { words: '行政规范性文件 现行有效件数', keys: ['t2.nd_in_force'] },
  { words: '复议后起诉 结果维持', keys: ['t4.postreview_upheld'] },
  { words: '规章', keys: ['t2.reg_issued', 't2.reg_repealed', 't2.reg_in_force'] },
  { words: '天气', keys: [] },
] as const

test.each(named)('the cells named “$words”', ({ words, keys }) => {
  expect(cellsNamed(words, cellKeysOf('2021'), '2021')).toEqual(keys)
})

test('every cell of a report can be explained', async () => {
  const { explanations, report } = await open(page())
  expect(new Map([...explanations].map(([key, { cell }]) => [key, cell]))).toEqual(new Map(Object.entries(report.cells)))
})
