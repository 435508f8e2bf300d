import { Redis } from 'ioredis'
import { createBackend } from '../../jobs/backend.ts'
import { queueFigures } from '../../jobs/queue-figures.ts'
import { createQueues, type Queues } from '../../jobs/queues.ts'
import { broken, type Check, ok, warning, withoutSecrets } from './check.ts'

const OLDEST_REDIS = 6.2
const LONG_WAIT_MS = 6 * 3_600_000

/** A Redis or Valkey that answers, is new enough, and never throws jobs away. */
export async function checkRedis(url: string): Promise<Check[]> {
  const about = { name: 'redis', title: 'Redis' }
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 5_000, maxRetriesPerRequest: 0 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const began = performance.now()
    await client.ping()
    const info = await client.info()
    const fact = (name: string) => new RegExp(`^${name}:(.*)$`, 'm').exec(info)?.[1]?.trim() ?? ''
    const version = fact('valkey_version') || fact('redis_version')
    const found = `${fact('valkey_version') ? 'Valkey' : 'Redis'} ${version}，${Math.round(performance.now() - began)} ms，内存 memory ${fact('used_memory_human')}`
    const policy = fact('maxmemory_policy')
    return [
      Number.parseFloat(version) < OLDEST_REDIS
        ? warning(about, found, `请升级到 ${OLDEST_REDIS} 或更新 upgrade it to ${OLDEST_REDIS} or newer`)
        : ok(about, found),
      policy === 'noeviction' || policy === ''
        ? ok({ name: 'redis-memory', title: 'Redis maxmemory-policy' }, policy || '未告知 not told')
        : broken(
            { name: 'redis-memory', title: 'Redis maxmemory-policy' },
            policy,
            '任务会被丢弃；请设为 noeviction jobs would be thrown away; set it to noeviction',
          ),
    ]
  } catch (error) {
    return [
      broken(
        about,
        withoutSecrets(`没有回应 does not answer: ${(error as Error).message}`),
        '请启动 Redis，或更正 REDIS_URL start it, or correct REDIS_URL',
      ),
    ]
  } finally {
    client.disconnect()
  }
}

/** Whether every queue has somebody who takes its jobs, and nothing waits for hours. */
export async function checkQueues(urls: Parameters<typeof createBackend>[0]): Promise<Check> {
  const about = { name: 'queues', title: '队列 queues' }
  let queues: Queues | null = null
  try {
    const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }
    queues = createQueues(await createBackend(urls), silent)
    const figures = await queueFigures(queues, Date.now())
    const told: string[] = []
    const left: string[] = []
    for (const { name, waiting, active, oldestMs } of figures) {
      const workers = await queues.of(name).getWorkersCount()
      told.push(`${name} ${workers}`)
      if (waiting > 0 && workers === 0) left.push(`${name}：${waiting} 项等待，无人处理 ${waiting} wait and nobody takes them`)
      else if ((oldestMs ?? 0) > LONG_WAIT_MS && active === 0)
        left.push(`${name}：最久已等待 ${Math.round((oldestMs ?? 0) / 3_600_000)} 小时 waits for hours`)
    }
    const found = `${urls.redisUrl === null ? 'PostgreSQL' : 'Redis'}；worker 数 workers: ${told.join(' · ')}`
    if (left.length === 0) return ok(about, found)
    return warning(about, `${found}；${left.join('；')}`, '请启动 gouji worker start gouji worker')
  } catch (error) {
    return broken(
      about,
      withoutSecrets((error as Error).message),
      '请先解决数据库或 Redis 的问题 mend the database or Redis first',
    )
  } finally {
    await queues?.close()
  }
}
