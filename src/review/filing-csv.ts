import { AUTHORITY_KIND_TITLES, AUTHORITY_LEVEL_TITLES } from '../model/authority.ts'
import { dateSource } from '../model/date-source.ts'
import type { CsvValue } from './csv.ts'
import type { BoardLine } from './filing-lines.ts'
import { distanceText, proofText } from './filing-table.ts'
import { BOARD_STATUS_TITLES, filingWords } from './filing-words.ts'
import type { Reader } from './visitor.ts'

/** The lines of a board as rows, the first with the names of the columns. Days as YYYY-MM-DD. */
export function boardCsv(visitor: Reader, year: number, lines: readonly BoardLine[]): readonly (readonly CsvValue[])[] {
  const { words, language } = visitor
  const said = filingWords(visitor)
  const columns: readonly (readonly [string, (line: BoardLine) => CsvValue])[] = [
    [said.ofAuthority, ({ authorityId }) => authorityId],
    [words.authority, ({ authorityName }) => authorityName],
    [said.level, ({ level }) => (level === null ? null : AUTHORITY_LEVEL_TITLES[level][language])],
    [said.kind, ({ kind }) => AUTHORITY_KIND_TITLES[kind][language]],
    [words.year, () => year],
    [words.filingStatus, ({ status }) => BOARD_STATUS_TITLES[status][language]],
    [said.statusCode, ({ status }) => status],
    [said.reasonOf, ({ reason }) => reason?.[language] ?? null],
    [words.due, ({ due, status }) => (status === 'exempt' ? null : due)],
    [said.basis, ({ basis, status }) => (status === 'exempt' ? null : basis)],
    [words.publishedOn, ({ publishedOn }) => publishedOn],
    [words.dateSource, ({ publishedFrom }) => (publishedFrom === null ? null : dateSource(publishedFrom, language))],
    [said.days, ({ distance }) => (distance === null ? null : distanceText(visitor, distance))],
    [words.backdated, ({ backdated }) => (backdated ? 1 : 0)],
    [words.openFindings, ({ findings }) => findings],
    [words.evidence, ({ proof }) => (proof === null ? null : proofText(visitor, proof))],
    [said.report, ({ reportId }) => reportId],
    [said.asOf, ({ computedAt }) => computedAt?.toISOString() ?? null],
  ]
  return [columns.map(([name]) => name), ...lines.map((line) => columns.map(([, read]) => read(line)))]
}
