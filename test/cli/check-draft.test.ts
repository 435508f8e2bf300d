import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RULES } from '../../src/rules/catalogue.ts'
import { sampleAuthority } from '../portals/district/authorities.ts'
import { sampleReport } from '../portals/district/sample-report.ts'
import { renderReport } from '../portals/render-report.ts'
import { runGouji } from './run-gouji.ts'

const folder = mkdtempSync(join(tmpdir(), 'gouji-draft-'))
const gouji = (...args: string[]) => runGouji(folder, args)

beforeAll(() => {
  // 教育局 2025 carries in one application more than 2024 carried out, which only last year's report shows.
  for (const year of [2023, 2024, 2025] as const) {
    const article = renderReport(sampleReport(sampleAuthority('yl-jiaoyuju'), year, 1), `${year + 1}-01-20`)
    writeFileSync(join(folder, `${year}.html`), `<!doctype html><meta charset="utf-8"><title>年报</title><body>${article}</body>`)
  }
  writeFileSync(join(folder, 'news.txt'), '云岚市召开春季植树动员会\n')
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('--previous', () => {
  test('compares with last year’s report', () => {
    const rulesOf = (...args: string[]) =>
      (
        JSON.parse(gouji('check', '2025.html', '--format', 'json', ...args).stdout) as {
          findings: { rule: string; verdict: string }[]
        }
      ).findings
        .filter(({ verdict }) => verdict === 'fail')
        .map(({ rule }) => rule)
    expect(rulesOf()).not.toContain('YR-01')
    expect(rulesOf('--previous', '2024.html')).toContain('YR-01')
    expect(gouji('check', '2025.html', '--previous', '2024.html').status).toBe(1)
  })

  test.each<[name: string, args: readonly string[], said: RegExp]>([
    ['another year', ['2025.html', '--previous', '2023.html'], /应为2024年的报告，该文件是2023年的/],
    ['no report', ['2025.html', '--previous', 'news.txt'], /--previous news\.txt: 不是年度报告/],
    ['no file', ['2025.html', '--previous', 'lost.html'], /--previous lost\.html: 文件不存在/],
    ['of several files', ['2024.html', '2025.html', '--previous', '2023.html'], /give one FILE/],
  ])('%s: says so, status 2', (_, args, said) => {
    const { status, stdout, stderr } = gouji('check', ...args)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(said)
  })
})

test('a report of another body is not compared in silence', () => {
  const article = renderReport(sampleReport(sampleAuthority('yl-shenjiju'), 2024, 1), '2025-01-20')
  writeFileSync(join(folder, 'other.html'), `<!doctype html><meta charset="utf-8"><title>年报</title><body>${article}</body>`)
  const { stdout, stderr } = gouji('check', '2025.html', '--previous', 'other.html')
  expect(stderr).toContain('上年报告的机关是“云岚市审计局”，本报告是“云岚市教育局”')
  expect(stdout).toMatch(/无法判断 not assessed {2}YR-01/)
})

test.each([
  ['a folder that is not there', 'nowhere/page.html', /文件夹不存在/],
  ['a folder', '.', /是文件夹/],
])('--out %s: says so before anything is read', (_, out, said) => {
  const { status, stderr } = gouji('check', 'news.txt', '--out', out)
  expect(status).toBe(2)
  expect(stderr).toMatch(said)
  expect(stderr).not.toContain('不是年度报告')
})

describe('--format html', () => {
  test('writes one page that needs nothing else', () => {
    const { status } = gouji('check', '2025.html', '--previous', '2024.html', '--format', 'html', '--out', 'page.html')
    expect(status).toBe(1)
    const page = readFileSync(join(folder, 'page.html'), 'utf8')
    expect(page).toMatch(/^<!doctype html>/)
    expect(page).not.toMatch(/<script|<link|<img|https?:\/\/|url\(/)
    expect(page).toContain('上年结转')
    // The finding is marked in its table, and the mark leads to it.
    const id = /<li class="finding error" id="([^"]+)">(?:(?!<li).)*YR-01/s.exec(page)?.[1]
    expect(id).toBeDefined()
    expect(page).toContain(`<a href="#${id}">`)
  })

  test('what the report prints is text, never markup', () => {
    const source = readFileSync(join(folder, '2025.html'), 'utf8')
    writeFileSync(join(folder, 'attack.html'), source.replaceAll('教育局', '&lt;script&gt;教育局&lt;/script&gt;'))
    const { stdout } = gouji('check', 'attack.html', '--format', 'html')
    expect(stdout).not.toContain('<script')
    expect(stdout).toContain('&lt;script&gt;')
  })

  test('several files on one page; one that is no report is told', () => {
    const { status, stdout, stderr } = gouji('check', '2023.html', 'news.txt', '2024.html', '--format', 'html')
    expect(status).toBe(2)
    expect(stderr).toContain('news.txt')
    expect(stdout.match(/<h1>/g)).toHaveLength(2)
    expect(stdout).toContain('news.txt：不是年度报告')
  })
})

describe('gouji rules', () => {
  test('lists every rule on a line of its own', () => {
    const { status, stdout } = gouji('rules')
    expect(status).toBe(0)
    const listed = stdout.split('\n').flatMap((line) => /^([A-Z]+\d?-\d{2}) /.exec(line)?.[1] ?? [])
    expect(listed).toEqual(RULES.map(({ id }) => id))
  })

  test('explains one, in whatever case it is asked for', () => {
    const { stdout } = gouji('rules', 't3-01')
    for (const said of ['T3-01', '错误', '勾稽关系不成立', 'new_received']) expect(stdout).toContain(said)
  })

  test('as JSON for other programs', () => {
    const { rules } = JSON.parse(gouji('rules', '--format', 'json').stdout) as { rules: { id: string; severity: string }[] }
    expect(rules.map(({ id, severity }) => [id, severity])).toEqual(RULES.map(({ id, severity }) => [id, severity]))
  })

  test('names those there are where there is none', () => {
    const { status, stderr } = gouji('rules', 'T3-99')
    expect(status).toBe(2)
    expect(stderr).toMatch(/no rule T3-99; T3-01 … T3-0\d exist/)
  })
})
