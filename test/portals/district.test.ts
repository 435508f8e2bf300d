import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { APPLICANT_COLUMNS, type CellKey, TABLE3_COLUMNS, TABLE3_ROWS_2021, TEMPLATES } from '../../src/model/template.ts'
import { ruleById } from '../../src/rules/catalogue.ts'
import { articlesOf, BACKDATED, FOREIGN, isPublished, LATE, LOOK_ALIKES, MISSING, MOVED_ADDRESS } from './district/articles.ts'
import { AUTHORITIES, YEARS } from './district/authorities.ts'
import { EXPECTED } from './district/expected.ts'
import { OUTCOME_GROUPS } from './district/figures.ts'
import { seedTables } from './district/readme.ts'
import { type SampleReport, sampleReport } from './district/sample-report.ts'
import { SEEDS } from './district/seeds.ts'
import { sampleSites } from './sites.ts'

const README = readFileSync(new URL('./district/README.md', import.meta.url), 'utf8')
const reportsOf = (night: 1 | 2) => AUTHORITIES.flatMap((authority) => YEARS.map((year) => sampleReport(authority, year, night)))
const nameOf = ({ authority, year }: SampleReport) => `${authority.id}/${year}`

describe('what is expected follows from what is seeded', () => {
  test('README.md lists every seeded defect', () => {
    // A formatter may pad the cells of a table.
    const squeezed = (text: string) => text.replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---')
    expect(squeezed(README)).toContain(squeezed(seedTables()))
  })

  test.each([1, 2] as const)('night %i: findings by rule', (night) => {
    const counts = new Map<string, number>()
    const add = (rule: string, count = 1) => counts.set(rule, (counts.get(rule) ?? 0) + count)
    for (const seed of SEEDS)
      if (!(night === 2 && seed.correctedOnNight2)) for (const [rule, count] of Object.entries(seed.expected)) add(rule, count)
    for (const { rule } of LATE) add(rule)
    add('TIME-01')
    // What was not there by the statutory date, a Saturday: the missing, the late department and the back-dated report.
    add('TIME-06', 3)
    // The city: one body is missing in 2025, and what its figures cover is told in no year.
    add('AGG-09')
    add('AGG-06', YEARS.length)
    if (night === 2) add('YR-12')
    add('TIME-07')
    add(night === 1 ? 'TIME-01' : 'TIME-07')
    const expected = Map.groupBy(EXPECTED[night].findings, ({ rule }) => rule)
    const sums = [...expected].map(([rule, rows]) => [rule, rows.reduce((sum, { count }) => sum + count, 0)] as const)
    expect(Object.fromEntries(sums)).toEqual(Object.fromEntries(counts))
  })

  test.each([1, 2] as const)('night %i: severities, reports, filings and refused papers', (night) => {
    const { findings, bySeverity, reports, filings, late, missing, refusedByTitle, refusedByContent } = EXPECTED[night]
    for (const severity of ['error', 'warning', 'info'] as const)
      expect(
        findings.filter((each) => each.severity === severity).reduce((sum, { count }) => sum + count, 0),
        severity,
      ).toBe(bySeverity[severity])
    for (const { rule, severity } of findings) if (rule !== 'TIME-07') expect(ruleById(rule), rule).toMatchObject({ severity })
    const published = AUTHORITIES.flatMap(({ id }) => YEARS.filter((year) => isPublished(id, year, night)))
    expect(reports.total).toBe(published.length)
    expect(EXPECTED[night].documents.ofReports).toBe(reports.total)
    expect(EXPECTED[night].documents.total).toBe(reports.total + refusedByContent.length)
    expect(Object.values(filings).reduce((sum, count) => sum + count, 0)).toBe(AUTHORITIES.length * YEARS.length)
    expect(late.map(({ authority, year }) => `${authority}/${year}`)).toEqual(
      LATE.map(({ authority, year }) => `${authority}/${year}`),
    )
    expect(missing).toContainEqual({ ...MISSING })
    expect(missing.some(({ authority }) => authority === BACKDATED.authority)).toBe(night === 1)
    const byTitle = LOOK_ALIKES.filter(({ told }) => told === 'by title').map(({ title }) => title)
    expect(refusedByTitle.notReport).toEqual(byTitle)
    const attached = articlesOf(night).filter(({ paper }) => paper.kind === 'attached-report')
    expect(refusedByContent.map(({ title }) => title)).toEqual([
      ...LOOK_ALIKES.filter(({ told }) => told === 'by content').map(({ title }) => title),
      ...attached.map(({ title }) => title),
    ])
    expect(refusedByTitle.foreign).toEqual(
      articlesOf(night).flatMap(({ source, title }) => (source === FOREIGN.name ? [title] : [])),
    )
  })

  test('every family of defects is there', () => {
    const families = EXPECTED[1].findings.map(({ rule }) => ruleById(rule)?.family)
    expect(new Set(families)).toEqual(new Set(['late', 'inaccurate', 'incomplete', 'copied']))
  })

  test('every host has findings', () => {
    const hosts = SEEDS.map((seed) => AUTHORITIES.find(({ id }) => id === seed.authority)?.host)
    expect(new Set(hosts)).toEqual(new Set(['main', 'gongkai', 'townships']))
  })
})

