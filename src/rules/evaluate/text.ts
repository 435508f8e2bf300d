import type { Claim } from '../../model/report.ts'
import type { CellKey, Table3Row } from '../../model/template.ts'
import type { NarrativeTerms, Reading } from '../kinds/narrative.ts'
import type { RuleOfKind } from '../rule.ts'
import { checkBreakdowns } from './breakdowns.ts'
import type { Checks } from './checks.ts'
import { scopeFits } from './claim-scope.ts'
import { checkGrowth } from './growth.ts'
import { failureOf, LOWER, type Outcome, openOf } from './outcome.ts'
import { checkRepeated, checkRoughNumbers } from './repeated.ts'
import { checkRequestParts } from './request-parts.ts'
import { checkTextMatchesCells, checkTextSaysAll } from './statements.ts'
import { APPLICANTS, claimsOf, keyOf, standingOf, sumOf, sumOfClaims, type View, valueAt } from './view.ts'

export const narrativeChecks = {
  breakdown: checkBreakdowns,
  'text-matches-table': checkTextMatchesTable,
  'outcomes-add-up': checkOutcomesAddUp,
  'text-says-none': checkTextSaysNone,
  'text-mentions': checkTextMentions,
  'all-upheld': checkAllUpheld,
  percentage: checkPercentages,
  'text-says-all': checkTextSaysAll,
  'text-matches-cells': checkTextMatchesCells,
  'request-parts': checkRequestParts,
  growth: checkGrowth,
  repeated: checkRepeated,
  'rough-number': checkRoughNumbers,
} as const satisfies Checks<NarrativeTerms['kind']>

const UNREAD = { zh: '表三对应单元格空白或未识别', en: 'the cells of table 3 are blank or were not read' }

/** A number of the text against the sums of table 3 that it may stand for. */
function checkTextMatchesTable(view: View, rule: RuleOfKind<'text-matches-table'>): Outcome[] {
  const claims = claimsOf(view, rule.claim).filter(({ value, approximate }) => value !== null && !approximate)
  const groups = Map.groupBy(claims, (claim) => rule.readings.findIndex(({ label }) => label?.test(claim.label ?? '')))
  const open: Outcome[] = []
  const labelled = rule.readings.every(({ label }) => label !== undefined)
  const plain = labelled ? [] : [[...claims]]
  const statements = labelled ? [...groups].filter(([reading]) => reading !== -1).map(([, group]) => group) : plain
  const failures = statements.flatMap((group) => {
    const judged = group.map((claim) => ({ claim, ...readingsOf(view, rule, claim) }))
    if (judged.some(({ unread }) => unread)) {
      open.push(openOf(rule, UNREAD))
      return []
    }
    if (judged.some(({ claim, sums }) => sums.includes(claim.value!))) return []
    if (
      addUp(judged) ||
      judged.some(({ claim, sums, readings }) => readings.some(({ besides }) => isMadeUp(claim, sums, besides)))
    )
      return []
    if (judged.every(({ claim, sums }) => speaksOfOthers(view, claim) || isCumulative(claim, sums))) return []
    const worst = judged.find(({ claim }) => scopeFits(view, claim)) ?? judged[0]
    if (!worst) return []
    const { claim, sums, readings, cells } = worst
    const doubtful = !scopeFits(view, claim) || readings.some((reading) => isOnePart(view, reading, claim.value!))
    const values = { text: claim.label ?? '', a: claim.value!, b: sums[0]!, c: sums[1] ?? sums[0]! }
    return [
      failureOf(view, rule, {
        subject: `claim:${labelled ? (claim.label ?? '') : rule.claim}`,
        values,
        cells,
        quote: claim.text,
        left: claim.value,
        right: sums[0]!,
        severity: doubtful ? LOWER[rule.severity] : rule.severity,
      }),
    ]
  })
  return [...failures, ...open.slice(0, 1)]
}

/** Whether a sentence tells the parts of the number: 部门收到200件，乡镇收到30件. */
function addUp(judged: readonly Judgement[]): boolean {
  return [...Map.groupBy(judged, ({ claim }) => claim.text).values()].some(
    (told) => told.length > 1 && told[0]!.sums.includes(sumOfClaims(told.map(({ claim }) => claim))),
  )
}

/** Whether what is lacking stands beside one of the words: 答复10件，申请人撤回2件. */
function isMadeUp({ text, value, label }: Claim, sums: readonly number[], words: RegExp | undefined): boolean {
  if (!words?.test(text)) return false
  return text.split(/[，,、；;。（()）]/).some((clause) => {
    const number = words.test(clause) && !clause.includes(label ?? '') ? /\d+/.exec(clause)?.[0] : undefined
    return number !== undefined && sums.includes(value! + Number(number))
  })
}

const REQUESTS: ReadonlySet<Claim['kind']> = new Set(['new_received', 'received', 'answered', 'carried_in', 'carried_out'])

