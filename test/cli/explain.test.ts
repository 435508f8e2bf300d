import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Explanation } from '../../src/extract/explain.ts'
import { sampleAuthority } from '../portals/district/authorities.ts'
import { sampleReport } from '../portals/district/sample-report.ts'
import { renderReport } from '../portals/render-report.ts'
import { runGouji } from './run-gouji.ts'

const folder = mkdtempSync(join(tmpdir(), 'gouji-explain-'))
const clean = sampleReport(sampleAuthority('yl-jiaoyuju'), 2023, 1)

const gouji = (...args: string[]) => runGouji(folder, args)

beforeAll(() => {
  const html = `<!doctype html><meta charset="utf-8"><title>年报</title><body>${renderReport(clean, '2024-01-20')}</body>`
  writeFileSync(join(folder, 'clean.html'), html)
  writeFileSync(join(folder, 'news.txt'), '云岚市召开春季植树动员会\n会议于三月十二日举行。\n')
  writeFileSync(join(folder, 'two.zip'), zipSync({ 'a.html': Buffer.from(html), 'b.html': Buffer.from(html) }))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a cell by its key: place, sums and confidence, for people and as JSON', () => {
  const text = gouji('explain', 'clean.html', 't3.new_received.total')
  expect(text).toMatchObject({ status: 0, stderr: '' })
  for (const word of [
    '一、本年新收政府信息公开申请数量—总计',
    '原文 printed',
    '位置 place',
    '勾稽 sums',
    '成立 holds',
    '可信度 confidence',
  ])
    expect(text.stdout).toContain(word)
  const { status, stdout } = gouji('explain', 'clean.html', '本年新收', '总计', '--format', 'json')
  expect(status).toBe(0)
  expect(JSON.parse(stdout) as Explanation).toMatchObject({
    key: 't3.new_received.total',
    cell: { kind: 'number', confidence: 1 },
  })
})

test('without a cell: how each table was read, and the doubtful cells', () => {
  const { status, stdout } = gouji('explain', 'clean.html')
  expect(status).toBe(0)
  expect(stdout).toContain('没有存疑的单元格')
})

test('each report of an archive is explained', () => {
  const { status, stdout } = gouji('explain', 'two.zip', 't2.reg_issued', '--format', 'json')
  expect(status).toBe(0)
  expect(stdout.trim().split('\n')).toHaveLength(2)
})

test.each([
  { name: 'words that name many cells', args: ['clean.html', '总计'], says: 'give one of the keys' },
  { name: 'words that name none', args: ['clean.html', '天气'], says: 'no cell is named' },
  { name: 'a file that is no report', args: ['news.txt', 't2.reg_issued'], says: 'not an annual report' },
  { name: 'a file that is not there', args: ['nowhere.html'], says: 'no such file' },
])('$name: status 2 and the reason on stderr', ({ args, says }) => {
  const { status, stdout, stderr } = gouji('explain', ...args)
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toContain(says)
})
