import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as registry from '../../db/registry.ts'
import { readPortalsFile } from '../../src/crawlers/portals-file.ts'
import { type Manners, PLAIN_MANNERS } from '../../src/model/manners.ts'
import { drawFrom } from '../generate/draw.ts'
import { drawFaults } from '../portals/sixteen/draw-faults.ts'
import type { HostName, WorldHost } from '../portals/sixteen/hosts.ts'
import type { WorldFault } from '../portals/sixteen/start-sixteen.ts'
import { trueEntries, trueFilings, trueReports } from '../portals/sixteen/truth.ts'
import { capturedPaths, countKept, foundEntries, foundFilings, foundReports, openCrawls } from './night-rows.ts'
import { type Night, type NightWorld, openNightWorld } from './night-world.ts'

/** Seconds between two requests to a host, and the most requests to one in a night. */
const PACE = 0.06
const BUDGET = 60
const SEED = 20_261_123
/** The problems that each fault is to be told as; without one the host is reached all the same. */
const REASONS: Readonly<Record<WorldFault, readonly string[]>> = {
  slow: [],
  drop: ['later'],
  '521': ['blocked'],
  '412': ['blocked'],
  '202': ['blocked'],
  firewall: ['blocked'],
  captcha: ['needs-human'],
  shell: ['blocked'],
  '302loop': ['blocked'],
  softblock: ['soft-404'],
  'gzip-cut': ['later'],
  rename: ['moved'],
  '503': ['later'],
  robots: ['robots'],
  drip: ['later'],
  // Where it leads now is told to a person, and not asked.
  hijack: ['found-elsewhere', 'refused-host'],
  'tls-old': [],
  'tls-expired': [],
}
const FIRST_FAULTS = ['slow', '521', '202', 'captcha', '302loop', 'gzip-cut', 'robots', 'drip', 'tls-expired'] as const
const LATER_FAULTS = ['drop', '412', 'firewall', 'shell', 'softblock', 'rename', '503', 'hijack', 'tls-old'] as const

const trusted = getCACertificates()
let nights: NightWorld
beforeAll(async () => {
  setDefaultCACertificates([...trusted, readFileSync(join(import.meta.dirname, '../fixtures/tls/authority.pem'), 'utf8')])
  nights = await openNightWorld({ pace: PACE })
})
afterAll(async () => {
  setDefaultCACertificates(trusted)
  await nights.close()
})

type Troubled = ReadonlyMap<HostName, WorldFault>

/** A night on which every article is asked, as samples are; the manners may be others. */
async function runNight(
  manners: Partial<Manners> = {},
  { portals, meanwhile }: { readonly portals?: readonly string[]; readonly meanwhile?: (runId: number) => Promise<void> } = {},
): Promise<Night> {
  const sampleManners = { ...PLAIN_MANNERS, budget: BUDGET, ...manners }
  const night = await nights.night({ sampleManners }, { portals, meanwhile })
  expectPaceAndBudget(night, sampleManners.budget)
  expect(askedOf(night, 'mirror')).toEqual([])
  return night
}

/** A night with faults. What drips does so until all others are done. */
async function troubledNight(troubled: Troubled): Promise<Night> {
  for (const [host, fault] of troubled) nights.world.setFault(host, fault)
  const dripping = [...troubled].find(([, fault]) => fault === 'drip')?.[0]
  const endDripping = async (runId: number) => {
    const open = dripping === undefined ? [] : await openCrawls(nights.context.db, runId)
    if (dripping !== undefined && open.length === 1 && open[0] === dripping) nights.world.setFault(dripping, 'drop')
  }
  const night = await runNight({}, { meanwhile: endDripping })
  for (const host of troubled.keys()) nights.world.setFault(host, null)
  return night
}

/** From the log alone: never two requests of a host at once, `PACE` from the end of one to the start of the next, and no more than the budget. */
function expectPaceAndBudget(night: Night, budget: number): void {
  for (const [host, asked] of Map.groupBy(night.asked, (request) => request.host)) {
    const gaps = asked.slice(1).map(({ startedAt }, n) => startedAt - (asked[n]!.endedAt ?? Number.POSITIVE_INFINITY))
    // The moments are whole milliseconds.
    expect([host, Math.min(...gaps, 1e6) >= PACE * 1_000 - 2]).toEqual([host, true])
    expect([host, asked.length <= budget]).toEqual([host, true])
  }
}

