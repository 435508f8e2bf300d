import type { Handler } from 'hono'
import { z } from 'zod'
import type { Db } from '../../db/connect.ts'
import * as decisions from '../../db/decisions.ts'
import * as misreadings from '../../db/misreadings.ts'
import { countsAgainst } from '../model/decision.ts'
import type { CellKey } from '../model/template.ts'
import { actorOf, reachOf } from './acting.ts'
import { CELL } from './cell-key.ts'
import { loadReport } from './load-report.ts'
import { BadRequest, found, parsedOrBad, pathPart, ROW_ID } from './request.ts'
import { type ReviewEnv, type Visitor, visitorOf } from './visitor.ts'

/** A form sends a line break as two characters, the page counts one. PostgreSQL holds no text with a zero in it. */
const textOf = (most: number) =>
  z
    .string()
    .default('')
    .transform((text) => text.replaceAll('\r\n', '\n').trim())
    .refine((text) => text.length <= most && !text.includes('\0'))
    .transform((text) => (text === '' ? null : text))

const FORM = z.object({ version: ROW_ID, cell: CELL, printed: textOf(200), note: textOf(2000), also: z.literal('1').optional() })
const OUTCOME = z.object({ outcome: z.enum(['fixed', 'right', 'withdrawn']) })

/** Records that a cell was read wrongly, and calls the findings that rest on it misreadings, where that is asked for. */
export function misreadCell(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const reportId = pathPart(c, 'id', ROW_ID)
    const { also, ...typed } = parsedOrBad(FORM, await formOf(c.req.parseBody()))
    const { isCurrent } = await recordMisreading(db, visitorOf(c), { ...typed, reportId, also: also !== undefined })
    const query = new URLSearchParams({ ...(!isCurrent && { version: String(typed.version) }), cell: typed.cell })
    return c.redirect(`/reports/${reportId}?${query.toString()}#cell`, 303)
  }
}

/** What was proposed rests on a cell that was read wrongly. */
const LAPSES = '所依据的单元格读取有误 a cell that it rests on was misread'

type Misread = {
  readonly reportId: number
  /** Number of the version. */
  readonly version: number
  readonly cell: CellKey
  readonly printed: string | null
  readonly note: string | null
  /** Whether the findings that rest on the cell are called misreadings, too. */
  readonly also: boolean
}

type Recorded = {
  readonly id: number
  readonly isCurrent: boolean
  /** Findings that were called misreadings. */
  readonly findings: readonly number[]
}

/** @throws NotFound where there is no such version */
export async function recordMisreading(db: Db, visitor: Visitor, misread: Misread): Promise<Recorded> {
  const { reportId, version: number, cell: key, printed, note, also } = misread
  const { version, content, findings } = found(await loadReport(db, reportId, { version: number }))
  const cell = content.cells[key] ?? { raw: '', value: null, kind: 'missing' as const, at: null, confidence: 1 }
  const by = actorOf(visitor)
  const id = await misreadings.report(db, {
    reportId,
    versionId: version.id,
    key,
    cell,
    reader: version.reader,
    printed,
    note,
    by,
  })
  const resting = findings.filter((each) => each.state === 'open' && each.cells.includes(key) && countsAgainst(each.decision))
  if (!also || resting.length === 0) return { id, isCurrent: version.isCurrent, findings: [] }
  const targets = resting.map((finding) => ({ findingId: finding.id, expected: null }))
  const act = { act: 'misread', reason: null, due: null, assignee: null } as const
  const { done } = await decisions.act(db, {
    ...act,
    targets,
    note,
    by,
    reach: reachOf(visitor),
    secondApprover: visitor.secondApprover,
    lapses: LAPSES,
  })
  return { id, isCurrent: version.isCurrent, findings: done }
}

/** Records what became of a misreading. */
export function misreadingSettle(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const [reportId, id] = [pathPart(c, 'id', ROW_ID), pathPart(c, 'misreading', ROW_ID)]
    const { outcome } = parsedOrBad(OUTCOME, await formOf(c.req.parseBody()))
    const isSettled = await misreadings.settle(db, { id, reportId, outcome, by: actorOf(visitorOf(c)) })
    // Said twice, or said by somebody else meanwhile: the list shows what stands.
    return c.redirect(isSettled ? '/misreadings' : `/misreadings#misreading-${id}`, 303)
  }
}

async function formOf<T>(body: Promise<T>): Promise<T> {
  try {
    return await body
  } catch {
    throw new BadRequest('no form')
  }
}
