import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PAPER_KINDS } from '../../src/model/paper.ts'
import { FORMULA_NAME, insertFinding, openPapersWorld, type PapersWorld, SITE } from './papers-world.ts'
import { cellsOf, paragraphsOf, partsOf, textOfPdf } from './read-office-file.ts'

let world: PapersWorld
beforeAll(async () => {
  world = await openPapersWorld()
})
afterAll(() => world?.close())

/** The rows of a table by the titles of its columns. */
function rowsOf(path: string, { sheet = 1, head }: { sheet?: number; head: number }): Record<string, string>[] {
  const cells = cellsOf(path, sheet)
  const titles = [...cells].filter(([place]) => place.replace(/[A-Z]+/, '') === String(head))
  const last = Math.max(...[...cells.keys()].map((place) => Number(place.replace(/[A-Z]+/, ''))))
  return Array.from({ length: last - head }, (_, index) =>
    Object.fromEntries(
      titles.map(([place, { text }]) => [text, cells.get(place.replace(/\d+/, String(head + 1 + index)))?.text ?? '']),
    ),
  )
}

test.each(PAPER_KINDS)('%s: the same request gives the same bytes', { timeout: 60_000 }, async (kind) => {
  const [one, other] = [await world.write(world.request(kind)), await world.write(world.request(kind))]
  expect(one.count).toBeGreaterThan(0)
  expect(readFileSync(one.path).equals(readFileSync(other.path))).toBe(true)
})

describe('问题台账', () => {
  test('has a row for each finding, with the columns of an office', async () => {
    const { path, count } = await world.write(world.request('ledger'))
    const rows = rowsOf(path, { head: 4 })
    expect(count).toBe(rows.length)
    const row = rows.find((each) => each['规则'] === 'T3-01')
    expect(row).toMatchObject({
      地区: '云河区',
      单位: '云河区财政局',
      层级: '未登记',
      年度: '2023',
      表: '表三',
      列: '总计',
      问题类别: '不准确',
      左值: '17',
      右值: '62',
      差额: '-45',
      程度: '错误',
      状态: '已确认',
      复核人: '李四',
      快照链接: '查看快照',
    })
    expect(row?.['原文']).toContain('（七）总计—总计：61')
    expect(row?.['整改建议']).toBe('请核实“（七）总计—总计”是否应为16（现为61），更正后重新发布。')
  })

  test('leaves a blank blank, and says of a blank cell that it is one', async () => {
    const row = rowsOf((await world.write(world.request('ledger'))).path, { head: 4 }).find(
      (each) => each['规则'] === 'CELL-02' && each['状态'] === '误报',
    )
    expect(row).toMatchObject({ 左值: '', 右值: '', 差额: '', 时限: '', 原文: '规章—本年制发件数：（空白）' })
  })

  test('names neither what could not be assessed nor what we misread, and says how many', async () => {
    const { path } = await world.write(world.request('ledger'))
    const sheet = partsOf(path)['xl/worksheets/sheet1.xml']!
    expect(sheet).not.toMatch(/无法判断的事项|读取有误的事项/)
    expect(cellsOf(path).get('A3')?.text).toContain('无法判断的 1 项、本系统读取有误的 1 项')
  })

  test('can be filtered below titles that stay, links to snapshots, and holds days as days', async () => {
    const { path } = await world.write(world.request('ledger'))
    const sheet = partsOf(path)['xl/worksheets/sheet1.xml']!
    expect(sheet).toMatch(/<pane ySplit="4" topLeftCell="A5" activePane="bottomLeft" state="frozen"\/>/)
    expect(sheet).toMatch(/<autoFilter ref="A4:X\d+"\/>/)
    const links = [...cellsOf(path).values()].filter(({ formula }) => formula !== null)
    for (const { formula } of links)
      expect(formula).toMatch(new RegExp(`^HYPERLINK\\("${SITE}/snapshots/[0-9a-f]{64}/view\\?version=\\d+","查看快照"\\)$`))
    expect(rowsOf(path, { head: 4 }).find((each) => each['规则'] === 'NAR-02')?.['时限']).toBe('45443')
  })
})

