import { describe, expect, test } from 'vitest'
import { findPeriod } from '../../../src/extract/identity/period.ts'

const YEAR_2024 = { start: '2024-01-01', end: '2024-12-31' }

const printed = [
  ['本报告所列数据统计期限自2024年1月1日起至2024年12月31日止。', YEAR_2024],
  ['本年度报告中所列数据的统计期限自2024年1月1日起，至2024年12月31日止。', YEAR_2024],
  ['报告所列数据的统计时限为2024年1月1日至2024年12月31日。', YEAR_2024],
  ['本报告中所列数据统计期限从2024年1月1日到12月31日止。', YEAR_2024],
  ['统计期限：2024年1月1日—2024年12月31日。', YEAR_2024],
  ['统计期限为2024年1月1日-12月31日。', YEAR_2024],
  ['统计期限：2024年1月1日——12月31日', YEAR_2024],
  ['报告中所列数据起止时间为2024年1月1日～2024年12月31日。', YEAR_2024],
  ['统计期限自二〇二四年一月一日起至二〇二四年十二月三十一日止。', YEAR_2024],
  ['统计期限自二○二四年一月一日至十二月三十一日止。', YEAR_2024],
  ['统计期限自２０２４年１月１日起至２０２４年１２月３１日止。', YEAR_2024],
  ['统计期限自 2024 年 1 月 1 日起至 2024 年 12 月 31 日止。', YEAR_2024],
  ['统计期限自2024年1月1日\n起至2024年12月31日止。', YEAR_2024],
  ['统计数据的时间范围为2024年01月01日至2024年12月31日。', YEAR_2024],
  ['本报告的统计期限为2024年1月至12月。', YEAR_2024],
  ['本报告统计数据自2024.1.1-2024.12.31。', YEAR_2024],
  ['统计期限：2024/1/1至2024/12/31。', YEAR_2024],
  ['现将青禾县水务局2024年1月1日至12月31日政府信息公开工作情况公布如下。', YEAR_2024],
  ['本报告内容涵盖我局2024年1月1日至12月31日期间的工作情况。', YEAR_2024],
  ['统计期限自2024年1月1日起至2023年12月31日止。', { start: '2024-01-01', end: '2023-12-31' }],
  ['统计期限自2010年1月1日至2009年12月31日。', { start: '2010-01-01', end: '2009-12-31' }],
  ['统计期限自2024年1月1日起至2024年11月30日止。', { start: '2024-01-01', end: '2024-11-30' }],
  ['统计期限自2024年2月1日起至2025年1月31日止。', { start: '2024-02-01', end: '2025-01-31' }],
  ['统计期限自2024年1月1日0时起至2024年12月31日24时止。', YEAR_2024],
] as const

describe('the period of the figures', () => {
  test.each(printed)('%s', (text, expected) => {
    expect(findPeriod(text, '').period).toEqual(expected)
  })

  const silent = [
    '本报告根据《中华人民共和国政府信息公开条例》（2019年4月3日修订）编制。',
    '2024年，我局主动公开政府信息120条。',
    '本报告由青禾县水务局编制，2025年1月20日公布。',
    '',
  ]
  test.each(silent)('not told: %s', (text) => {
    expect(findPeriod(text, text)).toEqual({ period: null, notes: [] })
  })

  const damaged = [
    '本报告所列数据统计期限自202411日起至20241231日止。',
    '统计期限为202411日至20241231日。',
    '统计期限自2024年11日起至2024年12月31日止。',
    '统计期限自2024年1月1日至20241231日。',
  ]
  test.each(damaged)('damaged, so null and a note: %s', (text) => {
    const { period, notes } = findPeriod(text, '')
    expect(period).toBeNull()
    expect(notes.map(({ code }) => code)).toEqual(['period-unread'])
  })

  test('a span in the first section counts only where it is called the period', () => {
    expect(findPeriod('', '统计期限为2024年1月1日至2024年12月31日。').period).toEqual(YEAR_2024)
    expect(findPeriod('', '2024年1月1日至3月31日，开展集中整治。').period).toBeNull()
  })

  test('no such day is no day', () => {
    expect(findPeriod('统计期限自2024年1月1日起至2024年12月32日止。', '').period).toBeNull()
  })
})
