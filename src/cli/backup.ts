import { isAbsolute, join, resolve } from 'node:path'
import { pruneBackups } from '../../db/backup/folder.ts'
import { type MadeBackup, makeBackup } from '../../db/backup/make-backup.ts'
import { type VerifiedBackup, verifyBackup } from '../../db/backup/verify-backup.ts'
import { openDatabase } from '../../db/connect.ts'
import { ConfigError, readConfig } from '../config.ts'
import { openSnapshots } from './open-work.ts'
import { progressOn } from './progress-line.ts'
import { stopSignal } from './stop-signal.ts'

type Options = { readonly verify?: boolean; readonly keep?: number; readonly format: 'text' | 'json' }

/** Writes a backup into a folder of backups, or reads one and compares it with its hashes. Exit status 1: something is lacking. */
export async function run(folder: string, options: Options): Promise<void> {
  if (options.verify && options.keep !== undefined)
    throw new ConfigError('--keep goes along with a new backup; leave out --verify.')
  if (options.verify) await verify(folder, options)
  else await make(resolve(folder), options)
}

async function make(into: string, { keep, format }: Options): Promise<void> {
  const config = readConfig()
  if (isWithin(into, join(config.dataDir, 'pg')) || isWithin(into, join(config.dataDir, 'snapshots')))
    throw new ConfigError(`${into} lies among the files that are backed up. Name another folder, best on another disk.`)
  const signal = stopSignal()
  const progress = progressOn(process.stderr)
  const start = performance.now()
  const database = await openDatabase(config)
  try {
    const made = await makeBackup({
      url: database.url,
      snapshots: openSnapshots(config),
      into,
      signal,
      onTable: ({ name, rows }) => progress.show(`数据表 table ${name}: ${rows}`),
      onSnapshot: (done, of) => progress.show(`快照 snapshots: ${done}/${of}`),
    })
    progress.clear()
    const removed = keep === undefined ? [] : await pruneBackups(into, keep)
    const seconds = (performance.now() - start) / 1_000
    process.stdout.write(format === 'json' ? `${JSON.stringify(asRecord(made, removed, seconds))}\n` : asText(made, removed))
    if (made.snapshots.lacking.length > 0) process.exitCode = 1
  } finally {
    progress.clear()
    await database.close()
  }
}

function asRecord({ path, manifest, snapshots }: MadeBackup, removed: readonly string[], seconds: number) {
  const { madeAt, tables } = manifest
  const bytes = tables.reduce((sum, table) => sum + table.bytes, 0)
  return { backup: path, madeAt, rows: rowsOf(manifest), bytes, snapshots, removed, seconds: Number(seconds.toFixed(1)) }
}

function asText({ path, manifest, snapshots }: MadeBackup, removed: readonly string[]): string {
  const lines = [
    `备份已完成 backup made: ${path}`,
    `数据 ${rowsOf(manifest)} 行 rows · 快照 snapshots ${snapshots.count}（新增 new ${snapshots.copied}）`,
    ...removed.map((name) => `已删除旧备份 removed: ${name}`),
    ...lackingText(snapshots.lacking),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

async function verify(folder: string, { format }: Options): Promise<void> {
  const progress = progressOn(process.stderr)
  const verified = await verifyBackup(folder, {
    signal: stopSignal(),
    onSnapshot: (done, of) => progress.show(`快照 snapshots: ${done}/${of}`),
  }).finally(progress.clear)
  const { manifest, rows, snapshots, problems, lacking } = verified
  const record = { backup: resolve(folder), madeAt: manifest.madeAt, rows, snapshots, problems, lacking }
  process.stdout.write(format === 'json' ? `${JSON.stringify(record)}\n` : verifiedText(verified))
  if (problems.length + lacking.length > 0) process.exitCode = 1
}

function verifiedText({ manifest, rows, snapshots, problems, lacking }: VerifiedBackup): string {
  const verdict = problems.length === 0 ? '备份完好 the backup is as it was written' : '备份已损坏 the backup is damaged'
  const lines = [
    `${verdict}: ${manifest.madeAt} · 数据 ${rows} 行 rows · 快照 snapshots ${snapshots}`,
    ...problems.map((problem) => `  ${problem}`),
    ...lackingText(lacking),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

/** Snapshots that were not there, or damaged, where the backup was made. */
export function lackingText(lacking: readonly string[]): string[] {
  if (lacking.length === 0) return []
  return [
    `缺少 ${lacking.length} 个快照（制作备份时已缺失或损坏）snapshots that were missing or damaged when the backup was made:`,
    ...lacking.map((sha256) => `  ${sha256}`),
  ]
}

function rowsOf({ tables }: MadeBackup['manifest']): number {
  return tables.reduce((sum, { rows }) => sum + rows, 0)
}

function isWithin(path: string, folder: string): boolean {
  return isAbsolute(path) && `${path}/`.startsWith(`${folder}/`)
}
