import { openDatabase } from '../../db/connect.ts'
import { migrateToLatest } from '../../db/migrate.ts'
import { ConfigError, readConfig } from '../config.ts'
import type { Subject } from '../release/evidence/collect.ts'
import { type EvidenceFormat, writeEvidence } from '../release/evidence/write-evidence.ts'
import { openSnapshots } from './open-work.ts'

type Options = { readonly out?: string; readonly authority?: string; readonly year?: number }

/**
 * `gouji evidence`: writes how one report came to us, or where it was looked for and not found, as WACZ or WARC, by the ending of the file.
 * Exit status 2 where there is nothing to write.
 */
export async function run(report: number | undefined, options: Options): Promise<void> {
  const subject = subjectOf(report, options)
  const { out, format } = target(options.out)
  const config = readConfig()
  const { db, close } = await openDatabase(config)
  try {
    await migrateToLatest(db)
    const written = await writeEvidence({ db, snapshots: openSnapshots(config), subject, out, format })
    const { title, records, requests, readings } = written
    process.stdout.write(`${title}\n`)
    process.stdout.write(`  ${requests} 次请求、${readings} 次栏目读取、${records} 条 WARC 记录\n`)
    process.stdout.write(`  ${requests} requests, ${readings} readings of columns, ${records} WARC records\n`)
    process.stdout.write(`已写入 written: ${out}\n`)
  } finally {
    await close()
  }
}

function subjectOf(report: number | undefined, { authority, year }: Options): Subject {
  if (report !== undefined && authority === undefined && year === undefined) return { report }
  if (report === undefined && authority !== undefined && year !== undefined) return { authority, year }
  throw new ConfigError(
    'Say whose evidence is wanted: the number of a report (it stands in the address of its page, /reports/NUMBER), or --authority ID and --year N.',
  )
}

function target(out: string | undefined): { out: string; format: EvidenceFormat } {
  const format = (['wacz', 'warc.gz'] as const).find((ending) => out?.endsWith(`.${ending}`))
  if (out === undefined || format === undefined)
    throw new ConfigError('Say where it goes: --out FILE.wacz for a package that browsers can replay, or --out FILE.warc.gz.')
  return { out, format }
}
