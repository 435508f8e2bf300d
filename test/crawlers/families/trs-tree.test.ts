import { beforeAll, describe, expect, test } from 'vitest'
import { tellOutcome } from '../../nasty.ts'
import { trsTree } from '../../portals/hosts/trs-tree.ts'
import { outcomesAt, outcomesIn, outcomesOfColumns } from '../outcomes.ts'
import { crawlHost, foundIn, type HostCrawl } from './crawl-host.ts'

let found: HostCrawl
beforeAll(async () => {
  found = await crawlHost(trsTree)
})

const entriesOf = (column: number) =>
  new Map(found.crawl.readings[column]?.entries.map(({ url, judgement }) => [new URL(url).pathname, judgement]))
const captureOf = (href: string) => found.crawl.captures.find(({ url }) => new URL(url).pathname === href)!

test('trs-tree.test: every entry is judged as it is', () => {
  for (const [n, { truth }] of trsTree.columns.entries())
    expect([...entriesOf(n)].toSorted()).toEqual(truth.map(({ href, judgement }) => [href, judgement]).toSorted())
  expect(found.crawl.problems).toEqual([])
  expect(found.crawl.readings.map(({ complete, pages, declared }) => [complete, pages, declared])).toEqual([
    [true, 1, null],
    [true, 2, 7],
    [true, 2, 11],
    [true, 1, null],
  ])
})

describe('nasty cases', () => {
  test('nasty 3: a notice that holds the full name of the paper is none', async () => {
    expect(found.asked).not.toContain('/nb/bm/202601/t20260105_20.html')
    tellOutcome('not_report', await outcomesAt(found.night, '/nb/bm/202601/t20260105_20.html'))
  })

  test('nasty 5: a folder that names another year than its reports', async () => {
    const extraction = await found.read(captureOf('/nb/zf/2024n/202603/t20260320_11.html'))
    expect(extraction).toMatchObject({ kind: 'report', report: { year: 2025, authority: '示例区人民政府' } })
    tellOutcome('ok', await outcomesAt(found.night, '/nb/zf/2024n/202603/t20260320_11.html'))
  })

  test('nasty 14: breaks and blanks within a title, and the title again in the body', async () => {
    const capture = captureOf('/nb/bm/202601/t20260127_23.html')
    expect(capture).toMatchObject({ listTitle: '示例区教育局 2025年 政府信息公开工作年度报告', authority: 'education' })
    const extraction = await found.read(capture)
    expect(extraction).toMatchObject({ kind: 'report', report: { authority: '示例区教育局', year: 2025 } })
    expect(extraction.kind === 'report' && extraction.report.opening).not.toMatch(/^示例区教育局2025年\s*政府信息公开/)
    tellOutcome('ok', await outcomesAt(found.night, '/nb/bm/202601/t20260127_23.html'))
  })

  test('nasty 15: every wording of the title is a report, and whose it is', async () => {
    expect([...entriesOf(2).values()].every((judgement) => judgement === 'candidate')).toBe(true)
    const owners = found.crawl.captures.filter(({ url }) => url.includes('/nb/bt/')).map(({ authority }) => authority)
    expect(owners).toEqual(trsTree.columns[2]!.truth.map(() => 'finance'))
    tellOutcome('11 ok', await outcomesIn(found.night, 2))
  })

  test('nasty 17: the twin for phones is the same article', async () => {
    expect(found.asked.filter((each) => each.includes('t20260121_21'))).toEqual(['/nb/bm/202601/t20260121_21.html'])
    tellOutcome('ok', await outcomesAt(found.night, '/nb/bm/202601/t20260121_21.html'))
  })

  test('nasty 18: beside the text, pictures of the same report are none of their own', async () => {
    const pictured = found.crawl.readings[1]?.entries.find(({ title }) => title.includes('图片版'))
    expect(pictured?.reason).toMatch(/the same report in another form/)
    tellOutcome(
      'ok, duplicate',
      await outcomesAt(found.night, '/nb/bm/202601/t20260121_21.html', '/nb/bm/202601/t20260121_22.html'),
    )
  })

  test('nasty 21: a title says whose report it is, though the text begins with the government', async () => {
    expect(foundIn(found)).toMatchObject([
      [
        { href: '/nb/zf/2024n/202601/t20260130_12.html', authority: 'office' },
        { href: '/nb/zf/2024n/202603/t20260320_11.html', authority: 'gov' },
      ],
      {},
      {},
      {},
    ])
    tellOutcome('2 ok', await outcomesIn(found.night))
  })

  test('nasty 24: behind a summary page, links say whose the reports are, not the names of the files', async () => {
    const captures = found.crawl.captures.filter(({ columnUrl }) => columnUrl.endsWith('/nb/hz/'))
    expect(captures.map(({ url, authority, listTitle }) => [new URL(url).pathname, authority, listTitle])).toEqual([
      ['/nb/hz/sljyj.docx', 'education', '示例区教育局2025年政府信息公开工作年度报告'],
      ['/nb/hz/lhz.html', 'town', '柳河镇2025年政府信息公开工作年度报告'],
    ])
    expect(await found.read(captures[0]!)).toMatchObject({ kind: 'report', report: { authority: '示例区教育局' } })
    expect(found.asked).not.toContain('/bm/czj/')
    tellOutcome('2 ok, 2 not_report', await outcomesIn(found.night, 3))
  })

  test('nasty 39: pages counted from 1 behind the id of a box, and three numbers first', () => {
    expect(found.asked.filter((each) => /_\d\.s?html$/.test(each) && !each.includes('/t20'))).toEqual([
      '/nb/bm/list_2.shtml',
      '/nb/bt/index_1.html',
    ])
    tellOutcome('2 ok', outcomesOfColumns(found.crawl.readings.slice(1, 3)))
  })

  test('nasty 63: rows in no order of days, an old one on top, are all read', async () => {
    expect([...entriesOf(1).keys()].length).toBe(7)
    expect(captureOf('/nb/bm/202401/t20240126_25.html')).toMatchObject({ authority: 'finance' })
    tellOutcome('ok', await outcomesAt(found.night, '/nb/bm/202401/t20240126_25.html'))
  })
})
