import type { Claim, Section } from '../model/report.ts'
import { readBreakdowns } from './claims/breakdowns.ts'
import { ClaimList } from './claims/claim-list.ts'
import { readDisputes } from './claims/disputes.ts'
import { readRequests } from './claims/requests.ts'
import { toParagraphs } from './claims/sentences.ts'

/**
 * Finds figures and statements in the text that rules can compare with the tables: totals with their parts, applications, outcomes,
 * reviews and lawsuits. A number is bound to the nearest word that says what it counts; where that is not clear it is left out.
 */
export function readClaims(sections: readonly Section[], preface: string): Claim[] {
  const claims = new ClaimList()
  for (const { number, text } of [{ number: 0, text: preface }, ...sections]) {
    for (const paragraph of toParagraphs(text, number)) {
      readBreakdowns(paragraph, claims)
      readRequests(paragraph, claims)
      readDisputes(paragraph, claims)
    }
  }
  return claims.all
}
