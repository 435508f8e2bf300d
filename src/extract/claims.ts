import type { Claim, Section } from '../model/report.ts'
import { readBreakdowns } from './claims/breakdowns.ts'
import { ClaimList, type FoundClaim } from './claims/claim-list.ts'
import { readClosing } from './claims/closing.ts'
import { readDisputes } from './claims/disputes.ts'
import { readDecisions, readDocuments } from './claims/documents.ts'
import { readFees } from './claims/fees.ts'
import { readGrowth } from './claims/growth.ts'
import { yearOfFigure } from './claims/other-year.ts'
import { readRequests } from './claims/requests.ts'
import { type Paragraph, toParagraphs } from './claims/sentences.ts'
import type { Topic } from './claims/topic.ts'
import { readUnitLists } from './claims/unit-lists.ts'

/** Later sections tell of problems, fees and plans: their numbers of applications are not the year's. */
const LAST_ON_REQUESTS = 3

/** No honest report says more in numbers; what is beyond is left out, with a note. */
export const MOST_CLAIMS = 2000
const MOST_SENTENCES = 300

/**
 * Finds figures and statements in the text that rules can compare with the tables: totals with their parts, applications, outcomes,
 * reviews and lawsuits, fees. A number is bound to the nearest word that says what it counts; where that is not clear, or where the text
 * names another year than that of the report, it is left out.
 */
export function findClaims(sections: readonly Section[], preface: string, year: number | null): FoundClaim[] {
  const claims = new ClaimList()
  for (const { number, text } of [{ number: 0, text: preface }, ...sections]) {
    let heading = ''
    let before: Topic | null = null
    for (const whole of toParagraphs(text, number)) {
      if (claims.all.length >= MOST_CLAIMS) break
      const paragraph = whole.slice(0, MOST_SENTENCES)
      if (isHeading(paragraph)) heading = paragraph[0]?.plain ?? ''
      readBreakdowns(paragraph, claims)
      if (number <= LAST_ON_REQUESTS) {
        before = readRequests(paragraph, { heading, before }, claims)
        readUnitLists(paragraph, claims)
        readClosing(paragraph, claims)
        readDocuments(paragraph, claims)
        readDecisions(paragraph, claims)
      }
      readDisputes(paragraph, claims)
      readFees(paragraph, claims)
      readGrowth(paragraph, claims)
    }
  }
  return withoutOtherYears(claims.all, year)
}

/** The same without their places in the sentences. */
export function readClaims(sections: readonly Section[], preface: string, year: number | null = null): Claim[] {
  return findClaims(sections, preface, year).map(({ claim }) => claim)
}

function isHeading(paragraph: Paragraph): boolean {
  const plain = paragraph[0]?.plain ?? ''
  return paragraph.length === 1 && plain.length <= 25 && !/[。！？\d]/.test(plain)
}

/** Leaves out figures of other years, with the parts that belong to them. */
function withoutOtherYears(all: readonly FoundClaim[], year: number | null): FoundClaim[] {
  const places = new Map<number, number>()
  const kept: FoundClaim[] = []
  for (const [index, each] of all.entries()) {
    const found = carriedBetween(each, year)
    if (found === null) continue
    const { claim, figure, sentence } = found
    const of = claim.of === null ? null : places.get(claim.of)
    if (of === undefined || (year !== null && figure && isOfOtherYear(claim, sentence.plain, figure.start, year))) continue
    places.set(index, kept.length)
    kept.push(of === claim.of ? found : { ...found, claim: { ...claim, of } })
  }
  return kept
}

/** 2023年结转2024年 goes out of the report of 2023 and into that of 2024. */
const BETWEEN = /((?:19|20)\d{2})年度?的?结转(?:至|到|入)?((?:19|20)\d{2})年[^，。；]*$/

/** The claim with its side of the turn of the year, where two years are named; null where the report's own is neither. */
function carriedBetween(found: FoundClaim, year: number | null): FoundClaim | null {
  const { claim, figure, sentence } = found
  if (claim.kind !== 'carried_out' || figure === null) return found
  const between = BETWEEN.exec(sentence.plain.slice(0, figure.start))
  if (!between || year === Number(between[1])) return found
  return year === Number(between[2]) ? { ...found, claim: { ...claim, kind: 'carried_in' } } : null
}

function isOfOtherYear({ kind }: Claim, plain: string, start: number, year: number): boolean {
  // A part may be named after a year: 2023年年报1条.
  if (kind === 'carried_in' || kind === 'carried_out' || kind === 'growth' || kind === 'part') return false
  const named = yearOfFigure(plain, start)
  return named !== null && named !== year
}
