import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Report } from '../../src/model/report.ts'
import { cellKeysOf } from '../../src/model/template.ts'
import { AUTHORITIES, sampleAuthority } from '../portals/district/authorities.ts'
import { sampleReport } from '../portals/district/sample-report.ts'
import { renderDocx } from '../portals/render-docx.ts'
import { piecesOf, renderReport } from '../portals/render-report.ts'
import { runGouji } from './run-gouji.ts'

const folder = mkdtempSync(join(tmpdir(), 'gouji-cli-'))

const gouji = (...args: string[]) => runGouji(folder, args)

// 教育局 2023 has no seeded defect; 教育局 2025 carries in one application more than 2024 carried out, which only last year's report shows.
const clean = sampleReport(sampleAuthority('yl-jiaoyuju'), 2023, 1)
// 住房和城乡建设局 2025: the outcomes of 行政复议 add up to one less than the printed 总计.
const wrong = sampleReport(
  AUTHORITIES.find(({ name }) => name === '云岚市住房和城乡建设局') ?? sampleAuthority('yl-jiaoyuju'),
  2025,
  1,
)

beforeAll(() => {
  const page = (body: string) => `<!doctype html><meta charset="utf-8"><title>年报</title><body>${body}</body>`
  const files: Record<string, string | Uint8Array> = {
    'clean.html': page(renderReport(clean, '2024-01-20')),
    'clean.docx': renderDocx(piecesOf(clean, '2024-01-20'), clean.title),
    'wrong.html': page(renderReport(wrong, '2026-01-20')),
    'empty.txt': '',
    'news.txt': '云岚市召开春季植树动员会\n会议于三月十二日举行。\n',
    'cut.docx': renderDocx(piecesOf(clean, null), clean.title).slice(0, 2000),
    'cut.pdf': '%PDF-1.7\n1 0 obj\n<< /Type /Catalog',
    '年报.zip': zipSync({
      '部门/教育局.html': new TextEncoder().encode(page(renderReport(clean, '2024-01-20'))),
      '教育局.docx': renderDocx(piecesOf(clean, '2024-01-20'), clean.title),
      'news.txt': new TextEncoder().encode('云岚市召开春季植树动员会\n'),
      '__MACOSX/._news.txt': new TextEncoder().encode('x'),
    }),
    'zip-of-other.docx': zipSync({ 'photo.txt': new TextEncoder().encode('x') }),
  }
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  mkdirSync(join(folder, 'folder'))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a clean report: status 0, one JSON object a line, every key of the edition in printed order', () => {
  const { status, stdout, stderr } = gouji('check', 'clean.html', 'clean.docx', '--format', 'json')
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  const [page, file, ...rest] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Report & { findings: { severity: string }[] })
  expect(rest).toEqual([])
  expect(Object.keys(page ?? {})).toEqual([
    ...['schema', 'source', 'authority', 'year', 'edition', 'title', 'period', 'scope', 'scopeWords', 'contact', 'dates'],
    ...['opening', 'sections', 'cells', 'claims', 'notes', 'findings'],
  ])
  expect(Object.keys(page?.cells ?? {})).toEqual(cellKeysOf('2021'))
  expect(page).toMatchObject({
    authority: '云岚市教育局',
    year: 2023,
    edition: '2021',
    source: { name: 'clean.html', mediaType: 'text/html' },
  })
  expect(page?.findings.filter(({ severity }) => severity === 'error')).toEqual([])
  const valuesOf = (report: Report | undefined) => Object.entries(report?.cells ?? {}).map(([key, cell]) => [key, cell?.value])
  expect(valuesOf(file)).toEqual(valuesOf(page))
})

test('extract prints the same object without findings', () => {
  const { status, stdout } = gouji('extract', 'clean.html')
  expect(status).toBe(0)
  expect(Object.keys(JSON.parse(stdout))).not.toContain('findings')
  expect(gouji('extract', 'clean.html', '--format', 'text').stdout).toContain('云岚市教育局 2023')
})

test('the reports in an archive, each under its name in it; what is no report is told and the rest goes on', () => {
  const { status, stdout, stderr } = gouji('check', '年报.zip')
  expect(status).toBe(2)
  expect(stdout.match(/^.*云岚市教育局 2023.*$/gm)).toEqual([
    expect.stringContaining('年报.zip/部门/教育局.html'),
    expect.stringContaining('年报.zip/教育局.docx'),
  ])
  expect(stderr.trim().split('\n')).toEqual([
    expect.stringMatching(/^gouji: 年报\.zip\/news\.txt: 不是年度报告（无报告内容）not an annual report/),
  ])
})

test('a wrong report: status 1, both numbers, the difference, the basis; no colour outside a terminal', () => {
  const { status, stdout } = gouji('check', 'wrong.html')
  expect(status).toBe(1)
  expect(stdout).toMatch(/T4-01 +行政复议：各项合计\d+，总计填\d+，相差-1。/)
  expect(stdout).toMatch(/左 \d+ {2}右 \d+，相差 -1/)
  expect(stdout).toContain('依据')
  expect(stdout).not.toContain('\u001b[')
})

describe('what cannot be read is told in one line, and the rest goes on', () => {
  test.each([
    { file: 'empty.txt', says: /文件为空 the file is empty/ },
    { file: 'news.txt', says: /不是年度报告（无报告内容）not an annual report \(no-report-content\)/ },
    { file: 'cut.docx', says: /damaged/ },
    { file: 'cut.pdf', says: /damaged/ },
    { file: 'zip-of-other.docx', says: /ZIP|zip/ },
    { file: 'absent.html', says: /no such file; check the path/ },
    { file: 'folder', says: /is a folder; name the files in it/ },
  ])('$file', ({ file, says }) => {
    const { status, stdout, stderr } = gouji('check', file, 'clean.html')
    expect(status).toBe(2)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stderr).toContain(file)
    expect(stderr).toMatch(says)
    expect(stdout).toContain('云岚市教育局 2023')
  })
})

test.each([
  { name: 'no file', args: ['check'], says: /missing required argument 'file'/ },
  {
    name: 'a format that does not exist',
    args: ['check', 'clean.html', '--format', 'xml'],
    says: /Allowed choices are text, json/,
  },
  {
    name: 'a command that does not exist',
    args: ['chek', 'clean.html'],
    says: /unknown command 'chek'\n\(Did you mean check\?\)/,
  },
])('wrong use ($name) is explained', ({ args, says }) => {
  const { status, stderr } = gouji(...args)
  expect(status).toBe(2)
  expect(stderr).toMatch(says)
  expect(stderr).not.toMatch(/^\s+at /m)
})
