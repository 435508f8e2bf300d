import type { FilingCount } from '../../db/overview.ts'
import { AUTHORITY_LEVEL_TITLES, AUTHORITY_LEVELS, type AuthorityLevel, levelOfKind } from '../model/authority.ts'
import type { District } from '../model/portal.ts'
import { onTimeLegend, type StatusRow, statusTable } from './filing-kinds.ts'
import type { StatusCounts } from './filing-lines.ts'
import { boardPath, matrixPath } from './filing-paths.ts'
import { BOARD_STATUSES, type BoardStatus, filingWords } from './filing-words.ts'
import { type Html, html } from './html.ts'
import { type Choice, overviewPath } from './overview-choice.ts'
import { overviewWords } from './overview-words.ts'
import type { Reader } from './visitor.ts'

type Shown = { readonly counts: readonly FilingCount[]; readonly districts: readonly District[]; readonly choice: Choice }

function levelOf({ level, kind }: FilingCount): AuthorityLevel | null {
  return level ?? levelOfKind(kind)
}

/** Who filed in time, by district, by level and, for all years, by year. */
export function timeliness(visitor: Reader, { counts, districts, choice }: Shown): Html {
  const { words, language } = visitor
  const said = overviewWords(visitor)
  const { district, year, level } = choice
  const shown = counts.filter((count) => level === null || levelOf(count) === level)
  if (shown.length === 0)
    return html`<p class="empty">${districts.length === 0 ? words.noDistricts : filingWords(visitor).noMatch}</p>`
  const narrow = level === null ? '' : `&level=${level}`
  const byDistrict = Map.groupBy(shown, (count) => count.district)
  const districtRow = ({ id, name }: District): StatusRow => {
    const path = year === null ? matrixPath(id) : boardPath(id, year)
    return {
      label: name,
      counts: sumOf(byDistrict.get(id) ?? []),
      hrefOf: (more) => path + asQuery(narrow + more),
    }
  }
  const levelRow = (own: AuthorityLevel | null): StatusRow => ({
    label: own === null ? filingWords(visitor).levelUnknown : AUTHORITY_LEVEL_TITLES[own][language],
    counts: sumOf(shown.filter((count) => levelOf(count) === own)),
    hrefOf: (more) =>
      district !== null && year !== null
        ? `${boardPath(district, year)}?level=${own ?? 'unknown'}${more}`
        : own === null
          ? null
          : overviewPath({ ...choice, level: own }),
  })
  const yearRow = (own: number): StatusRow => ({
    label: words.yearOf(own),
    counts: sumOf(shown.filter((count) => count.year === own)),
    hrefOf: (more) =>
      district === null ? overviewPath({ ...choice, year: own }) : boardPath(district, own) + asQuery(narrow + more),
  })
  const own = districts.filter(({ id }) => byDistrict.has(id))
  const levels = [...AUTHORITY_LEVELS, null].filter((each) => shown.some((count) => levelOf(count) === each))
  const years = [...new Set(shown.map((count) => count.year))].toSorted((a, b) => b - a)
  const all: StatusRow = { label: filingWords(visitor).total, counts: sumOf(shown), hrefOf: () => null }
  return html`<p class="soft">${said.timelinessLead(year === null ? said.allYears : words.yearOf(year))}</p>
  ${statusTable(visitor, { head: said.byDistrict, rows: own.map(districtRow), total: own.length > 1 ? all : null })}
  ${level === null && levels.length > 1 && statusTable(visitor, { head: said.byLevel, rows: levels.map(levelRow), total: null })}
  ${year === null && years.length > 1 && statusTable(visitor, { head: said.byYear, rows: years.map(yearRow), total: null })}${onTimeLegend(visitor)}`
}

/** `&a=1&b=2` as a query of its own. */
function asQuery(more: string): string {
  return more.replace('&', '?')
}

function sumOf(counts: readonly FilingCount[]): StatusCounts {
  const sums = Object.fromEntries(BOARD_STATUSES.map((status) => [status, 0])) as Record<BoardStatus, number>
  for (const { status, count } of counts) sums[status ?? 'not-computed'] += count
  return sums
}