describe('the figures of the sample', () => {
  const number = (report: SampleReport, key: CellKey) => {
    const text = report.cells.get(key) ?? ''
    return /^\d+$/.test(text) ? Number(text) : null
  }
  const sum = (report: SampleReport, keys: readonly CellKey[]) => {
    const values = keys.map((key) => number(report, key))
    return values.includes(null) ? null : values.reduce<number>((total, value) => total + (value ?? 0), 0)
  }
  const broken = (report: SampleReport): string[] => {
    const found: string[] = []
    const compare = (rule: string, left: readonly CellKey[], right: readonly CellKey[]) => {
      const [a, b] = [sum(report, left), sum(report, right)]
      if (a !== null && b !== null && a !== b) found.push(rule)
    }
    const rows = TEMPLATES[report.edition].t3.map(({ key }) => key)
    const outcomes = rows.filter((row) => !['new_received', 'carried_in', 'result_total', 'carried_out'].includes(row))
    for (const { key: column } of TABLE3_COLUMNS) {
      compare(
        'T3-01',
        [`t3.new_received.${column}`, `t3.carried_in.${column}`],
        [`t3.result_total.${column}`, `t3.carried_out.${column}`],
      )
      compare(
        'T3-02',
        outcomes.map((row): CellKey => `t3.${row}.${column}`),
        [`t3.result_total.${column}`],
      )
    }
    for (const row of rows)
      compare(
        'T3-03',
        APPLICANT_COLUMNS.map((column): CellKey => `t3.${row}.${column}`),
        [`t3.${row}.total`],
      )
    for (const [rule, group] of [
      ['T4-01', 'review'],
      ['T4-02', 'direct'],
      ['T4-03', 'postreview'],
    ] as const)
      compare(
        rule,
        (['upheld', 'corrected', 'other', 'pending'] as const).map((end): CellKey => `t4.${group}_${end}`),
        [`t4.${group}_total`],
      )
    return [...new Set(found)]
  }

  test('add up everywhere but where a defect is seeded', () => {
    const found = reportsOf(1).flatMap((report) => broken(report).map((rule) => `${nameOf(report)} ${rule}`))
    expect(found.toSorted()).toEqual(
      [
        'yl-gonganju/2025 T3-01',
        'yl-shengtaiju/2023 T3-02',
        // The one misprinted total breaks its row and its column.
        'yl-shizhengfu/2024 T3-02',
        'yl-shizhengfu/2024 T3-03',
        'yl-shizhengfu/2025 T4-03',
        'yl-xinglan/2025 T4-02',
        'yl-zhujianju/2025 T4-01',
      ].toSorted(),
    )
    expect(
      reportsOf(2)
        .filter((report) => nameOf(report) === 'yl-gonganju/2025')
        .flatMap(broken),
    ).toEqual([])
  })

  test('carry over from year to year but where a defect is seeded', () => {
    const breaks = AUTHORITIES.flatMap((authority) =>
      [2024, 2025]
        .filter((year) => {
          const [before, now] = [year - 1, year].map((each) => sampleReport(authority, each as 2024, 1))
          const [out, carried] = [number(before!, 't3.carried_out.total'), number(now!, 't3.carried_in.total')]
          return out !== null && carried !== null && out !== carried
        })
        .map((year) => `${authority.id}/${year}`),
    )
    expect(breaks).toEqual(['yl-jiaoyuju/2025'])
  })

  test('fill every cell of the form', () => {
    for (const report of reportsOf(1)) {
      expect(report.cells.size, nameOf(report)).toBe(report.edition === '2021' ? 200 : 198)
      expect([...report.cells.keys()].filter((key) => key.startsWith('t3.'))).toHaveLength(
        (report.edition === '2021' ? TABLE3_ROWS_2021.length : 23) * 7,
      )
    }
    expect(OUTCOME_GROUPS.flatMap(({ rows }) => rows)).toHaveLength(21)
  })
})

