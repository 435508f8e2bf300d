import type { z } from 'zod'
import * as misreadings from '../../../db/misreadings.ts'
import { cellsAfter, reportsAfter } from '../../../db/pulled-reports.ts'
import * as reportVersions from '../../../db/report-versions.ts'
import * as reports from '../../../db/reports.ts'
import type { Cell } from '../../model/report.ts'
import { actorOf } from '../acting.ts'
import { recordMisreading } from '../misread-cell.ts'
import { found } from '../request.ts'
import { cursorTo, idIn, placeIn } from './cursor.ts'
import { type ApiDeps, type ApiHandlers, pageOfRows, timeOf, timeOrNull } from './handlers.ts'
import type { MISREADING_ROW, REPORT_ROUTES } from './report-routes.ts'

const CELL_PLACE = /^\d{1,9}\/[a-z0-9_.]{1,100}$/

export function reportHandlers({ db }: ApiDeps): ApiHandlers<keyof typeof REPORT_ROUTES> {
  return {
    'GET /api/v1/reports': async ({ visitor: { reach }, query: { after, limit, format: _format, ...filter } }) => {
      const rows = await reportsAfter(db, { ...filter, reach }, { after: idIn('reports', after) ?? 0, limit: limit + 1 })
      const rowOf = ({ firstSeenAt, ...row }: (typeof rows)[number]) => ({ ...row, firstSeenAt: timeOf(firstSeenAt) })
      return pageOfRows(rows, limit, { rowOf, next: ({ id }) => cursorTo('reports', id) })
    },
    'GET /api/v1/reports/:id': async ({ params: { id }, query: { version: wanted } }) => {
      const report = found(await reports.get(db, id))
      const versions = await reportVersions.versionsOf(db, id)
      const version = found(versions.find((each) => (wanted === undefined ? each.isCurrent : each.version === wanted)))
      const content = found(await reportVersions.load(db, version.id))
      const { authorityId, authorityName, districtId, year } = report
      const { edition, title, period, scope, opening, sections, claims, notes, cells } = content
      return {
        ...{ id, authorityId, authorityName, districtId, year, versionId: version.id, version: version.version, edition, title },
        ...{ url: version.url, sha256: version.sha256, firstSeenAt: timeOf(version.firstSeenAt) },
        ...{ isCurrent: version.isCurrent, reader: version.reader, extractedAt: timeOf(version.extracted_at) },
        ...{ period, scope, opening },
        dates: [...content.dates],
        sections: [...sections],
        claims: claims.map(({ kind, value, unit, approximate, text, section, label, of }) => ({
          ...{ kind, value, unit, approximate, text, section, label, of },
        })),
        notes: notes.map(({ code, message }) => ({ code, message })),
        cells: Object.entries(cells).map(([key, cell]) => cellOf(key, cell)),
      }
    },
    'GET /api/v1/reports/:id/versions': async ({ params: { id } }) => {
      found(await reports.get(db, id))
      const versions = await reportVersions.versionsOf(db, id)
      return {
        items: versions.map(({ id: versionId, version, isCurrent, title, url, sha256, reader, ...times }) => ({
          ...{ versionId, version, isCurrent, title, url, sha256, reader },
          firstSeenAt: timeOf(times.firstSeenAt),
          extractedAt: timeOf(times.extracted_at),
          checkedAt: timeOrNull(times.checked_at),
        })),
      }
    },
    'GET /api/v1/cells': async ({ visitor: { reach }, query: { after, limit, format: _format, key: under, ...filter } }) => {
      const rows = await cellsAfter(db, { ...filter, under, reach }, { after: cellPlaceIn(after), limit: limit + 1 })
      return pageOfRows(rows, limit, {
        rowOf: (row) => row,
        next: ({ reportId, key }) => cursorTo('cells', `${reportId}/${key}`),
      })
    },
    'GET /api/v1/misreadings': async ({ visitor: { reach }, query: { after, limit, waiting } }) => {
      const isWaiting = waiting === undefined ? null : waiting === 'yes'
      const rows = await misreadings.before(db, reach, { id: idIn('misreadings', after), isWaiting, limit: limit + 1 })
      return pageOfRows(rows, limit, { rowOf: misreadingOf, next: ({ id }) => cursorTo('misreadings', id) })
    },
    'POST /api/v1/reports/:id/misreadings': async ({ visitor, params: { id: reportId }, body }) => {
      const { version, cell, printed = null, note = null, also } = body
      const recorded = await recordMisreading(db, visitor, { reportId, version, cell, printed, note, also })
      return { id: recorded.id, misread: [...recorded.findings] }
    },
    'POST /api/v1/reports/:id/misreadings/:misreading/settle': async ({ visitor, params, body: { outcome } }) => {
      const { id: reportId, misreading: id } = params
      return { settled: await misreadings.settle(db, { id, reportId, outcome, by: actorOf(visitor) }) }
    },
  }
}

function cellPlaceIn(after: string | undefined) {
  const place = placeIn('cells', after, CELL_PLACE)
  if (place === null) return null
  const [report = '', key = ''] = place.split('/')
  return { report: Number(report), key }
}

function cellOf(key: string, { raw, value, kind, confidence, remark }: Cell) {
  return { key, raw, value, kind, confidence, remark: remark ?? null }
}

function misreadingOf(row: misreadings.ListedMisreading): z.input<typeof MISREADING_ROW> {
  const { id, report_id: reportId, authorityName, year, version, edition, url, sha256, key, reader, printed, note, outcome } = row
  const { raw, value, kind } = row.cell
  return {
    ...{
      id,
      reportId,
      authorityName,
      year,
      version,
      edition,
      url,
      sha256,
      key,
      raw,
      value,
      kind,
      reader,
      printed,
      note,
      outcome,
    },
    reportedAt: timeOf(row.reported_at),
    settledAt: timeOrNull(row.settled_at),
  }
}
