import type { Report } from '../../model/report.ts'
import { type MaskedText, maskText } from './masked-text.ts'

/** Sections that a body writes in its own words; 2 to 4 hold the tables and their captions. */
const OWN_WORDS = [1, 5, 6]

/** What is compared of a report: the sections in the body's own words, as one text. `names`: what it is called beside its printed name. */
export function bodyText(report: Pick<Report, 'authority' | 'sections'>, names: readonly string[]): MaskedText {
  const printed = report.authority === null ? [] : [report.authority]
  return maskText(textOf(report, OWN_WORDS), [...new Set([...names, ...printed])])
}

/** The text of some sections; a section that is not there has none. */
export function textOf({ sections }: Pick<Report, 'sections'>, numbers: readonly number[]): string {
  return sections
    .filter(({ number }) => numbers.includes(number))
    .map(({ text }) => text)
    .join('\n')
}
