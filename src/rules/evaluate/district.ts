import type { CellKey } from '../../model/template.ts'
import type { AlikeTexts, DistrictBody, DistrictInput } from '../check-district.ts'
import type { Added, DistrictTerms } from '../kinds/district.ts'
import { plainNumber } from '../message.ts'
import type { Rule, RuleOfKind } from '../rule.ts'
import { failureOf, type Outcome, openOf } from './outcome.ts'
import { standingOf } from './view.ts'

/** What a rule says, and of whose report; the id of an authority. */
type OfBody = { readonly authority: string; readonly outcome: Outcome }
type DistrictChecks = {
  readonly [Kind in DistrictTerms['kind']]: (input: DistrictInput, rule: RuleOfKind<Kind>) => OfBody[]
}

export const districtChecks: DistrictChecks = {
  'region-sum': checkRegionSum,
  'region-at-least': checkRegionAtLeast,
  'scope-unknown': checkScopeUnknown,
  'office-as-region': checkOfficeAsRegion,
  'alike-in-district': checkAlike,
  roster: checkRoster,
}

type WithReport = DistrictBody & { readonly report: NonNullable<DistrictBody['report']> }

/** The governments of the district; where there is none, the zone that stands in the place of one. */
function governmentsOf({ bodies }: DistrictInput): readonly DistrictBody[] {
  const governments = bodies.filter(({ authority }) => /_gov$/.test(authority.kind))
  if (governments.length > 0) return governments
  const zones = bodies.filter(({ authority }) => authority.kind === 'dev_zone')
  return zones.length === 1 ? zones : []
}

/** The only government of a district, if its report is at hand. Where a district has several, nobody knows whose bodies are whose. */
function regionOf(input: DistrictInput): WithReport | null {
  const [first, ...others] = governmentsOf(input)
  return first && others.length === 0 && hasReport(first) ? first : null
}

function hasReport(body: DistrictBody): body is WithReport {
  return body.report !== null
}

/** The bodies whose figures a government adds up; `vertical`: also those led by their own system, which some count and some do not. */
function bodiesOf({ bodies }: DistrictInput, region: DistrictBody, vertical: boolean): readonly DistrictBody[] {
  return bodies.filter(
    ({ authority, status }) =>
      authority.id !== region.authority.id &&
      status !== 'exempt' &&
      authority.kind !== 'central_department' &&
      (vertical || authority.kind !== 'vertical'),
  )
}

/** A sum of cells: what the known ones make, and whether others leave it open. `isPrinted`: any of the cells is on the form. */
type CellSum = { readonly value: number; readonly isOpen: boolean; readonly isPrinted: boolean }

function sumOf({ report }: WithReport, cells: readonly CellKey[]): CellSum {
  const printed = cells.map((key) => report.cells[key]).filter((cell) => cell !== undefined && cell.kind !== 'missing')
  return {
    value: printed.reduce((sum, cell) => sum + (cell?.value ?? 0), 0),
    isOpen: printed.some((cell) => standingOf(cell) !== 'known'),
    isPrinted: printed.length > 0,
  }
}

const NOT_ALL = { zh: '所属单位的报告尚未收齐', en: 'the reports of its bodies are not all at hand' }

function checkRegionSum(input: DistrictInput, rule: RuleOfKind<'region-sum'>): OfBody[] {
  const region = regionOf(input)
  if (region?.report.scope !== 'whole_region' || !appliesTo(rule, region)) return []
  const { id } = region.authority
  const [own, all] = [false, true].map((vertical) => bodiesOf(input, region, vertical)) as [DistrictBody[], DistrictBody[]]
  if (own.length === 0) return []
  if (!own.every(hasReport)) return [{ authority: id, outcome: openOf(rule, NOT_ALL) }]
  return rule.figures.flatMap((figure) => {
    const { value, isOpen, isPrinted } = sumOf(region, figure.cells)
    const sums = [own, all].map((bodies) => addUp(bodies.filter(hasReport), figure.cells))
    if (!isPrinted || isOpen || sums.some((sum) => sum.isOpen || tolerates(rule, value, sum.value))) return []
    const right = plainNumber(sums[0]!.value)
    const values = { row: figure.zh, rowEn: figure.en, a: plainNumber(value), b: right, diff: plainNumber(value - right) }
    return [
      {
        authority: id,
        outcome: failureOf(region, rule, { subject: figure.subject, values, cells: figure.cells, left: value, right }),
      },
    ]
  })
}

function addUp(bodies: readonly WithReport[], cells: readonly CellKey[]): { readonly value: number; readonly isOpen: boolean } {
  const sums = bodies.map((body) => sumOf(body, cells))
  return {
    value: sums.reduce((sum, { value }) => sum + value, 0),
    isOpen: sums.some(({ isOpen, isPrinted }) => isOpen || !isPrinted),
  }
}

function tolerates({ tolerated }: RuleOfKind<'region-sum'>, a: number, b: number): boolean {
  const difference = Math.abs(a - b)
  return difference <= tolerated.count || difference <= tolerated.share * Math.max(a, b)
}

