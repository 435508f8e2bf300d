import { styleText } from 'node:util'
import type { Run } from '../../db/runs.ts'
import { alignColumns } from '../jobs/align-columns.ts'
import { RUN_KINDS, RUN_STATES, shanghaiTime } from '../jobs/format-summary.ts'
import type { RunSummary } from '../jobs/run-summary.ts'

/** Runs as a person reads them, one line each, those given first on top. */
export function runsText(runs: readonly Run[], now: Date): string {
  if (runs.length === 0) return '还没有运行记录 no runs yet: gouji crawl begins one\n'
  return alignColumns(runs.map((run) => lineOf(run, now)))
    .map((line) => `${line.trimEnd()}\n`)
    .join('')
}

function lineOf({ id, kind, state, started_at, ended_at, summary }: Run, now: Date): string[] {
  const words = RUN_STATES[state]!
  const minutes = Math.max(1, Math.round(((ended_at ?? now).getTime() - started_at.getTime()) / 60_000))
  return [
    String(id),
    shanghaiTime(started_at.toISOString()),
    `${minutes} 分 min`,
    `${RUN_KINDS[kind].zh} ${RUN_KINDS[kind].en}`,
    styleText(words.colour, `${words.zh} ${words.en}`),
    accountOf(summary as RunSummary | { readonly problem: string } | null),
  ]
}

function accountOf(summary: RunSummary | { readonly problem: string } | null): string {
  if (summary === null) return ''
  if ('problem' in summary) return `汇总未能写出 no summary: ${summary.problem}`
  const { reports, pages, run } = summary
  const counts = `请求 requests ${pages.requests} · 新增 new ${reports.new} · 更正 changed ${reports.changed} · 未变 unchanged ${reports.unchanged}`
  return run.why.length > 0 ? `${counts} · 未能完成 not done ${run.why.length}` : counts
}
