import { openDatabase } from '../../db/connect.ts'
import { migrateToLatest } from '../../db/migrate.ts'
import { ConfigError, readConfig } from '../config.ts'
import { enqueue } from '../jobs/queues.ts'
import { writeRelease } from '../release/write-release.ts'
import { openWork } from './open-work.ts'

/** `gouji release --out DIR` writes the dataset here and now; `--queue NAME` lets a worker write it to `<data>/releases/NAME`. */
export async function run({ out, queue }: { readonly out?: string; readonly queue?: string }): Promise<void> {
  if ((out === undefined) === (queue === undefined))
    throw new ConfigError(
      'Say where the dataset goes: --out DIR writes it now, --queue NAME lets a worker write it to the data folder.',
    )
  if (out !== undefined) await writeTo(out)
  else if (queue !== undefined) await queueAs(queue)
}

async function writeTo(out: string): Promise<void> {
  const database = await openDatabase(readConfig())
  try {
    await migrateToLatest(database.db)
    const { files } = await writeRelease({ db: database.db, out })
    for (const { name, rows } of files) process.stdout.write(`${String(rows).padStart(9)}  ${name}\n`)
    process.stdout.write(`数据集已写入 dataset written: ${out}\n`)
  } finally {
    await database.close()
  }
}

async function queueAs(name: string): Promise<void> {
  if (!/^[\w-][\w.-]{0,99}$/.test(name))
    throw new ConfigError(`"${name}" cannot name a release; use letters, digits, dots and hyphens, such as 2025.1.`)
  const { context, close } = await openWork(readConfig())
  try {
    await enqueue(context.queues, 'release', [{ name }])
    process.stdout.write(`已排队，由工作进程写入 queued; a worker writes it to ${context.dataDir}/releases/${name}\n`)
  } finally {
    await close()
  }
}
