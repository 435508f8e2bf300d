import { execFile, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { openDatabase } from '../db/connect.ts'
import { migrateToLatest } from '../db/migrate.ts'
import * as portalCrawls from '../db/portal-crawls.ts'
import * as registryRows from '../db/registry.ts'
import * as runs from '../db/runs.ts'
import { openHosts, registryOf } from './crawl-hosts.ts'

const LOOK_EVERY_MS = 500

/** Crawls many portals by one worker, in a process of its own, and prints how long it takes and how much memory it holds. */
export async function measureNight(night: {
  readonly portals: number
  readonly crawls: number
  readonly pace: number
}): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'gouji-bench-'))
  const { hosts, close } = await openHosts(night.portals, 1)
  const database = await openDatabase({ databaseUrl: null, dataDir: folder })
  const { db } = database
  await migrateToLatest(db)
  const registry = registryOf(hosts, 1, night.pace)
  await registryRows.importRegistry(db, registry)
  const { id: runId } = await runs.start(db, { kind: 'manual' })
  await portalCrawls.plan(
    db,
    runId,
    registry.portals.map(({ id }) => id),
  )
  const main = join(import.meta.dirname, '../src/cli/main.ts')
  const worker = spawn(process.execPath, [main, 'worker', '--queues', 'crawl', '--crawls', String(night.crawls)], {
    env: { ...process.env, GOUJI_DATA: folder },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ended = new Promise((resolve) => worker.once('exit', resolve))
  const crawls = () => db.selectFrom('portal_crawls').select(['state', 'started_at', 'ended_at', 'requests']).execute()
  const used = { megabytes: 0, seconds: 0, atOnce: 0 }
  let rows = await crawls()
  while (rows.some(({ ended_at }) => ended_at === null) && worker.exitCode === null) {
    await delay(LOOK_EVERY_MS)
    const { megabytes, seconds } = await usedBy(worker.pid!)
    rows = await crawls()
    const open = rows.filter(({ state, ended_at }) => state === 'running' && ended_at === null).length
    Object.assign(used, { megabytes: Math.max(used.megabytes, megabytes), seconds, atOnce: Math.max(used.atOnce, open) })
  }
  const begun = Math.min(...rows.map(({ started_at }) => started_at?.getTime() ?? Number.NaN))
  const done = Math.max(...rows.map(({ ended_at }) => ended_at?.getTime() ?? Number.NaN))
  const requests = rows.reduce((sum, { requests: each }) => sum + each, 0)
  const complete = rows.filter(({ state }) => state === 'complete').length
  const seconds = (done - begun) / 1_000
  console.log(`
${night.portals} portals, ${night.pace} s between requests, up to ${night.crawls} at once on one worker
  ${complete} complete, ${used.atOnce} at once, ${requests} requests in ${seconds.toFixed(0)} s: ${(requests / seconds).toFixed(0)} a second
  most resident memory ${used.megabytes.toFixed(0)} MB, ${used.seconds} s of processor time, start included: ${((1_000 * used.seconds) / requests).toFixed(1)} ms a request`)
  worker.kill('SIGTERM')
  await ended
  await database.close()
  close()
  await rm(folder, { recursive: true, force: true })
}

/** Resident memory and processor time of a process, as the system tells. */
async function usedBy(pid: number): Promise<{ megabytes: number; seconds: number }> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=,time=', '-p', String(pid)]).catch(() => ({ stdout: '0 0' }))
  const [kilobytes = '0', time = '0'] = stdout.trim().split(/\s+/)
  const seconds = time.split(/[:-]/).reduce((sum, part) => sum * 60 + Number(part), 0)
  return { megabytes: Number(kilobytes) / 1024, seconds }
}
