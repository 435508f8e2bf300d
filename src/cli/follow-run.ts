import { setTimeout as delay } from 'node:timers/promises'
import type { Db } from '../../db/connect.ts'
import { progressOf, type RunProgress } from '../../db/run-progress.ts'

type Stage = {
  readonly title: string
  /** A stage of nothing is not shown: files that are given are not crawled. */
  readonly total: (at: RunProgress) => number
  readonly done: (at: RunProgress) => boolean
  readonly figures: (at: RunProgress) => string
}

const STAGES: readonly Stage[] = [
  {
    title: '抓取 crawl  ',
    total: ({ crawls }) => crawls.total,
    done: ({ crawls }) => crawls.ended === crawls.total,
    figures: ({ crawls, requests }) => `${crawls.ended}/${crawls.total} 网站 portals · ${requests} 次请求 requests`,
  },
  {
    title: '提取 extract',
    total: ({ captures }) => captures.total,
    done: ({ captures }) => captures.done === captures.total,
    figures: ({ captures }) => `${captures.done}/${captures.total} 文件 documents · ${captures.reports} 属报告 of reports`,
  },
  {
    title: '核查 check  ',
    total: ({ versions }) => versions.total,
    done: ({ versions }) => versions.checked === versions.total,
    figures: ({ versions }) => `${versions.checked}/${versions.total} 报告 reports`,
  },
  {
    title: '公布 filing ',
    total: ({ audits }) => audits.total,
    done: ({ audits, state }) => state !== 'running' || (audits.total > 0 && audits.done === audits.total),
    figures: ({ audits }) => `${audits.done}/${audits.total} 年度 district years`,
  },
]

const POLL_MS = 300

/** Waits until a run is closed and shows how far it is: one line for each stage, drawn again in place on a terminal. */
export async function followRun(
  db: Db,
  runId: number,
  output: { readonly isTTY?: boolean; readonly write: (text: string) => unknown },
  signal: AbortSignal,
): Promise<void> {
  let stage = 0
  let shown = ''
  let progress = await progressOf(db, runId)
  for (;;) {
    for (let current = STAGES[stage]; current?.done(progress); current = STAGES[stage]) {
      if (current.total(progress) > 0)
        output.write(`${output.isTTY ? '\r\x1b[K' : ''}${current.title}  ${current.figures(progress)}\n`)
      stage++
    }
    const current = STAGES[stage]
    const line = current && current.total(progress) > 0 ? `${current.title}  ${current.figures(progress)} …` : ''
    if (output.isTTY && line !== shown) output.write(`\r\x1b[K${line}`)
    shown = line
    if (progress.state !== 'running' || signal.aborted) break
    await delay(POLL_MS, undefined, { signal }).catch(() => undefined)
    progress = await progressOf(db, runId)
  }
  if (signal.aborted && output.isTTY) output.write('\n')
}