/** Whether a figure of other scope stands beside those of the report's own: 全市 …件, 市政府办公室 …件. */
function speaksOfOthers(view: View, claim: Claim): boolean {
  if (scopeFits(view, claim)) return false
  return view.report.claims.some((other) => REQUESTS.has(other.kind) && other.scope !== null && scopeFits(view, other))
}

/** 截至年底累计受理 … far above this year's number counts earlier years too. */
function isCumulative({ text, value }: Claim, sums: readonly number[]): boolean {
  return /截[至止].*累计|以来/.test(text) && value! > 2 * Math.max(...sums)
}

type Judgement = Judged & { readonly claim: Claim }

type Judged = {
  readonly sums: readonly number[]
  readonly readings: readonly Reading[]
  readonly cells: readonly CellKey[]
  readonly unread: boolean
}

function readingsOf(view: View, rule: RuleOfKind<'text-matches-table'>, { label }: Claim): Judged {
  const readings = rule.readings.filter((reading) => reading.label === undefined || reading.label.test(label ?? ''))
  const sums = readings.map((reading) => {
    const plus = rowsSum(view, reading.plus)
    const minus = rowsSum(view, reading.minus ?? [])
    return plus === null || minus === null ? null : plus - minus
  })
  const rows = new Set(readings.flatMap(({ plus, minus = [] }) => [...plus, ...minus]))
  const cells = [...rows].filter((row) => view.rows.includes(row)).map((row) => keyOf(row, 'total'))
  return { sums: sums.filter((sum) => sum !== null), readings, cells, unread: sums.includes(null) }
}

/** Sum of printed rows in the total column; null where a cell that counts is not known. */
function rowsSum(view: View, rows: readonly Table3Row[]): number | null {
  let sum = 0
  for (const row of rows) {
    if (!view.rows.includes(row)) continue
    const value = rowTotal(view, row)
    if (value === null) return null
    sum += value
  }
  return sum
}

/** The total of a row, or the sum of its columns where the total is left blank and the sums allow it. */
function rowTotal(view: View, row: Table3Row): number | null {
  const known = valueAt(view, keyOf(row, 'total'))
  if (known !== null) return known
  if (!view.blanksAreZero || standingOf(view.report.cells[keyOf(row, 'total')]) !== 'blank') return null
  const { value, unread } = sumOf(
    view,
    APPLICANTS.map((column) => keyOf(row, column)),
  )
  return unread > 0 ? null : value
}

/** Whether the text gives one row or one column of the group only. */
function isOnePart(view: View, { plus }: Reading, value: number): boolean {
  if (plus.length < 2 || value === 0) return false
  const rows = plus.filter((row) => view.rows.includes(row))
  const people = sumOf(
    view,
    rows.map((row) => keyOf(row, 'natural_person')),
  )
  return people.value === value || rows.some((row) => rowTotal(view, row) === value)
}

/** Single rows of a group stand beside its number, and some texts give them in words of their own. */
const OUTCOME_GROUPS = /^(?:予以公开(?:及部分公开)?|部分公开|不予公开|无法提供|不予处理|其他处理)$/

/** The outcomes that one sentence lists against what was handled. */
function checkOutcomesAddUp(view: View, rule: RuleOfKind<'outcomes-add-up'>): Outcome[] {
  const stated = claimsOf(view, 'outcome').filter(({ value, label }) => value !== null && OUTCOME_GROUPS.test(label ?? ''))
  const [longest] = [...Map.groupBy(stated, ({ text }) => text).values()].toSorted((a, b) => b.length - a.length)
  if (!longest || longest.length < 3 || longest.some(({ approximate }) => approximate)) return []
  const labels = longest.map(({ label }) => label)
  if (new Set(labels).size < labels.length) return []
  const total = rowsSum(view, rule.total)
  const handled = rowsSum(view, rule.withCarried)
  if (total === null || handled === null) return [openOf(rule, UNREAD)]
  const sum = sumOfClaims(longest)
  const carried = claimsOf(view, 'carried_out').find(({ text }) => text === longest[0]!.text)?.value ?? 0
  if (sum === total || sum === handled || sum + carried === handled) return []
  // What is lacking may stand in the sentence in other words: 信息不存在3件, 同意公开15件.
  const others = numbersBeside(longest[0]!.text, [...longest.map(({ value }) => value!), total, handled])
  if (sum < total && makesUp(others, total - sum)) return []
  const cells = rule.total.map((row) => keyOf(row, 'total'))
  const values = { a: sum, b: total }
  const severity = longest.every((claim) => scopeFits(view, claim)) ? rule.severity : LOWER[rule.severity]
  return [
    failureOf(view, rule, {
      subject: 'claim:outcomes',
      values,
      cells,
      quote: longest[0]!.text,
      left: sum,
      right: total,
      severity,
    }),
  ]
}

/** The numbers of a sentence that are none of these. */
function numbersBeside(text: string, known: readonly number[]): number[] {
  const numbers = (text.match(/\d+(?=件|份|条|宗|例)/g) ?? []).map(Number)
  for (const each of known) if (numbers.includes(each)) numbers.splice(numbers.indexOf(each), 1)
  return numbers
}