const isBroken = (troubled: Troubled, { name }: WorldHost) => REASONS[troubled.get(name) ?? 'slow'].length > 0
const keysOf = (reports: readonly { authority: string; year: number; rules: readonly string[] }[]) =>
  reports.map(({ authority, year, rules }) => `${authority}/${year} ${rules.join()}`.trim()).toSorted()
const truthOf = (hosts: readonly WorldHost[], options = {}) => keysOf(hosts.flatMap((host) => trueReports(host, options)))
const askedOf = ({ asked }: Night, host: string) => asked.filter((request) => request.host === host)
/** An address without the part of a link that is good once. */
const lasting = (path: string) => path.replace(/token\d+/, 'token')
/** What a host was asked, but for made-up addresses. */
const pathsOf = (night: Night, host: string) =>
  askedOf(night, host)
    .map(({ path }) => lasting(path))
    .filter((path) => !path.includes('gouji-'))
    .toSorted()

/** The codes of all problems of each portal. */
function named({ summary }: Night): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    summary.portals.map(({ id, problems }) => [id, [...new Set(problems.map(({ code }) => code))].toSorted()] as const),
  )
}

function expectedNames(troubled: Troubled): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    nights.world.hosts.map((host) => {
      const reasons = REASONS[troubled.get(host.name) ?? 'slow']
      return [host.name, [...(host.named ?? []), ...reasons].toSorted()] as const
    }),
  )
}

/** A busy machine takes minutes for a night that takes seconds. */
const PATIENCE_MS = 240_000