describe('整改通知', () => {
  test('tells one authority what was confirmed, and nothing else', async () => {
    const { path, count } = await world.write(world.request('notice', { authority: 'finance', due: '2024-06-07' }))
    const text = paragraphsOf(path)
    expect(count).toBe(1)
    expect(text.slice(0, 3)).toEqual([
      '关于限期整改政府信息公开工作年度报告有关问题的通知',
      '云河区财政局：',
      '经核查，你单位2023年度政府信息公开工作年度报告存在以下2个问题，请认真核实，限期整改。',
    ])
    expect(text.filter((line) => /^\d+．/.test(line))).toEqual([
      '1．文中“主动公开政府信息127条”：分项合计122，少于总数127，相差5。',
      '2．表三“总计”列：本年新收+上年结转=17，办理总计+结转下年=62，相差-45，勾稽关系不成立。',
    ])
    expect(text.join('\n')).toContain('时限：2024年5月31日。')
    expect(text.join('\n')).toContain('整改情况请于2024年6月7日前报送')
    expect(text.join('\n')).not.toMatch(/\{\{|空白或/)
    expect(text.at(-1)).toBe('2024年4月8日')
  })

  test('leaves a day that nobody set to be filled in', async () => {
    const { path } = await world.write(world.request('notice', { authority: 'finance' }))
    expect(paragraphsOf(path).join('\n')).toContain('整改情况请于____年__月__日前报送')
  })

  test('is not written where nothing is confirmed', async () => {
    expect((await world.write(world.request('notice', { authority: 'hostile' }))).count).toBe(0)
  })

  test('comes for each authority, in an archive', async () => {
    const { path, count } = await world.write(world.request('notice'))
    expect(count).toBe(2)
    expect(Object.keys(partsOf(path))).toEqual(['0001-云河区财政局.docx', '0002-青石镇人民政府.docx'])
  })
})

test('复核记录 has every act with its person, reason and outcome', async () => {
  const rows = rowsOf((await world.write(world.request('record'))).path, { head: 3 })
  expect(rows.map((row) => [row['规则'], row['操作'], row['原结论'], row['现结论'], row['理由'], row['经办人']])).toEqual(
    expect.arrayContaining([
      ['T3-01', '确认问题属实', '待核实', '已确认', '', '李四'],
      ['CELL-02', '排除（误报）', '待核实', '误报', '数据口径不同', '李四'],
      ['FMT-01', '读取有误', '待核实', '读取有误', '', '李四'],
    ]),
  )
})

describe('发布情况统计表', () => {
  test('counts each area and level by formulas over the lines', async () => {
    const { path } = await world.write(world.request('filings'))
    const rows = rowsOf(path, { head: 3 })
    const total = rows.at(-1)!
    const sumOf = (column: string) => rows.slice(0, -1).reduce((sum, row) => sum + Number(row[column]), 0)
    for (const column of ['登记单位', '不要求', '应发布', '已发布', '按期', '逾期', '未发现', '无法判断', '尚未核算'])
      expect(Number(total[column]), column).toBe(sumOf(column))
    expect(total).toMatchObject({ 登记单位: '7', 不要求: '1', 应发布: '6', 已发布: '2', 按期: '1', 逾期: '1', 未发现: '1' })
    expect(Number(total['按期率'])).toBeCloseTo(1 / 4)
    expect(cellsOf(path).get('G4')?.formula).toMatch(/^COUNTIF\(明细!\$I\$\d+:\$I\$\d+,"按期"\)$/)
  })

  test('keeps codes and what looks like a formula as text', async () => {
    const { path } = await world.write(world.request('filings', { district: 'donghu' }))
    const cells = cellsOf(path, 2)
    expect(cells.get('D4')).toEqual({ text: '0012', type: 'inlineStr', formula: null })
    expect(cells.get('E4')).toEqual({ text: FORMULA_NAME, type: 'inlineStr', formula: null })
  })
})

test('考核扣分表 takes off for confirmed findings only, by formulas over the scheme', async () => {
  const { path } = await world.write(world.request('scores'))
  const rows = rowsOf(path, { head: 3 })
  expect(rows.find((row) => row['单位'] === '云河区财政局')).toMatchObject({
    '数据不准确（个）': '2',
    数据不准确扣分: '2',
    扣分合计: '2',
    得分: '8',
  })
  expect(rows.find((row) => row['单位'] === '青石镇人民政府')).toMatchObject({ 未按时公布扣分: '5', 得分: '5' })
  for (const name of ['云河区教育局', FORMULA_NAME])
    expect(rows.find((row) => row['单位'] === name)).toMatchObject({ 扣分合计: '0', 得分: '10' })
  expect(cellsOf(path).get('J4')?.formula).toBe('MIN(F4*指标!$E$4,指标!$F$4)')
})

test('通报稿 counts what was confirmed, and names who is missing or late', async () => {
  const text = paragraphsOf((await world.write(world.request('circular', { district: 'yunhe' }))).path).join('\n')
  expect(text).toContain('关于云河区2023年度政府信息公开工作年度报告核查情况的通报')
  expect(text).toContain(
    '应发布年度报告的单位5家，已发布2家。其中，按期发布1家，逾期发布1家，截至核查时未发现1家。另有发布日期存疑待核实1家，尚未核算1家。',
  )
  expect(text).toContain('经核查确认，2家单位的年度报告共存在3个问题，其中已整改0个。')
  expect(text).toContain('未发现年度报告的单位（1家）：青石镇人民政府。')
  expect(text).toContain('逾期公布的单位（1家）：云河区教育局。')
  expect(text).toContain('（二）不准确。涉及1家单位2个问题。\n例如，云河区财政局：表三“总计”列')
  expect(text).not.toMatch(/\{\{|读取有误|无法判断的事项/)
})

describe('单位分报告', () => {
  const pagesOf = (path: string) => textOfPdf(readFileSync(path)).split('\f').slice(0, -1)
  const flat = (text: string) => text.replace(/\s+/g, '')

  test('has one page for each authority, with what stands against it', async () => {
    const { path, count } = await world.write(world.request('bodies'))
    const pages = pagesOf(path)
    expect(pages).toHaveLength(count)
    const finance = flat(pages.find((page) => page.includes('云河区财政局'))!)
    expect(finance).toContain('2023年度政府信息公开工作年度报告核查情况')
    expect(finance).toMatch(/不准确200/)
    expect(finance).toContain('表三“总计”列：本年新收+上年结转=17')
    expect(finance).toMatch(/本年新收.*15.*2.*61.*1/)
    expect(pages.join('')).not.toMatch(/undefined|null|无法判断的事项|读取有误的事项/)
  })

  test('keeps to its page however much there is to say', { timeout: 60_000 }, async () => {
    for (let index = 0; index < 12; index++)
      await insertFinding(world, { subject: `long ${index}`, message: '很长的问题描述，'.repeat(60) })
    const { path } = await world.write(world.request('bodies', { authority: 'education' }))
    const [page, ...more] = pagesOf(path)
    expect(more).toEqual([])
    expect(flat(page!)).toContain('另有6个，见问题台账。')
    expect(flat(page!)).toContain('已发布，未读取到报告内容。')
    const { path: missing } = await world.write(world.request('bodies', { authority: 'qingshi' }))
    expect(flat(pagesOf(missing)[0]!)).toContain('未发现报告。')
    await world.db.deleteFrom('findings').where('subject', 'like', 'long %').execute()
  })
})

test.each(PAPER_KINDS)('%s tells nothing of districts beyond reach', async (kind) => {
  const { path, count } = await world.write(world.request(kind, { reach: ['donghu'] }))
  if (kind === 'notice') return expect(count).toBe(0)
  const text = kind === 'bodies' ? textOfPdf(readFileSync(path)) : Object.values(partsOf(path)).join('')
  expect(text).not.toMatch(/云河区财政局|青石镇|云河区教育局/)
})
