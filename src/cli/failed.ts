import { openDatabase } from '../../db/connect.ts'
import * as failedWork from '../../db/failed-work.ts'
import { migrateToLatest } from '../../db/migrate.ts'
import { ConfigError, readConfig } from '../config.ts'
import { suggest } from '../crawlers/suggest.ts'
import { alignColumns } from '../jobs/align-columns.ts'
import { plain, reasonWords } from '../jobs/format-summary.ts'
import { retryFailed } from '../jobs/retry-failed.ts'
import { openWork } from './open-work.ts'
import { tellOtherRun } from './other-run.ts'

const KIND_TITLES = {
  document: { zh: '文件', en: 'document' },
  check: { zh: '核查', en: 'check' },
  audit: { zh: '公布情况', en: 'filing status' },
  portal: { zh: '网站', en: 'portal' },
} as const satisfies Record<failedWork.FailedKind, { zh: string; en: string }>

/** `gouji failed`: all that could not be done and has not been done since. Exit status 0 where there is none, 1 where there is some. */
export async function run({ format }: { readonly format: 'text' | 'json' }): Promise<void> {
  const { db, close } = await openDatabase(readConfig())
  try {
    await migrateToLatest(db)
    const work = await failedWork.list(db)
    process.stdout.write(format === 'json' ? work.map((item) => `${JSON.stringify(item)}\n`).join('') : textOf(work))
    process.exitCode = work.length > 0 ? 1 : 0
  } finally {
    await close()
  }
}

/** `gouji retry`: begins a run that tries all of it again, or what is named (`document:12`). */
export async function retry(names: readonly string[]): Promise<void> {
  const { context, close } = await openWork(readConfig())
  try {
    const failed = await failedWork.list(context.db)
    const runId = await retryFailed(context, names.length === 0 ? failed : chosenOf(failed, names)).catch(tellOtherRun)
    process.stdout.write(
      runId === null
        ? '没有失败的任务 nothing has failed\n'
        : `run ${runId} is queued; the workers do it (gouji runs ${runId})\n`,
    )
  } finally {
    await close()
  }
}

const nameOf = ({ kind, id }: failedWork.FailedWork) => `${kind}:${id}`

function chosenOf(failed: readonly failedWork.FailedWork[], names: readonly string[]): failedWork.FailedWork[] {
  return names.map((name) => {
    const work = failed.find((item) => nameOf(item) === name)
    if (work) return work
    const others = failed.length === 0 ? 'nothing has failed' : suggest(name, failed.map(nameOf))
    throw new ConfigError(`"${name}" has not failed; ${others}`)
  })
}

function textOf(work: readonly failedWork.FailedWork[]): string {
  if (work.length === 0) return '没有失败的任务 nothing has failed\n'
  const lines = alignColumns(
    work.map((item) => [
      nameOf(item),
      KIND_TITLES[item.kind].zh,
      `运行 run ${item.runId}`,
      reasonWords(item.reason),
      plain(item.title),
      plain(item.message ?? item.url),
    ]),
  )
  return `${lines.join('\n')}\n再试一次 to try again: gouji retry [${nameOf(work[0]!)} …]\n`
}
