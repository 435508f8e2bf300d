import type { FindingRow } from '../../db/tables.ts'
import { type Repair, repairOptions, SEVERITY_TITLES, type Severity } from '../model/finding.ts'
import type { Report } from '../model/report.ts'
import { cellLabel } from '../model/template.ts'
import { ruleById } from '../rules/catalogue.ts'
import { formatDay, formatNumber, formatTime } from './dates.ts'
import { type DecisionParts, decisionForm, historyView } from './decision-form.ts'
import { type Html, html } from './html.ts'
import { printed } from './report-tables.ts'
import type { Visitor } from './visitor.ts'
import { CLOSED_TITLES, FINDING_STATE_TITLES, VERDICT_TITLES } from './words.ts'
import { sidesOf, writtenSum } from './written-sum.ts'

type FindingParts = DecisionParts & {
  /** The report the finding speaks of, and the one of the year before; null where there is none. */
  readonly report: Report | null
  readonly prior: Report | null
  /** What the crawls read when, for a finding about filing. */
  readonly evidence: Html | null
}

/** Severity as a mark of its own shape and colour, and always in words. */
export function severityTag(severity: Severity, { language }: Visitor): Html {
  return html`<span class="severity ${severity}">${SEVERITY_TITLES[severity][language]}</span>`
}

export function findingMessage(finding: Pick<FindingRow, 'message' | 'message_en'>, { language }: Visitor): string {
  return language === 'en' ? finding.message_en : finding.message.replace(/\d{4}-\d{2}-\d{2}/g, (day) => formatDay(day, 'zh'))
}

export function ruleTitle(rule: string, { language }: Visitor): string {
  return ruleById(rule)?.title[language] ?? ''
}

/** One finding laid open: what is said, both numbers, the cells, the sentence, the basis, the proposal, the decision and its history. */
export function findingView(visitor: Visitor, parts: FindingParts): Html {
  const { finding, report, prior } = parts
  const { words, language } = visitor
  return html`<article class="finding ${finding.severity}">
  <p class="rule">${severityTag(finding.severity, visitor)} <code>${finding.rule}</code> ${ruleTitle(finding.rule, visitor)}
    ${finding.verdict === 'not-assessable' && html`<span class="tag">${VERDICT_TITLES[finding.verdict][language]}</span>`}</p>
  <h2>${findingMessage(finding, visitor)}</h2>
  ${finding.state === 'closed' && html`<p class="notice">${FINDING_STATE_TITLES.closed[language]}：${finding.closed_reason && CLOSED_TITLES[finding.closed_reason][language]}${finding.closed_at && html` · ${formatTime(finding.closed_at, language)}`}</p>`}
  ${numbers(visitor, finding, report, prior)}
  ${cellsSpokenOf(visitor, finding, report, prior)}
  ${finding.quote && html`<figure class="quote"><figcaption>${words.quote}</figcaption><blockquote>${finding.quote}</blockquote></figure>`}
  ${finding.passages.length > 0 && sharedPassages(visitor, finding)}
  ${finding.repair.length > 0 && proposal(visitor, finding, report)}
  <dl class="facts"><div><dt>${words.basis}</dt><dd>${finding.basis}</dd></div>
    <div><dt>${words.firstSeen}</dt><dd>${formatTime(finding.opened_at, language)}</dd></div></dl>
  ${parts.evidence}
  ${visitor.may('POST /findings/:id/decisions') && decisionForm(visitor, parts)}
  ${historyView(visitor, parts.history)}
</article>`
}

function numbers(visitor: Visitor, finding: FindingRow, report: Report | null, prior: Report | null): Html | null {
  const { left_value: left, right_value: right, difference } = finding
  if (left === null || right === null) return null
  const sides = report?.edition ? sidesOf(finding, report.edition) : null
  return html`<p class="sum" aria-label="${visitor.words.sum}"><b>${formatNumber(left)}</b><i>${left === right ? '=' : '≠'}</i><b>${formatNumber(right)}</b>
    ${difference !== null && difference !== 0 && html`<span>${visitor.words.difference} <b>${formatNumber(difference)}</b></span>`}</p>
    ${report && sides && writtenSum(visitor, report, sides, { left, right, prior })}`
}

function cellsSpokenOf(visitor: Visitor, finding: FindingRow, report: Report | null, prior: Report | null): Html | null {
  const { words } = visitor
  const edition = report?.edition
  if (!report || !edition || finding.cells.length === 0 || (finding.left_value !== null && sidesOf(finding, edition))) return null
  const withPrior = prior !== null && prior.edition === edition
  return html`<table class="cells"><caption>${words.cellsSpokenOf}</caption>
    ${withPrior && html`<thead><tr><td></td><th scope="col">${report.year}</th><th scope="col">${prior.year}</th></tr></thead>`}
    <tbody>${finding.cells.map(
      (key) =>
        html`<tr><th scope="row">${cellLabel(key, edition)}</th><td>${printed(visitor, report.cells[key])}</td>${withPrior && html`<td>${printed(visitor, prior.cells[key])}</td>`}</tr>`,
    )}</tbody></table>`
}

/** What two texts share, as each of them prints it, the longest first. */
function sharedPassages({ words }: Visitor, { passages }: FindingRow): Html {
  return html`<table class="cells passages"><caption>${words.passages}</caption><thead><tr><th scope="col">${words.ownText}</th><th scope="col">${words.otherText}</th></tr></thead>
    <tbody>${passages.map(({ own, other }) => html`<tr><td>${own}</td><td>${other}</td></tr>`)}</tbody></table>`
}

function proposal({ words, language }: Visitor, finding: FindingRow, report: Report | null): Html {
  const labelOf = ({ cell, label = '' }: Repair) => {
    if (cell === null) return language === 'zh' ? `文中“${label}”` : `“${label}” in the text`
    return `“${report?.edition ? cellLabel(cell, report.edition) : cell}”`
  }
  const said = (change: Repair) =>
    language === 'zh'
      ? html`${labelOf(change)}应为 <b>${formatNumber(change.to)}</b>（现为 ${change.from === null ? '空白' : formatNumber(change.from)}${change.reason && `，${change.reason}`}）`
      : html`${labelOf(change)} should perhaps be <b>${formatNumber(change.to)}</b> (is ${change.from === null ? 'blank' : formatNumber(change.from)}${change.reason && `; ${change.reason}`})`
  const either = language === 'zh' ? ['疑似', '或'] : ['', 'or ']
  const also = language === 'zh' ? '，同时' : ', and '
  return html`<div class="repair"><h3>${words.proposal}</h3><ul>${repairOptions(finding.repair).map(
    (option, order) =>
      html`<li>${either[order === 0 ? 0 : 1]}${option.map((change, place) => html`${place > 0 && also}${said(change)}`)}</li>`,
  )}</ul></div>`
}
