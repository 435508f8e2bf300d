import type { Handler } from 'hono'
import type { Db } from '../../db/connect.ts'
import { CELL } from './cell-key.ts'
import { countPages, inspectCell, type Rereading } from './inspect-cell.ts'
import { layout } from './layout.ts'
import { loadReport } from './load-report.ts'
import { pageAddress, reportView } from './report-view.ts'
import { found, pathPart, queryPart, ROW_ID } from './request.ts'
import { type ReviewEnv, visitorOf } from './visitor.ts'

/** One report with its original, its tables as read and all its findings; `?version=` shows an earlier one. */
export function reportPage(db: Db, rereading: Rereading): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const loaded = found(await loadReport(db, pathPart(c, 'id', ROW_ID), { version: queryPart(c, 'version', ROW_ID) }))
    const key = queryPart(c, 'cell', CELL)
    const closeHref = pageAddress({ ...loaded, selected: null, listQuery: '' })
    const again = c.req.query('again') === '1'
    const body = reportView(visitor, {
      ...loaded,
      selected: null,
      pages: await countPages(loaded, rereading),
      inspection: key && (await inspectCell(db, visitor, loaded, { key, closeHref, rereading, again })),
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