describe('the texts of the sample', () => {
  const masked = ({ narrative, authority }: SampleReport) => {
    const text = narrative.parts.flat().join('').replaceAll(authority.self, '').replaceAll(/\d+/g, '0')
    return new Set([...text].flatMap((_, index) => (index + 3 <= text.length ? [text.slice(index, index + 3)] : [])))
  }

  test('are no near-copies of each other', () => {
    const texts = reportsOf(1).map((report) => ({ name: nameOf(report), shingles: masked(report) }))
    const alike = texts.flatMap((a, index) =>
      texts.slice(index + 1).flatMap((b) => {
        const shared = [...a.shingles].filter((each) => b.shingles.has(each)).length
        const share = shared / Math.min(a.shingles.size, b.shingles.size)
        return share > 0.85 ? [`${a.name} ~ ${b.name}: ${share.toFixed(2)}`] : []
      }),
    )
    expect(alike).toEqual([])
  })
})

describe('the pages of the sample', () => {
  test('are the same at every start', () => {
    const [first, second] = [sampleSites(1), sampleSites(1)]
    for (const host of ['main', 'gongkai', 'townships'] as const) expect([...second[host]]).toEqual([...first[host]])
  })

  test('differ on night 2 in the corrected report, the added one, its neighbour and its list', () => {
    const [one, two] = [sampleSites(1), sampleSites(2)]
    const changed = (['main', 'gongkai', 'townships'] as const).flatMap((host) =>
      [...two[host]].flatMap(([path, { body }]) => {
        const before = one[host].get(path)
        if (!before) return [`${host} added ${path.replace(/[0-9a-f]{24}/, '…')}`]
        return Buffer.compare(Buffer.from(before.body), Buffer.from(body)) === 0
          ? []
          : [`${host} changed ${path.replace(/[0-9a-f]{24}\.|\d{8}_\d+/, '…')}`]
      }),
    )
    expect(changed.filter((each) => each.startsWith('main'))).toEqual(['main changed /zwgk/zfxxgknb/szbm/202601/t….html'])
    expect(changed.filter((each) => each.startsWith('townships'))).toEqual([])
    expect(changed.filter((each) => each.includes('added'))).toHaveLength(2)
  })

  test('bear a date in the address that is the page date, but for the one that was moved', () => {
    const apart = articlesOf(1).filter(({ date, urlDate }) => date !== urlDate)
    expect(apart.map(({ source, urlDate }) => [source, urlDate])).toEqual([['云岚市财政局', MOVED_ADDRESS.urlDate]])
  })
})
