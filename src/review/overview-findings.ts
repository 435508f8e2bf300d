import type { FindingCount, Waiting, WeekOfWork } from '../../db/overview.ts'
import { entryTitle, type FindingStatus, STATUS_TITLES, STATUSES } from '../model/decision.ts'
import { FAMILY_TITLES, type Family, SEVERITY_TITLES, type Severity } from '../model/finding.ts'
import { RULES } from '../rules/catalogue.ts'
import { type ChartColumn, type ChartRow, chartTable, linkedCount } from './charts/chart-table.ts'
import type { Fill } from './charts/fills.ts'
import { formatDay, formatNumber, shareText } from './dates.ts'
import { type Filters, filterQuery, WAITING } from './finding-filters.ts'
import { type Html, html } from './html.ts'
import type { Choice } from './overview-choice.ts'
import { overviewWords, WORK_ACTS } from './overview-words.ts'
import type { Reader } from './visitor.ts'

const STATUS_FILLS: Readonly<Record<FindingStatus, Fill>> = {
  undecided: { tone: 'warning', texture: 'hatch' },
  confirmed: { tone: 'error', texture: 'solid' },
  notified: { tone: 'error', texture: 'cross' },
  dismissed: { tone: 'soft', texture: 'solid' },
  misread: { tone: 'soft', texture: 'dots' },
  rectified: { tone: 'ink', texture: 'empty' },
  gone: { tone: 'soft', texture: 'hatch' },
}

/** The list of findings that a part of the overview counts. */
function listOf({ district, year }: Choice, more: Filters): string {
  return `/findings${filterQuery({ ...(district !== null && { district }), ...(year !== null && { year }), verdict: 'fail', ...more })}`
}

/** A rule that the catalogue no longer has is told by its id alone. */
function titleOfRule({ language }: Reader, id: string): string {
  const rule = RULES.find((each) => each.id === id)
  return rule === undefined ? id : `${id} ${rule.title[language]}`
}

function total(counts: readonly { readonly count: number }[]): number {
  return counts.reduce((sum, { count }) => sum + count, 0)
}

/** Findings by family and by rule, and where they stand. */
export function findingCharts(visitor: Reader, counts: readonly FindingCount[], choice: Choice): Html {
  const { language } = visitor
  const said = overviewWords(visitor)
  if (counts.length === 0) return html`<p class="empty">${said.noFindings}</p>`
  const columns: readonly ChartColumn[] = [
    { title: said.total },
    ...STATUSES.map((status) => ({ title: STATUS_TITLES[status][language], fill: STATUS_FILLS[status] })),
  ]
  const rowOf = (label: string, own: readonly FindingCount[], most: number, filters: Filters): ChartRow => {
    const ofStatus = (status: FindingStatus) => total(own.filter((each) => each.status === status))
    const link = (count: number, more: Filters) =>
      linkedCount(count, formatNumber(count), listOf(choice, { ...filters, ...more }))
    return {
      label,
      href: listOf(choice, filters),
      parts: STATUSES.map((status) => ({
        value: ofStatus(status),
        label: `${STATUS_TITLES[status][language]} ${ofStatus(status)}`,
        fill: STATUS_FILLS[status],
      })),
      whole: most,
      cells: [link(total(own), {}), ...STATUSES.map((status) => link(ofStatus(status), { status }))],
    }
  }
  const grouped = <K extends string>(keyOf: (count: FindingCount) => K) =>
    [...Map.groupBy(counts, keyOf)].toSorted(([a, x], [b, y]) => total(y) - total(x) || a.localeCompare(b))
  const rows = <K extends string>(
    groups: readonly (readonly [K, readonly FindingCount[]])[],
    label: (key: K) => string,
    filters: (key: K) => Filters,
  ) => {
    const most = Math.max(1, ...groups.map(([, own]) => total(own)))
    return groups.map(([key, own]) => rowOf(label(key), own, most, filters(key)))
  }
  const families = rows(
    grouped(({ family }): Family => family),
    (family) => FAMILY_TITLES[family][language],
    (family) => ({ family }),
  )
  const rules = rows(
    grouped(({ rule }) => rule),
    (rule) => titleOfRule(visitor, rule),
    (rule) => ({ rule }),
  )
  return html`<p class="soft">${said.findingsLead}</p>${chartTable({ head: said.byFamily, bars: said.findings, columns, rows: families })}
  ${longTable(visitor, rules, (shown) => chartTable({ head: said.byRule, bars: said.findings, columns, rows: shown }))}`
}