function appliesTo({ editions }: Rule, { report }: WithReport): boolean {
  return editions === undefined || (report.edition !== null && editions.includes(report.edition))
}

/** One finding a body that has more than its region: the figure that exceeds it most. */
function checkRegionAtLeast(input: DistrictInput, rule: RuleOfKind<'region-at-least'>): OfBody[] {
  const region = regionOf(input)
  if (region?.report.scope !== 'whole_region') return []
  const { id, name } = region.authority
  return bodiesOf(input, region, false)
    .filter(hasReport)
    .flatMap((body) => {
      const [worst] = rule.figures
        .flatMap((figure) => excess(region, body, figure))
        .toSorted((a, b) => b.right - b.left - (a.right - a.left))
      if (!worst) return []
      const { figure, left, right } = worst
      const values = { agency: name, row: figure.zh, rowEn: figure.en, a: left, b: right, text: body.authority.name }
      const subject = `${figure.subject}:${body.authority.id}`
      return [{ authority: id, outcome: failureOf(region, rule, { subject, values, cells: figure.cells, left, right }) }]
    })
}

function excess(region: WithReport, body: WithReport, figure: Added) {
  const [whole, part] = [sumOf(region, figure.cells), sumOf(body, figure.cells)]
  if (!whole.isPrinted || whole.isOpen || part.value <= whole.value) return []
  return [{ figure, left: whole.value, right: part.value }]
}

function checkScopeUnknown(input: DistrictInput, rule: RuleOfKind<'scope-unknown'>): OfBody[] {
  const region = regionOf(input)
  if (region === null || region.report.scope !== null || bodiesOf(input, region, false).length === 0) return []
  return [{ authority: region.authority.id, outcome: failureOf(region, rule, { subject: 'district', values: {} }) }]
}

/** In a small county only the office receives requests: then its figures are the region's. */
function checkOfficeAsRegion(input: DistrictInput, rule: RuleOfKind<'office-as-region'>): OfBody[] {
  const region = regionOf(input)
  if (region === null) return []
  const others = bodiesOf(input, region, false).filter(hasReport)
  const office = others.find(({ authority }) => authority.kind === 'gov_office')
  if (!office) return []
  const received = ['t3.new_received.total'] as const
  const elsewhere = others.filter((body) => body !== office && sumOf(body, received).value > 0)
  const cells = filledCells(region)
  const isSame =
    cells.length > 0 && cells.join() === filledCells(office).join() && cells.every((key) => sameValue(region, office, key))
  if (!isSame || elsewhere.length === 0) return []
  const outcome = failureOf(region, rule, { subject: 'district', values: {}, cells, quote: null })
  return [{ authority: region.authority.id, outcome }]
}

/** Cells of tables 3 and 4 with a number other than 0. */
function filledCells({ report }: WithReport): CellKey[] {
  return (Object.keys(report.cells) as CellKey[]).filter((key) => /^t[34]\./.test(key) && (report.cells[key]?.value ?? 0) !== 0)
}

function sameValue(a: WithReport, b: WithReport, key: CellKey): boolean {
  return a.report.cells[key]?.value === b.report.cells[key]?.value
}

function checkAlike({ bodies, alike }: DistrictInput, rule: RuleOfKind<'alike-in-district'>): OfBody[] {
  const over = alike.filter(({ comparison }) => comparison.covered >= rule.from)
  return [...Map.groupBy(over, ({ own }) => own)].flatMap(([authority, pairs]) => {
    const body = bodies.find((each) => each.authority.id === authority)
    const [likest, ...others] = pairs.toSorted(byLikeness)
    if (!likest || !body || !hasReport(body)) return []
    const name = bodies.find((each) => each.authority.id === likest.other)?.authority.name ?? likest.other
    const text = others.length === 0 ? name : `${name}等${pairs.length}家单位`
    const { covered, passages } = likest.comparison
    const values = { text, a: Math.floor(covered * 100) }
    const outcome = failureOf(body, rule, { subject: 'district', values, quote: passages[0]?.own ?? null, passages })
    return [{ authority, outcome }]
  })
}

function byLikeness(a: AlikeTexts, b: AlikeTexts): number {
  return b.comparison.covered - a.comparison.covered || a.other.localeCompare(b.other)
}

const MOST_NAMED = 10

/** Told of the government's report, or of its absence: it answers for the district. */
function checkRoster(input: DistrictInput, rule: RuleOfKind<'roster'>): OfBody[] {
  const [government, ...others] = governmentsOf(input)
  if (!government || others.length > 0) return []
  const expected = input.bodies.filter(({ status }) => status !== 'exempt')
  const missing = expected.filter(({ status }) => status === 'not-found')
  if (missing.length === 0) return []
  const names = missing.map(({ authority }) => authority.name)
  const list = names.length <= MOST_NAMED ? names.join('、') : `${names.slice(0, MOST_NAMED).join('、')}等${names.length}家`
  const found = expected.filter(hasReport).length
  const values = { a: expected.length, b: found, list }
  const outcome = failureOf(government, rule, { subject: 'district', values, left: found, right: expected.length })
  return [{ authority: government.authority.id, outcome }]
}
