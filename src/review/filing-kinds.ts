import { AUTHORITY_KIND_TITLES, AUTHORITY_LEVEL_TITLES } from '../model/authority.ts'
import { barChart } from './charts/bar.ts'
import { swatch } from './charts/fills.ts'
import { shareText } from './dates.ts'
import { type BoardLine, countStatuses, groupByKind, onTimeShare, type StatusCounts } from './filing-lines.ts'
import { BOARD_STATUS_TITLES, BOARD_STATUSES, filingWords, STATUS_FILLS } from './filing-words.ts'
import { type Html, html } from './html.ts'
import type { Reader } from './visitor.ts'

/** How the authorities of each level and kind stand, a bar and its figures; each figure leads to its lines. */
export function kindTable(visitor: Reader, lines: readonly BoardLine[], path: string): Html {
  const { language } = visitor
  const said = filingWords(visitor)
  const groups = groupByKind(lines)
  const rows = groups.map(({ level, kind, counts }) => ({
    label: `${level === null ? said.levelUnknown : AUTHORITY_LEVEL_TITLES[level][language]} · ${AUTHORITY_KIND_TITLES[kind][language]}`,
    counts,
    hrefOf: (more: string) => `${path}?level=${level ?? 'unknown'}&kind=${kind}${more}`,
  }))
  const total = { label: said.total, counts: countStatuses(lines), hrefOf: (more: string) => `${path}${more.replace('&', '?')}` }
  return html`${statusTable(visitor, { head: `${said.level} · ${said.kind}`, rows, total: rows.length > 1 ? total : null })}${onTimeLegend(visitor)}`
}

export type StatusRow = {
  readonly label: string
  readonly counts: StatusCounts
  /** Where the lines behind the row are; `more` is empty or `&status=…`. Null where no page lists them. */
  readonly hrefOf: (more: string) => string | null
}

type StatusTable = { readonly head: string; readonly rows: readonly StatusRow[]; readonly total: StatusRow | null }

/** A row a bar: how many stand at each status, of those registered. Statuses that no row has are left out. */
export function statusTable(visitor: Reader, { head, rows, total }: StatusTable): Html {
  const { language } = visitor
  const said = filingWords(visitor)
  const shown = BOARD_STATUSES.filter((status) => rows.some(({ counts }) => counts[status] > 0))
  const row = ({ label, counts, hrefOf }: StatusRow) => {
    const registered = sumOf(counts)
    const share = onTimeShare(counts)
    const parts = shown.map((status) => ({
      value: counts[status],
      label: `${BOARD_STATUS_TITLES[status][language]} ${counts[status]}`,
      fill: STATUS_FILLS[status],
    }))
    return html`<tr><th scope="row">${label}</th><td class="bars">${linked(hrefOf(''), barChart({ title: label, parts, whole: registered }))}</td><td class="number"><span class="label">${said.registered} </span>${linked(hrefOf(''), registered)}</td>${shown.map(
      (status) =>
        html`<td class="number${counts[status] === 0 && ' nothing'}"><span class="label">${BOARD_STATUS_TITLES[status][language]} </span>${counts[status] === 0 ? '0' : linked(hrefOf(`&status=${status}`), counts[status])}</td>`,
    )}<td class="number"><span class="label">${said.onTimeShare} </span>${share === null ? '—' : shareText(share)}</td></tr>`
  }
  return html`<table class="board chart"><thead><tr><th scope="col">${head}</th><th scope="col" class="bars"><span class="hidden">${said.share}</span></th><th scope="col" class="number">${said.registered}</th>${shown.map(
    (status) =>
      html`<th scope="col" class="number">${swatch(STATUS_FILLS[status])} ${BOARD_STATUS_TITLES[status][language]}</th>`,
  )}<th scope="col" class="number" title="${said.onTimeShareHint}">${said.onTimeShare}</th></tr></thead><tbody>${rows.map(row)}</tbody>${total !== null && html`<tfoot>${row(total)}</tfoot>`}</table>`
}

/** What the on-time rate is a share of. */
export function onTimeLegend(visitor: Reader): Html {
  const said = filingWords(visitor)
  return html`<p class="legend">${said.onTimeShare} = ${said.onTimeShareHint}</p>`
}

function sumOf(counts: StatusCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

function linked(href: string | null, content: Html | number): Html {
  return href === null ? html`${content}` : html`<a href="${href}">${content}</a>`
}
