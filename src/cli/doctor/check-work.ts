import * as account from '../../../db/account.ts'
import type { Db } from '../../../db/connect.ts'
import * as deliveries from '../../../db/deliveries.ts'
import * as processes from '../../../db/processes.ts'
import * as schedules from '../../../db/schedules.ts'
import { NIGHTLY } from '../../jobs/schedule.ts'
import { conditionOf } from '../../model/portal-condition.ts'
import { type Check, ok, warning } from './check.ts'
import { skewCheck } from './check-database.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** A scheduler looks every three minutes. */
const SCHEDULER_GONE_MS = 10 * MINUTE_MS
const LONG_RUN_MS = 20 * HOUR_MS
const NAMED = 5

/** The workers and schedulers that say they live, those that fell silent, and their clocks. */
export async function checkProcesses(db: Db): Promise<Check[]> {
  const about = { name: 'processes', title: '进程 processes' }
  const all = await processes.known(db)
  const alive = all.filter(({ isAlive }) => isAlive)
  const silent = all.filter(({ isAlive }) => !isAlive)
  const named = ({ role, machine, pid, seenMs }: processes.KnownProcess) =>
    `${role} ${machine}/${pid}（${Math.round(seenMs / 1000)} 秒前 s ago）`
  const found = [
    alive.length > 0 ? alive.map(named).join('、') : '没有运行中的 worker 或 schedule no worker or scheduler runs',
    ...(silent.length > 0 ? [`失去联系 fell silent: ${silent.slice(0, NAMED).map(named).join('、')}`] : []),
  ].join('；')
  const working = alive.filter(({ role }) => role !== 'schedule')
  const check =
    working.length === 0
      ? warning(
          about,
          found,
          '每夜运行须有 gouji worker 与 gouji schedule for every night keep gouji worker and gouji schedule running',
        )
      : ok(about, found)
  const skews = alive.map(({ role, machine, pid, skewMs }) => {
    const clock = { name: 'clock', title: `时钟 clock ${role} ${machine}/${pid}` }
    return skewCheck(clock, `与数据库相差 from the database's: ${skewMs} ms`, skewMs)
  })
  return [check, ...skews.filter(({ state }) => state !== 'ok')]
}

export async function checkScheduler(db: Db): Promise<Check> {
  const about = { name: 'scheduler', title: '每夜计划 nightly schedule' }
  const schedule = await schedules.get(db, NIGHTLY)
  const advice = '请运行 gouji schedule（systemd 或 docker compose） keep gouji schedule running'
  if (schedule === null) return warning(about, '未设置 none is set', advice)
  const silentMs = schedule.now.getTime() - schedule.seenAt.getTime()
  const found = `"${schedule.pattern}"，${Math.round(silentMs / MINUTE_MS)} 分钟前查看 looked at ${Math.round(silentMs / MINUTE_MS)} min ago`
  return silentMs > SCHEDULER_GONE_MS ? warning(about, found, advice) : ok(about, found)
}

export async function checkLastRun(db: Db): Promise<Check> {
  const about = { name: 'run', title: '最近一次夜间抓取 last night' }
  const runs = await account.lastRuns(db)
  const run = runs.find(({ kind }) => kind === 'nightly')
  if (!run) return ok(about, '尚无 none yet')
  const found = `run ${run.id}，${run.state}，${shanghaiTime(run.startedAt)} 起 began${run.endedAt === null ? '' : `，${shanghaiTime(run.endedAt)} 止 ended`}`
  const advice = `请看 gouji runs ${run.id} look at gouji runs ${run.id}`
  if (run.state === 'failed') return warning(about, found, advice)
  const isLong = run.endedAt === null && Date.now() - run.startedAt.getTime() > LONG_RUN_MS
  return isLong ? warning(about, found, advice) : ok(about, found)
}

export async function checkPortals(db: Db): Promise<Check> {
  const about = { name: 'portals', title: '网站 portals' }
  const portals = await account.lastCrawls(db)
  const sick = portals.filter((portal) => conditionOf(portal) === 'unhealthy')
  const found = `${portals.length} 个，异常 unhealthy ${sick.length}`
  if (sick.length === 0) return ok(about, found)
  const named = sick.slice(0, NAMED).map(({ name, problems }) => `${name}（${problems?.[0]?.code ?? 'failed'}）`)
  return warning(about, `${found}：${named.join('、')}`, '请在“网站”页面逐个查看 look at each on the portals page')
}

export async function checkDeliveries(db: Db): Promise<Check> {
  const about = { name: 'deliveries', title: '汇总的发送 morning summaries' }
  const { owed, failed } = await account.undelivered(db)
  const found = `待发送 owed ${owed}，失败 failed ${failed}`
  if (failed === 0) return ok(about, found)
  const latest = (await deliveries.failed(db, 1)).map(({ target, error }) => `${target}: ${error}`)
  return warning(
    about,
    [found, ...latest].join('；'),
    '更正设置后运行 gouji notify --test 与 gouji notify --retry correct the settings, then gouji notify --test and gouji notify --retry',
  )
}

function shanghaiTime(time: Date): string {
  return time.toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' })
}