const RULES_SHOWN = 12

/** The first rows at once, the rest behind a line that can be opened. */
function longTable(visitor: Reader, rows: readonly ChartRow[], tableOf: (rows: readonly ChartRow[]) => Html): Html {
  const rest = rows.slice(RULES_SHOWN)
  return html`${tableOf(rows.slice(0, RULES_SHOWN))}${rest.length > 0 && html`<details><summary>${overviewWords(visitor).more(rest.length)}</summary>${tableOf(rest)}</details>`}`
}

/** Ends of the ages of the backlog in days; the last age is open. */
export const AGES = [7, 30, 90] as const
const AGE_FILLS: readonly Fill[] = [
  { tone: 'soft', texture: 'empty' },
  { tone: 'soft', texture: 'solid' },
  { tone: 'warning', texture: 'hatch' },
  { tone: 'error', texture: 'cross' },
]
const SEVERITIES = ['error', 'warning', 'info'] as const satisfies readonly Severity[]

/** What nobody has decided on, by severity and age. */
export function backlogChart(visitor: Reader, waiting: readonly Waiting[], choice: Choice): Html {
  const { language } = visitor
  const said = overviewWords(visitor)
  if (waiting.length === 0) return html`<p class="empty">${said.noBacklog}</p>`
  const bySeverity = SEVERITIES.map((severity) => ({ severity, own: waiting.filter((each) => each.severity === severity) }))
  const most = Math.max(...bySeverity.map(({ own }) => total(own)))
  const rows = bySeverity
    .filter(({ own }) => own.length > 0)
    .map(({ severity, own }) => {
      const href = listOf(choice, { ...WAITING, severity })
      const ages = AGE_FILLS.map((_, age) => total(own.filter((each) => each.age === age)))
      const [oldest] = own.map((each) => each.oldest).toSorted((a, b) => a.getTime() - b.getTime())
      return {
        label: SEVERITY_TITLES[severity][language],
        href,
        parts: ages.map((value, age) => ({ value, label: `${said.ages[age]} ${value}`, fill: AGE_FILLS[age]! })),
        whole: most,
        cells: [
          linkedCount(total(own), formatNumber(total(own)), href),
          ...ages.map(formatNumber),
          oldest ? formatDay(dayInChina(oldest), language) : '',
        ],
      }
    })
  const columns = [
    { title: said.total },
    ...AGE_FILLS.map((fill, age) => ({ title: said.ages[age] ?? '', fill })),
    { title: said.oldest },
  ]
  return html`<p class="soft">${said.backlogLead}</p>${chartTable({ head: visitor.words.severity, bars: said.backlog, columns, rows })}`
}

