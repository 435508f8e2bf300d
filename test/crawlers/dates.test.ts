import { expect, test } from 'vitest'
import { dateInUrl, dateOfHeader, dayOfDraft, readFullDate, readMonthAndDay } from '../../src/crawlers/dates.ts'

test.each([
  ['2026-01-29', '2026-01-29'],
  ['[2026-01-29]', '2026-01-29'],
  ['2026/1/9', '2026-01-09'],
  ['２０２６.０１.２９', '2026-01-29'],
  ['发布时间：2026年1月29日 08:30', '2026-01-29'],
  ['2026-02-30', null],
  ['12026-01-29', null],
  ['01-29', null],
  ['', null],
])('%j is read as %j', (text, date) => {
  expect(readFullDate(text)).toBe(date)
})

test.each([
  ['01-29', { month: 1, day: 29 }],
  ['[1月29日]', { month: 1, day: 29 }],
  ['13-01', null],
  ['第 01-29 号', null],
])('%j without a year is %j', (text, day) => {
  expect(readMonthAndDay(text)).toEqual(day)
})

test.each([
  ['https://x.gov.cn/nb/202601/t20260116_5272155.html', '2026-01-16'],
  ['https://x.gov.cn/nb/t20260116_5272155_wap.html', '2026-01-16'],
  ['https://x.gov.cn/art/2026/1/28/art_61469_13602.html', '2026-01-28'],
  ['https://x.gov.cn/gknb/zjd/20260120/1349097.html', '2026-01-20'],
  ['https://x.gov.cn/nb/2026012914194811951/index.shtml', '2026-01-29'],
  ['https://x.gov.cn/nb/2017052662977646594.html', null], // a counter
  ['https://x.gov.cn/2026/21/201294.html', null], // year/day
  ['https://x.gov.cn/post_2868283.html', null],
  ['https://x.gov.cn/gongkai/doc_6964f0e2a1b2c3d4e5f60718.html', null],
])('%s carries %j', (url, date) => {
  expect(dateInUrl(url)).toBe(date)
})

test('Last-Modified is a day in China', () => {
  expect(dateOfHeader('Mon, 19 Jan 2026 20:00:00 GMT')).toBe('2026-01-20')
  expect(dateOfHeader('yesterday')).toBeNull()
})

test.each([
  ['https://x.gov.cn/gongkai/site_a/channel_1/doc_696d7f800000000000000001.html', '2026-01-19'],
  ['https://x.gov.cn/gongkai/site_a/channel_1/doc_696d7f80000000000000001.html', null],
  ['https://x.gov.cn/nb/202601/t20260116_5272155.html', null],
])('the draft of %s was made on %j', (url, day) => {
  expect(dayOfDraft(url)).toBe(day)
})