describe('nights over all hosts of the portals reference', { timeout: PATIENCE_MS }, () => {
  const draw = drawFrom(SEED)
  let firstTroubled: Troubled
  let firstNight: Night
  let calmNight: Night
  let known: unknown
  const kept = async () => {
    const { db } = nights.context
    const filings = await foundFilings(db)
    return {
      reports: keysOf(await foundReports(db)),
      filings: filings.map(({ authority, year, status }) => `${authority}/${year} ${status}`),
      versions: (await countKept(db)).versions,
    }
  }

  test('the first night, with faults: the reports of healthy hosts are there, the others are named with their reason', async () => {
    firstTroubled = drawFaults(draw, nights.world.hosts, FIRST_FAULTS)
    firstNight = await troubledNight(firstTroubled)
    expect(named(firstNight)).toEqual(expectedNames(firstTroubled))
    const { db } = nights.context
    const healthy = nights.world.hosts.filter((host) => !isBroken(firstTroubled, host))
    expect(keysOf(await foundReports(db))).toEqual(truthOf(healthy))
    const broken = nights.world.hosts.filter((host) => isBroken(firstTroubled, host)).map(({ name }) => name as string)
    const filings = (await foundFilings(db)).filter(({ district }) => broken.includes(district))
    expect(new Set(filings.map(({ status }) => status))).toEqual(new Set(['not-assessable']))
  })

  test('no host waits for a broken one: all are done while one still drips', () => {
    const dripping = [...firstTroubled].find(([, fault]) => fault === 'drip')![0]
    const [dripped] = askedOf(firstNight, dripping).filter(({ path }) => path !== '/robots.txt')
    const others = firstNight.asked.filter(({ host }) => host !== dripping)
    expect(Math.max(...others.map(({ endedAt }) => endedAt ?? Number.POSITIVE_INFINITY))).toBeLessThan(dripped!.endedAt!)
    expect(Math.min(...others.map(({ startedAt }) => startedAt))).toBeLessThan(dripped!.startedAt + 1_000)
  })

  test('a calm night: every report of the truth, and no other; every entry judged as it is, every absence as it is', async () => {
    calmNight = await runNight()
    const { db } = nights.context
    const { hosts } = nights.world
    expect(named(calmNight)).toEqual(expectedNames(new Map()))
    expect(keysOf(await foundReports(db))).toEqual(truthOf(hosts))
    for (const host of hosts) {
      const order = (entries: readonly { title: string; judgement: string }[]) =>
        entries.map(({ title, judgement }) => `${judgement} ${title.replace(/\s+/g, ' ')}`).toSorted()
      expect([host.name, order(await foundEntries(db, calmNight.summary.run.id, host.name))]).toEqual([
        host.name,
        order(trueEntries(host)),
      ])
    }
    const filings = (await foundFilings(db)).map(({ authority, year, status }) => ({
      authority,
      year,
      is: status === 'not-found' || status === 'not-assessable' ? status : 'found',
    }))
    expect(filings).toEqual(hosts.flatMap(trueFilings).toSorted(byFiling))
    known = await kept()
  })

  test('healthy hosts were asked the same on the night with faults', () => {
    for (const host of nights.world.hosts.filter((each) => !isBroken(firstTroubled, each)))
      expect([host.name, pathsOf(firstNight, host.name)]).toEqual([host.name, pathsOf(calmNight, host.name)])
  })

  test('a night without changes asks for lists only', async () => {
    const night = await runNight({ recheckDays: 7 })
    expect(night.summary.reports).toMatchObject({ new: 0, changed: 0 })
    expect(await kept()).toEqual(known)
    // Of `xxgkAnnualReport.jsp` the page of a year is its list as well.
    const captured = await capturedPaths(nights.context.db)
    const articles = captured.map(lasting).filter((path) => !path.includes('xxgkAnnualReport'))
    // Where a list cuts its titles, articles are opened only to be judged.
    const entries = nights.world.hosts.flatMap(({ columns }) => columns.flatMap(({ truth }) => truth))
    articles.push(...entries.filter(({ shown }) => shown !== undefined).map(({ href }) => href))
    for (const { name } of nights.world.hosts) {
      const lists = pathsOf(calmNight, name).filter((path) => !articles.includes(path))
      // The column leads to the home page each time; on that page it is looked for every few days only.
      if (name === 'moved') lists.splice(lists.indexOf('/'), 1)
      expect([name, pathsOf(night, name)]).toEqual([name, lists])
    }
  })

  test('a budget that is smaller than a portal keeps the rest for another night, and what is known', async () => {
    const portals = nights.world.hosts.map(({ name }) => name).filter((name) => name !== 'gaoxin')
    const night = await runNight({ budget: 5 }, { portals })
    const names = named(night)
    for (const name of portals)
      expect([name, names[name]!.includes('later')]).toEqual([name, pathsOf(calmNight, name).length > 5])
    expect(await kept()).toEqual(known)
  })

  test('a later night with other faults: all that was known is kept, and the reasons are told', async () => {
    const troubled = drawFaults(draw, nights.world.hosts, LATER_FAULTS)
    const before = await countKept(nights.context.db)
    const night = await troubledNight(troubled)
    expect(named(night)).toEqual(expectedNames(troubled))
    expect(await kept()).toEqual(known)
    const after = await countKept(nights.context.db)
    expect([after.captures >= before.captures, after.snapshots >= before.snapshots]).toEqual([true, true])
    for (const host of nights.world.hosts.filter((each) => !isBroken(troubled, each)))
      expect([host.name, pathsOf(night, host.name)]).toEqual([host.name, pathsOf(calmNight, host.name)])
  })

  test('reports put right where they stand are new versions, the old ones kept', async () => {
    const { db } = nights.context
    const before = await countKept(db)
    nights.world.correct()
    const night = await runNight({}, { portals: ['gaoxin'] })
    expect(night.summary.reports).toMatchObject({ new: 0, changed: 1 })
    expect(keysOf(await foundReports(db))).toEqual(truthOf(nights.world.hosts, { corrected: true }))
    const after = await countKept(db)
    expect(after.versions).toBeGreaterThan(before.versions)
    expect(after.snapshots).toBeGreaterThan(before.snapshots)
    expect(after.reports).toBe(before.reports)
  })

  test('a site that moved is read again when its new address is registered', async () => {
    const { db } = nights.context
    await registry.importRegistry(db, readPortalsFile(nights.world.movedYaml, 'moved.yaml'))
    const night = await runNight({}, { portals: ['moved'] })
    expect(named(night)).toEqual({ moved: [] })
    const found = (await foundReports(db)).filter(({ authority }) => authority.startsWith('moved-'))
    expect(found.map(({ authority, year }) => `${authority}/${year}`).toSorted()).toEqual(
      [2023, 2024, 2025].map((year) => `moved-education/${year}`),
    )
  })
})

type Filing = { readonly authority: string; readonly year: number }
const byFiling = (a: Filing, b: Filing) => (a.authority < b.authority ? -1 : a.authority > b.authority ? 1 : a.year - b.year)
