import type { DeletedOfKind, Deletion } from '../../db/deletions.ts'
import { alignColumns } from '../jobs/align-columns.ts'
import { shanghaiTime } from '../jobs/format-summary.ts'
import { DELETION_KINDS, type Retention } from '../model/retention.ts'

/** What the settings keep, and for how long. */
export function keptText({ requestsDays, runsDays }: Retention): string {
  const days = (count: number | null) => (count === null ? '永久 for ever' : `${count} 天 days`)
  return `${alignColumns([
    ['未带来新内容的请求记录 requests that brought nothing new', days(requestsDays)],
    ['运行明细 details of runs', days(runsDays)],
    ['证据、数据、结论 evidence, data, decisions', days(null)],
  ]).join('\n')}\n`
}

/** What would go, by kind and year. */
export function foreseenText(rows: readonly (Deletion & { readonly year: number })[]): string {
  if (rows.length === 0) return '现在没有可删除的记录 nothing would be deleted now\n'
  const lines = rows.map(({ kind, year, rows, bytes, newest }) => [
    `  ${titleOf(kind)}`,
    String(year),
    `${rows} 条 rows`,
    sizeOf(bytes),
    `至 up to ${shanghaiTime(newest.toISOString())}`,
  ])
  return `将删除 would be deleted\n${alignColumns(lines).join('\n')}\n`
}

/** What has gone, now or in all. Null: somebody else is deleting. */
export function deletedText(when: 'now' | 'before', rows: readonly (Deletion | DeletedOfKind)[] | null): string {
  if (rows === null) return '另一个进程正在删除 another process is deleting; nothing to do here\n'
  if (rows.length === 0) return when === 'now' ? '没有可删除的记录 nothing was to be deleted\n' : ''
  const lines = rows.map(({ kind, rows, bytes, newest }) => [
    `  ${titleOf(kind)}`,
    `${rows} 条 rows`,
    sizeOf(bytes),
    `至 up to ${shanghaiTime(newest.toISOString())}`,
  ])
  return `${when === 'now' ? '已删除 deleted' : '此前已删除 deleted before'}\n${alignColumns(lines).join('\n')}\n`
}

function titleOf(kind: Deletion['kind']): string {
  const { zh, en } = DELETION_KINDS[kind]
  return `${zh} ${en}`
}

function sizeOf(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}
