import type { Claim, Section } from '../model/report.ts'
import { readBreakdowns } from './claims/breakdowns.ts'
import { ClaimList } from './claims/claim-list.ts'
import { readDisputes } from './claims/disputes.ts'
import { readRequests } from './claims/requests.ts'
import { type Paragraph, toParagraphs } from './claims/sentences.ts'

/** Later sections tell of problems, fees and plans: their numbers of applications are not the year's. */
const LAST_ON_REQUESTS = 3

/**
 * Finds figures and statements in the text that rules can compare with the tables: totals with their parts, applications, outcomes,
 * reviews and lawsuits. A number is bound to the nearest word that says what it counts; where that is not clear it is left out.
 */
export function readClaims(sections: readonly Section[], preface: string): Claim[] {
  const claims = new ClaimList()
  for (const { number, text } of [{ number: 0, text: preface }, ...sections]) {
    let heading = ''
    for (const paragraph of toParagraphs(text, number)) {
      if (isHeading(paragraph)) heading = paragraph[0]?.plain ?? ''
      readBreakdowns(paragraph, claims)
      if (number <= LAST_ON_REQUESTS) readRequests(paragraph, heading, claims)
      readDisputes(paragraph, claims)
    }
  }
  return claims.all
}

function isHeading(paragraph: Paragraph): boolean {
  const plain = paragraph[0]?.plain ?? ''
  return paragraph.length === 1 && plain.length <= 25 && !/[。！？\d]/.test(plain)
}
