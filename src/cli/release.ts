import { openDatabase } from '../../db/connect.ts'
import { migrateToLatest } from '../../db/migrate.ts'
import { readConfig } from '../config.ts'
import { writeRelease } from '../release/write-release.ts'

/** `gouji release --out DIR`. */
export async function run({ out }: { out: string }): Promise<void> {
  const database = await openDatabase(readConfig())
  try {
    await migrateToLatest(database.db)
    const { files } = await writeRelease({ db: database.db, out })
    for (const { name, rows } of files) process.stdout.write(`${String(rows).padStart(9)}  ${name}\n`)
    process.stdout.write(`数据集已写入 ${out} dataset written\n`)
  } finally {
    await database.close()
  }
}
