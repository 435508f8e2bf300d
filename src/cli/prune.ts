import { openDatabase } from '../../db/connect.ts'
import * as deletions from '../../db/deletions.ts'
import { migrateToLatest } from '../../db/migrate.ts'
import { ConfigError, checkedDays, readConfig } from '../config.ts'
import { foresee, prune } from '../jobs/prune.ts'
import type { Retention } from '../model/retention.ts'
import { openLog } from './log.ts'
import { deletedText, foreseenText, keptText } from './prune-text.ts'
import { stopSignal } from './stop-signal.ts'

type Options = {
  readonly dryRun?: boolean
  readonly requestsDays?: number
  readonly runsDays?: number
  readonly format: 'text' | 'json'
}

/** `gouji prune`: deletes now what the settings do not keep; with `--dry-run` shows what that would be, also for other settings. */
export async function run(options: Options): Promise<void> {
  const config = readConfig()
  const keep = options.dryRun ? tried(config.keep, options) : config.keep
  if (!options.dryRun && (options.requestsDays !== undefined || options.runsDays !== undefined))
    throw new ConfigError(
      'What is deleted follows from the settings alone: --requests-days and --runs-days go along with --dry-run. Set GOUJI_KEEP_REQUESTS_DAYS and GOUJI_KEEP_RUNS_DAYS.',
    )
  const signal = stopSignal()
  const { db, close } = await openDatabase(config)
  try {
    await migrateToLatest(db)
    const foreseen = options.dryRun ? await foresee(db, keep) : null
    const deleted = options.dryRun ? null : await prune({ db, dataDir: config.dataDir, log: openLog(config), keep }, signal)
    const before = await deletions.inAll(db)
    if (options.format === 'json')
      return void process.stdout.write(`${JSON.stringify({ keep, wouldDelete: foreseen, deleted, deletedInAll: before })}\n`)
    process.stdout.write(keptText(keep))
    if (foreseen !== null) process.stdout.write(foreseenText(foreseen))
    else if (keep.requestsDays !== null || keep.runsDays !== null) process.stdout.write(deletedText('now', deleted))
    if (options.dryRun) process.stdout.write(deletedText('before', before))
  } finally {
    await close()
  }
}

function tried(set: Retention, { requestsDays, runsDays }: Options): Retention {
  return {
    requestsDays: requestsDays === undefined ? set.requestsDays : checkedDays('--requests-days', String(requestsDays)),
    runsDays: runsDays === undefined ? set.runsDays : checkedDays('--runs-days', String(runsDays)),
  }
}