function dayInChina(time: Date): string {
  return new Date(time.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
}

export type Precision = {
  readonly rule: string
  readonly confirmed: number
  readonly falseAlarms: number
  readonly explained: number
  readonly misread: number
  /** 0 to 1; null where nothing speaks for or against the rule. */
  readonly precision: number | null
}

/** Of each rule that something was decided on: how often it was right. The rules with most decisions first. */
export function precisionOf(counts: readonly FindingCount[]): readonly Precision[] {
  const decided = counts.filter(({ decision }) => decision !== 'undecided')
  return [...Map.groupBy(decided, ({ rule }) => rule)]
    .map(([rule, own]) => {
      const sum = (is: (count: FindingCount) => boolean) => total(own.filter(is))
      // Before there was an act of its own for it, a misreading was a reason for dismissal.
      const isMisread = ({ decision, reason }: FindingCount) => decision === 'misread' || reason === 'misread'
      const confirmed = sum(({ decision }) => decision === 'confirmed' || decision === 'notified')
      const explained = sum(({ decision, reason }) => decision === 'dismissed' && reason === 'explained')
      const falseAlarms = sum((count) => count.decision === 'dismissed' && count.reason !== 'explained' && !isMisread(count))
      const judged = confirmed + falseAlarms
      return {
        rule,
        confirmed,
        falseAlarms,
        explained,
        misread: sum(isMisread),
        precision: judged === 0 ? null : confirmed / judged,
      }
    })
    .toSorted((a, b) => decidedOf(b) - decidedOf(a) || a.rule.localeCompare(b.rule))
}

function decidedOf({ confirmed, falseAlarms, explained, misread }: Precision): number {
  return confirmed + falseAlarms + explained + misread
}

const PRECISION_FILLS = {
  confirmed: STATUS_FILLS.confirmed,
  falseAlarms: { tone: 'warning', texture: 'cross' },
  explained: { tone: 'soft', texture: 'hatch' },
  misread: STATUS_FILLS.misread,
} as const satisfies Readonly<Record<string, Fill>>

/** How often each rule was right, of what officers decided. */
export function precisionChart(visitor: Reader, counts: readonly FindingCount[], choice: Choice): Html {
  const said = overviewWords(visitor)
  const rules = precisionOf(counts)
  if (rules.length === 0) return html`<p class="empty">${said.noDecisions}</p>`
  const names = { confirmed: said.confirmed, falseAlarms: said.falseAlarm, explained: said.explained, misread: said.misread }
  const parts = Object.keys(PRECISION_FILLS) as readonly (keyof typeof PRECISION_FILLS)[]
  const rows = rules.map((each) => ({
    label: titleOfRule(visitor, each.rule),
    href: listOf(choice, { rule: each.rule }),
    parts: parts.map((part) => ({ value: each[part], label: `${names[part]} ${each[part]}`, fill: PRECISION_FILLS[part] })),
    whole: decidedOf(each),
    cells: [
      each.precision === null ? '—' : shareText(each.precision),
      formatNumber(decidedOf(each)),
      ...parts.map((part) => formatNumber(each[part])),
    ],
  }))
  const columns = [
    { title: said.precisionRate },
    { title: said.decided },
    ...parts.map((part) => ({ title: names[part], fill: PRECISION_FILLS[part] })),
  ]
  return html`<p class="soft">${said.precisionLead}</p>${longTable(visitor, rows, (shown) => chartTable({ head: said.byRule, bars: said.decided, columns, rows: shown }))}`
}

/** Weeks of work shown: half a year. */
export const WEEKS = 26
const WORK_FILLS: Readonly<Record<(typeof WORK_ACTS)[number] | 'other', Fill>> = {
  confirm: STATUS_FILLS.confirmed,
  notify: STATUS_FILLS.notified,
  dismiss: STATUS_FILLS.dismissed,
  misread: STATUS_FILLS.misread,
  reopen: STATUS_FILLS.undecided,
  other: { tone: 'soft', texture: 'empty' },
}

/** What was done each week, which leads to the findings that are `narrowed` to it; a week without work is not left out between two others. */
export function workChart(visitor: Reader, work: readonly WeekOfWork[], narrowed: Filters): Html {
  const { language } = visitor
  const said = overviewWords(visitor)
  if (work.length === 0) return html`<p class="empty">${said.noDecisions}</p>`
  const kinds = [...WORK_ACTS, 'other'] as const
  const titleOf = (kind: (typeof kinds)[number]) =>
    kind === 'other' ? (language === 'zh' ? '其他' : 'other') : entryTitle(kind, language)
  const kindOf = (act: string) => WORK_ACTS.find((each) => each === act) ?? 'other'
  const weeks = weeksBetween(work[0]!.week, work.at(-1)!.week)
  const ofWeek = (week: string) => work.filter((each) => each.week === week)
  const most = Math.max(...weeks.map((week) => total(ofWeek(week))))
  const rows = weeks.toReversed().map((week) => {
    const count = total(ofWeek(week))
    const sums = kinds.map((kind) => total(ofWeek(week).filter(({ act }) => kindOf(act) === kind)))
    return {
      label: said.weekFrom(formatDay(week, language)),
      href: count === 0 ? null : `/findings${filterQuery(narrowed, { worked: week })}`,
      parts: kinds.map((kind, index) => ({
        value: sums[index]!,
        label: `${titleOf(kind)} ${sums[index]}`,
        fill: WORK_FILLS[kind],
      })),
      whole: most,
      cells: [formatNumber(count), ...sums.map(formatNumber)],
    }
  })
  const columns = [{ title: said.total }, ...kinds.map((kind) => ({ title: titleOf(kind), fill: WORK_FILLS[kind] }))]
  return html`<p class="soft">${said.workLead(WEEKS)}</p>${chartTable({ head: said.week, bars: said.total, columns, rows })}`
}

/** Mondays from one to another, both included. */
export function weeksBetween(from: string, to: string): readonly string[] {
  const weeks: string[] = []
  for (let time = Date.parse(`${from}T00:00:00Z`); time <= Date.parse(`${to}T00:00:00Z`); time += 7 * 86_400_000)
    weeks.push(new Date(time).toISOString().slice(0, 10))
  return weeks
}
