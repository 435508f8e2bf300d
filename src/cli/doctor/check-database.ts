import { sql } from 'kysely'
import type { Db } from '../../../db/connect.ts'
import { schemaState } from '../../../db/migrate.ts'
import { databaseNow } from '../../../db/processes.ts'
import { SnapshotDamaged, SnapshotMissing, type SnapshotStore } from '../../../db/snapshot-store.ts'
import * as snapshotRows from '../../../db/snapshots.ts'
import { broken, type Check, ok, warning } from './check.ts'

const LITTLE_SKEW_MS = 2_000
const MUCH_SKEW_MS = 60_000
const SAMPLE = 20

/** The server, and whether its schema is the one that this version works with. */
export async function checkServer(db: Db, kind: string): Promise<Check> {
  const { rows } = await sql<{ version: string; size: string }>`
    SELECT current_setting('server_version') AS version, pg_size_pretty(pg_database_size(current_database())) AS size`.execute(db)
  return ok({ name: 'database', title: '数据库 database' }, `PostgreSQL ${rows[0]?.version}，${kind}，${rows[0]?.size}`)
}

export async function checkSchema(db: Db): Promise<Check> {
  const about = { name: 'schema', title: '数据库结构 schema' }
  const { pending, unknown } = await schemaState(db)
  if (unknown.length > 0)
    return broken(
      about,
      `比本程序新 newer than this program: ${unknown.join(', ')}`,
      '请在所有机器上使用同一新版本 use the newer version on all machines',
    )
  if (pending.length > 0)
    return broken(about, `待升级 to be migrated: ${pending.join(', ')}`, '请运行 gouji migrate run gouji migrate')
  return ok(about, '最新 the newest')
}

/** Of the connections that the server allows, so many may be in use before somebody should look. */
const FULL = 0.8

/** Each process holds several connections, those with their queues in PostgreSQL many; a server without one left fails whoever comes next. */
export async function checkConnections(db: Db): Promise<Check> {
  const { rows } = await sql<{ allowed: number; used: number }>`
    SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
        - coalesce(current_setting('reserved_connections', true), '0')::int AS allowed,
      (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') AS used`.execute(db)
  return connectionsCheck(rows[0] as { allowed: number; used: number })
}

export function connectionsCheck({ allowed, used }: { readonly allowed: number; readonly used: number }): Check {
  const about = { name: 'connections', title: '数据库连接 connections' }
  const found = `${allowed} 个中已用 ${used} 个 ${used} of ${allowed} in use`
  if (used < FULL * allowed) return ok(about, found)
  return warning(
    about,
    found,
    '请在数据库服务器上调大 max_connections，或把队列放到 Redis（REDIS_URL） raise max_connections on the server, or keep the queues in Redis (REDIS_URL)',
  )
}

/** The nights and all leases go by the database's clock; messages to robots are signed by this machine's. */
export async function checkClock(db: Db): Promise<Check> {
  const about = { name: 'clock', title: '时钟 clock' }
  const before = Date.now()
  const theirs = (await databaseNow(db)).getTime()
  const skewMs = Math.round((before + Date.now()) / 2 - theirs)
  const found = `与数据库相差 from the database's: ${skewMs} ms`
  return skewCheck(about, found, skewMs)
}

export function skewCheck(about: Pick<Check, 'name' | 'title'>, found: string, skewMs: number): Check {
  const advice = '请在该机器上启用时间同步（NTP） let that machine keep its time by NTP'
  if (Math.abs(skewMs) > MUCH_SKEW_MS) return broken(about, found, advice)
  return Math.abs(skewMs) > LITTLE_SKEW_MS ? warning(about, found, advice) : ok(about, found)
}

/** Reads some snapshots, taken anywhere, and compares them with their hashes. */
export async function checkSnapshots(db: Db, snapshots: SnapshotStore): Promise<Check> {
  const about = { name: 'snapshots', title: '快照 snapshots' }
  const hashes = await snapshotRows.some(db, SAMPLE)
  const problems: string[] = []
  for (const sha256 of hashes)
    try {
      await snapshots.get(sha256)
    } catch (error) {
      if (!(error instanceof SnapshotMissing || error instanceof SnapshotDamaged)) throw error
      problems.push(error.message)
    }
  if (problems.length > 0)
    return broken(
      about,
      `抽查 ${hashes.length} 份，${problems.length} 份有误 of ${hashes.length} looked at, ${problems.length} are wrong: ${problems[0]}`,
      '请检查磁盘，并确认各机器使用同一 GOUJI_SNAPSHOTS 或同一共享目录，再从备份恢复 check the disk, and that all machines use the same GOUJI_SNAPSHOTS or share the folder; restore from a backup',
    )
  return ok(about, `抽查 ${hashes.length} 份无误 ${hashes.length} looked at, all whole`)
}