/** Whether one, two or three neighbouring numbers add up to it. */
function makesUp(numbers: readonly number[], wanted: number): boolean {
  return numbers.some((_, index) => [1, 2, 3].some((count) => wanted === sumOfNumbers(numbers.slice(index, index + count))))
}

function sumOfNumbers(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0)
}

function checkTextSaysNone(view: View, rule: RuleOfKind<'text-says-none'>): Outcome[] {
  return rule.cases.flatMap(({ claim: kind, text, cells, counted }) => {
    const claim = claimsOf(view, kind).find((each) => scopeFits(view, each)) ?? claimsOf(view, kind)[0]
    // A number elsewhere in the text shows that the sentence is about one channel or one kind.
    const isPartial = view.report.claims.some((each) => counted.includes(each.kind) && (each.value ?? 0) > 0)
    if (!claim || isPartial) return []
    const { value, blanks, unread } = sumOf(view, cells)
    if (value === 0) {
      const isOpen = unread > 0 || (blanks > 0 && rule.table === 't3' && !view.blanksAreZero)
      return isOpen ? [openOf(rule, UNREAD, { cells })] : []
    }
    const severity = scopeFits(view, claim) ? rule.severity : LOWER[rule.severity]
    return [
      failureOf(view, rule, {
        subject: `claim:${kind}`,
        values: { text, b: value },
        cells,
        quote: claim.text,
        left: 0,
        right: value,
        severity,
      }),
    ]
  })
}

function checkTextMentions(view: View, rule: RuleOfKind<'text-mentions'>): Outcome[] {
  const mention = claimsOf(view, 'by_applicant').find(({ label, value }) => (value ?? 0) > 0 && rule.mention.test(label ?? ''))
  const { value, unread } = sumOf(view, rule.cells)
  if (!mention || value > 0 || unread > 0) return []
  return [
    failureOf(view, rule, {
      subject: 'claim:organisations',
      values: {},
      cells: rule.cells,
      quote: mention.text,
      left: mention.value,
      right: 0,
    }),
  ]
}

/** 均获维持 and the like, while cases are pending or ended otherwise. */
function checkAllUpheld(view: View, rule: RuleOfKind<'all-upheld'>): Outcome[] {
  const claims = claimsOf(view, 'all_upheld').filter(({ text }) => rule.words.test(text))
  const cells = [
    ...(claims.some(({ label }) => label === '行政复议') ? rule.cells.review : []),
    ...(claims.some(({ label }) => label === '行政诉讼') ? rule.cells.lawsuits : []),
  ]
  const { value } = sumOf(view, cells)
  if (value === 0) return []
  const text = rule.words.exec(claims[0]!.text)?.[0] ?? ''
  const left = cells.filter((cell) => (valueAt(view, cell) ?? 0) > 0)
  return [
    failureOf(view, rule, {
      subject: 'claim:all_upheld',
      values: { text, b: value },
      cells: left,
      quote: claims[0]!.text,
      left: value,
      right: 0,
    }),
  ]
}

/** A percentage against every total that it may be taken of; rounding and cutting off are both accepted. */
function checkPercentages(view: View, rule: RuleOfKind<'percentage'>): Outcome[] {
  const { claims } = view.report
  return claimsOf(view, 'percentage').flatMap((percentage) => {
    const part = percentage.of === null ? undefined : claims[percentage.of]
    if (typeof part?.value !== 'number' || part.approximate || percentage.value === null) return []
    const totals = part.kind === 'part' ? [claims[part.of ?? -1]?.value] : requestTotals(view, rule)
    const shares = totals
      .filter((total) => typeof total === 'number' && total > 0 && total >= part.value!)
      .map((total) => (part.value! / total!) * 100)
    const digits = percentage.label?.match(/\.(\d+)/)?.[1]?.length ?? 0
    const fits = (share: number) => isRoundedOrCut(share, percentage.value!, 10 ** -digits)
    if (shares.length === 0 || shares.some(fits)) return []
    const nearest = shares.toSorted((a, b) => Math.abs(a - percentage.value!) - Math.abs(b - percentage.value!))[0]!
    const right = Number(nearest.toFixed(Math.max(digits, 1)))
    const cells = part.kind === 'part' ? [] : (['t3.result_total.total'] as const)
    return [
      failureOf(view, rule, {
        subject: `claim:${part.label ?? part.kind}`,
        values: { a: percentage.value, b: right },
        cells,
        quote: percentage.text,
        left: percentage.value,
        right,
      }),
    ]
  })
}

/** Rounded to whole units of the last digit printed, or cut off there. */
function isRoundedOrCut(exact: number, printed: number, unit: number): boolean {
  const over = exact - printed
  return over > -unit / 2 - 1e-9 && over < unit - 1e-9
}

function requestTotals(view: View, rule: RuleOfKind<'percentage'>): (number | null)[] {
  const stated = view.report.claims.filter(({ kind }) => kind === 'received' || kind === 'new_received' || kind === 'answered')
  return [...rule.denominators.map((rows) => rowsSum(view, rows)), ...stated.map(({ value }) => value)]
}
