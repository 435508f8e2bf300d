import type { Handler } from 'hono'
import type { Db } from '../../db/connect.ts'
import { CELL } from './cell-key.ts'
import { layout } from './layout.ts'
import { loadReport } from './load-report.ts'
import { reportView } from './report-view.ts'
import { found, pathPart, queryPart, ROW_ID } from './request.ts'
import { type ReviewEnv, visitorOf } from './visitor.ts'

/** One report with its original, its tables as read and all its findings; `?version=` shows an earlier one. */
export function reportPage(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const loaded = found(await loadReport(db, pathPart(c, 'id', ROW_ID), { version: queryPart(c, 'version', ROW_ID) }))
    const body = reportView(visitor, {
      ...loaded,
      selected: null,
      cell: queryPart(c, 'cell', CELL),
      history: [],
      people: [],
      evidence: null,
      problem: null,
      neighbours: null,
      listQuery: '',
    })
    const title = `${loaded.report.authorityName} ${visitor.words.yearReport(loaded.report.year)}`
    return c.html(layout(visitor, { title, current: 'reports', body, wide: true }))
  }
}
