import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, type OpenDatabase } from '../../db/connect.ts'
import { openHostLedger } from '../../db/host-ledger.ts'
import { openDomainClock } from '../../src/crawlers/domain-clock.ts'
import { openTestDatabase } from '../test-database.ts'

let open: OpenDatabase
beforeAll(async () => {
  open = await openTestDatabase()
})
afterAll(() => open.close())

test('workers on several machines ask one domain one at a time, at its pace, while other domains go on', async () => {
  const machines = [1, 2, 3].map(() => connect(open.url))
  const log: { domain: string; began: number; ended: number }[] = []
  let other = 0
  try {
    await Promise.all(
      machines.flatMap((db, machine) => {
        const clock = openDomainClock(openHostLedger(db))
        const ask = (domain: string, host: string) =>
          clock.take(
            { domain, host, pauseMs: 100 },
            async () => {
              const began = Date.now()
              await delay(60)
              log.push({ domain, began, ended: Date.now() })
              if (domain === 'other.gov.cn') other = Date.now()
            },
            undefined,
          )
        return [ask('zibo.gov.cn', 'a'), ask('zibo.gov.cn', 'b'), ...(machine === 0 ? [ask('other.gov.cn', 'c')] : [])]
      }),
    )
  } finally {
    await Promise.all(machines.map((db) => db.destroy()))
  }
  const turns = log.filter(({ domain }) => domain === 'zibo.gov.cn').sort((a, b) => a.began - b.began)
  expect(turns).toHaveLength(6)
  for (let i = 1; i < turns.length; i++) expect(turns[i]!.began - turns[i - 1]!.ended).toBeGreaterThanOrEqual(98)
  expect(other).toBeLessThan(turns[2]!.began)
  const ledger = openHostLedger(open.db)
  expect((await ledger.today('a')).requests + (await ledger.today('b')).requests).toBe(6)
})

test('a turn that its process does not keep is free again; one that is kept is not', async () => {
  const ledger = openHostLedger(open.db)
  const [dead, alive] = [randomUUID(), randomUUID()]
  const turn = { domain: 'dead.gov.cn', host: 'dead.gov.cn', pauseMs: 0 }
  expect(await ledger.takeTurn({ ...turn, holder: dead })).toBe(0)
  expect(await ledger.takeTurn({ ...turn, holder: alive })).toBeGreaterThan(0)
  await sql`UPDATE domain_turns SET held_until = now() - interval '1 second' WHERE domain = 'dead.gov.cn'`.execute(open.db)
  await ledger.keepTurn('dead.gov.cn', dead)
  expect(await ledger.takeTurn({ ...turn, holder: alive })).toBeGreaterThan(0)
  await sql`UPDATE domain_turns SET held_until = now() - interval '1 second' WHERE domain = 'dead.gov.cn'`.execute(open.db)
  expect(await ledger.takeTurn({ ...turn, holder: alive })).toBe(0)
  await ledger.endTurn('dead.gov.cn', dead)
  expect(await ledger.takeTurn({ ...turn, holder: dead })).toBeGreaterThan(0)
})

test('what happened at a host today, and how it is reached, is known to every crawl', async () => {
  const ledger = openHostLedger(open.db)
  const host = 'www.example.gov.cn:8443'
  expect(await ledger.today(host)).toEqual({ requests: 0, blocks: 0, stop: null, notThere: null })
  expect([await ledger.countBlock(host), await ledger.countBlock(host)]).toEqual([1, 2])
  const stop = { outcome: 'blocked', reason: 'a firewall' } as const
  await ledger.stopToday(host, stop)
  await ledger.keepNotThere(host, '')
  expect(await ledger.today(host)).toEqual({ requests: 0, blocks: 2, stop, notThere: '' })

  expect(await ledger.recall(host)).toEqual({ way: 'strict', robotsFailingSince: null, needsBrowser: false })
  await ledger.remember(host, { robotsFailingSince: '2026-11-01T00:00:00.000Z' })
  await ledger.remember(host, { way: 'legacy' })
  expect(await ledger.recall(host)).toEqual({
    way: 'legacy',
    robotsFailingSince: '2026-11-01T00:00:00.000Z',
    needsBrowser: false,
  })
  await sql`UPDATE hosts SET way_since = now() - interval '15 days' WHERE host = ${host}`.execute(open.db)
  expect((await ledger.recall(host)).way).toBe('strict')
})
