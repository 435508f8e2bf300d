import { DatabaseUnavailable, openDatabase } from '../../../db/connect.ts'
import { type Config, ConfigError, readConfig } from '../../config.ts'
import { placeOfQueues } from '../open-queues.ts'
import { openSnapshots } from '../open-work.ts'
import { broken, type Check, ok, statusOf, toText, warning, withoutSecrets } from './check.ts'
import { checkAccounts } from './check-accounts.ts'
import { checkClock, checkConnections, checkSchema, checkServer, checkSnapshots } from './check-database.ts'
import { checkIssuer } from './check-issuer.ts'
import { checkBrowser, checkFolder, checkNode, checkRecognition } from './check-machine.ts'
import { checkQueues, checkRedis } from './check-queues.ts'
import { checkStore } from './check-store.ts'
import { checkTraces } from './check-traces.ts'
import { checkDeliveries, checkLastRun, checkPortals, checkProcesses, checkScheduler } from './check-work.ts'

/**
 * Looks at everything that somebody who helps would ask for, and says what to do. Changes nothing, but for an embedded database, which it
 * starts. Exit status 0: all is well, 1: somebody should look, 2: something does not work.
 */
export async function run({ format }: { readonly format: 'text' | 'json' }): Promise<void> {
  const checks = await examine()
  process.stdout.write(format === 'json' ? `${JSON.stringify({ status: statusOf(checks), checks }, null, 2)}\n` : toText(checks))
  process.exitCode = statusOf(checks)
}

async function examine(): Promise<Check[]> {
  const node = checkNode(process.version)
  const about = { name: 'settings', title: '设置 settings' }
  let config: Config
  try {
    config = readConfig()
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return [node, broken(about, withoutSecrets(error.message), '请更正该设置 correct this setting')]
  }
  const told = `${config.notify.targets.length} 个接收方 to be told`
  return [
    node,
    config.retired.length === 0
      ? ok(about, `GOUJI_CRON "${config.cron}"，${told}`)
      : warning(
          about,
          `已不再使用 no longer used: ${config.retired.join(', ')}`,
          '请从设置中删除，见 CHANGELOG remove it from the settings; see CHANGELOG',
        ),
    ...(await Promise.all([
      checkFolder(config.dataDir),
      checkStore(config.snapshots),
      checkBrowser(config.chromiumPath),
      checkRecognition(),
      checkTraces(config.traces),
      checkIssuer(config.oidc),
    ])),
    ...(config.redisUrl === null ? [] : await checkRedis(config.redisUrl)),
    ...(await examineDatabase(config)),
  ]
}

async function examineDatabase(config: Config): Promise<Check[]> {
  const database = await openDatabase(config).catch((error: unknown) => {
    if (error instanceof DatabaseUnavailable) return error
    throw error
  })
  if (database instanceof DatabaseUnavailable)
    return [
      broken(
        { name: 'database', title: '数据库 database' },
        withoutSecrets(database.message),
        '数据库恢复后再运行一次 run this again when the database answers',
      ),
    ]
  const { db, url, embedded, close } = database
  try {
    const server = await checkServer(db, embedded ? '内置 embedded' : 'DATABASE_URL')
    const schema = await checkSchema(db)
    if (schema.state === 'broken') return [server, schema]
    const looks = {
      connections: () => checkConnections(db),
      clock: () => checkClock(db),
      queues: () => checkQueues(placeOfQueues(config, { url })),
      processes: () => checkProcesses(db),
      scheduler: () => checkScheduler(db),
      run: () => checkLastRun(db),
      portals: () => checkPortals(db),
      deliveries: () => checkDeliveries(db),
      accounts: () => checkAccounts(db, config),
      snapshots: () => checkSnapshots(db, openSnapshots(config)),
    }
    const checks = [server, schema]
    for (const [name, look] of Object.entries(looks)) checks.push(...(await orBroken(name, look)))
    return checks
  } finally {
    await close()
  }
}

/** What cannot be looked at is itself something to tell, and the rest is looked at all the same. */
async function orBroken(name: string, look: () => Promise<Check | readonly Check[]>): Promise<readonly Check[]> {
  try {
    return [await look()].flat()
  } catch (error) {
    const message = withoutSecrets(error instanceof Error ? error.message : String(error))
    return [broken({ name, title: name }, `未能检查 could not be looked at: ${message}`, '请反馈此错误 please report this')]
  }
}
