import { resolve } from 'node:path'
import { restoreBackup } from '../../db/backup/restore-backup.ts'
import { openDatabase } from '../../db/connect.ts'
import { readConfig } from '../config.ts'
import { lackingText } from './backup.ts'
import { openSnapshots } from './open-work.ts'
import { progressOn } from './progress-line.ts'
import { stopSignal } from './stop-signal.ts'

const STEPS = {
  verify: '核对备份 reading the backup',
  snapshots: '恢复快照 putting back snapshots',
  rows: '恢复数据 loading rows',
  migrate: '升级结构 bringing the schema to the newest form',
} as const

/** Puts a backup into an empty database and its snapshots into the store. Exit status 1: it lacked some when it was made. */
export async function run(folder: string, { format }: { readonly format: 'text' | 'json' }): Promise<void> {
  const config = readConfig()
  const progress = progressOn(process.stderr)
  let step = ''
  const database = await openDatabase(config)
  try {
    const { manifest, rows, snapshots, lacking } = await restoreBackup({
      folder: resolve(folder),
      url: database.url,
      snapshots: openSnapshots(config),
      signal: stopSignal(),
      onStep: (next) => {
        step = STEPS[next]
        progress.show(step)
      },
      onSnapshot: (done, of) => progress.show(`${step} ${done}/${of}`),
    })
    progress.clear()
    const lines = [
      `已恢复 restored: ${manifest.madeAt} · 数据 ${rows} 行 rows · 快照 snapshots ${snapshots}`,
      ...lackingText(lacking),
    ]
    const record = { restored: resolve(folder), madeAt: manifest.madeAt, rows, snapshots, lacking }
    process.stdout.write(format === 'json' ? `${JSON.stringify(record)}\n` : lines.map((line) => `${line}\n`).join(''))
    if (lacking.length > 0) process.exitCode = 1
  } finally {
    progress.clear()
    await database.close()
  }
}
