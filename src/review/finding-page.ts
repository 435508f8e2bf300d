import type { Context, Handler } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import * as assignees from '../../db/assignees.ts'
import type { Db } from '../../db/connect.ts'
import * as decisions from '../../db/decisions.ts'
import * as filings from '../../db/filings.ts'
import * as findingList from '../../db/finding-list.ts'
import * as findings from '../../db/findings.ts'
import type { FindingRow } from '../../db/tables.ts'
import { CELL } from './cell-key.ts'
import { CORRECTIONS_ID } from './correction-form.ts'
import { correctionWords } from './correction-words.ts'
import type { DecisionParts } from './decision-form.ts'
import { evidence } from './filing-evidence.ts'
import { boardPath } from './filing-paths.ts'
import { filterQuery, filtersOf, findingsFor } from './finding-filters.ts'
import { findingMessage, findingView } from './finding-view.ts'
import { html } from './html.ts'
import { countPages, inspectCell, type Rereading } from './inspect-cell.ts'
import { layout } from './layout.ts'
import { loadReport } from './load-report.ts'
import { neighbourLinks, pageAddress, pathLine, reportView } from './report-view.ts'
import { found, pathPart, queryPart, ROW_ID } from './request.ts'
import { type ReviewEnv, visitorOf } from './visitor.ts'

/** One finding beside the original and the tables of its report; the list that it was opened from goes along in the address. */
export function findingPage(db: Db, rereading: Rereading): Handler<ReviewEnv> {
  return (c) => showFinding(db, c, pathPart(c, 'id', ROW_ID), { rereading })
}

type Answer = {
  readonly status?: ContentfulStatusCode
  readonly problem?: NonNullable<DecisionParts['problem']>
  readonly rereading?: Rereading
}

/** The page of a finding, also as the answer to a decision that could not be recorded. */
export async function showFinding(db: Db, c: Context<ReviewEnv>, id: number, { rereading = null, ...answer }: Answer) {
  const visitor = visitorOf(c)
  const filters = filtersOf(c)
  const finding = found(await findings.get(db, id))
  const [history, people, neighbours] = await Promise.all([
    decisions.historyOf(db, id),
    assignees.listFor(db, { district: finding.district_id }),
    Object.keys(filters).length > 0 ? findingList.neighboursOf(db, findingsFor(filters, visitor), finding, filters.sort) : null,
  ])
  const shown = { history, people, neighbours, problem: answer.problem ?? null, listQuery: filterQuery(filters) }
  const filing = finding.scope === 'filing' || finding.report_id === null ? await filingOf(db, finding) : null
  const proof =
    filing &&
    html`${evidence(visitor, filing, true)}${filing.reportId !== null && visitor.may('POST /reports/:id/corrections') && html`<p><a href="/reports/${filing.reportId}#${CORRECTIONS_ID}">${correctionWords(visitor).link}</a></p>`}`
  const loaded =
    finding.report_id === null ? null : await loadReport(db, finding.report_id, { versionId: versionOf(finding), prior: true })
  const title = `${finding.authority_name} ${visitor.words.yearOf(finding.year)} · ${findingMessage(finding, visitor)}`
  if (loaded) {
    const key = queryPart(c, 'cell', CELL)
    const closeHref = pageAddress({ ...loaded, ...shown, selected: finding })
    const pages = await countPages(loaded, rereading)
    const inspection = key && (await inspectCell(db, visitor, loaded, { key, closeHref, rereading, again: false }))
    const body = reportView(visitor, { ...loaded, ...shown, evidence: proof, selected: finding, inspection, pages })
    return c.html(layout(visitor, { title, current: 'findings', body, wide: true }), answer.status ?? 200)
  }
  const { words } = visitor
  const body = html`<main class="file alone"><header><div>${pathLine(visitor, shown.listQuery)}<h1>${finding.authority_name} ${words.yearReport(finding.year)}</h1></div>
    ${neighbourLinks(visitor, neighbours, shown.listQuery)}</header>
    <section class="margin" aria-label="${words.findings}">${findingView(visitor, { finding, report: null, prior: null, evidence: null, ...shown })}</section>
    <section class="reading sheet"><h2>${words.evidence}</h2><p>${words.noReport}</p>${proof}
    ${finding.authority_id !== null && html`<p><a href="/filings/${encodeURIComponent(finding.authority_id)}/${finding.year}/evidence.wacz" download>${words.evidenceFile}</a> <span class="soft">${words.evidenceHint}</span></p>`}
    ${finding.district_id && html`<p><a href="${boardPath(finding.district_id, finding.year)}">${words.filings}</a></p>`}</section></main>`
  return c.html(layout(visitor, { title, current: 'findings', body }), answer.status ?? 200)
}

/** The version in which a closed finding was last seen; open ones are shown in the current version. */
function versionOf(finding: FindingRow): number | null {
  return finding.state === 'closed' ? finding.version_id : null
}

async function filingOf(db: Db, { district_id, authority_id, year }: FindingRow): Promise<filings.BoardRow | null> {
  if (district_id === null || authority_id === null) return null
  const [row] = await filings.board(db, { district: district_id, year, authority: authority_id })
  return row ?? null
}
