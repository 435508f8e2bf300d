import type { Context } from 'hono'
import { z } from 'zod'
import { AUTHORITY_LEVEL_TITLES, AUTHORITY_LEVELS, type AuthorityLevel } from '../model/authority.ts'
import type { District } from '../model/portal.ts'
import { type Html, html } from './html.ts'
import { overviewWords } from './overview-words.ts'
import { queryPart, REGISTRY_ID, REPORT_YEAR } from './request.ts'
import type { Reader, ReviewEnv } from './visitor.ts'

/** What the overview covers; null: all. */
export type Choice = { readonly district: string | null; readonly year: number | null; readonly level: AuthorityLevel | null }

const YEAR = z.union([z.literal('all'), REPORT_YEAR])

/** As the address says; without a year the newest that is worked out, which `newest` tells. @throws BadRequest */
export function choiceOf(c: Context<ReviewEnv>, newest: number | null): Choice {
  const year = queryPart(c, 'year', YEAR)
  return {
    district: queryPart(c, 'district', REGISTRY_ID),
    year: year === 'all' ? null : (year ?? newest),
    level: queryPart(c, 'level', z.enum(AUTHORITY_LEVELS)),
  }
}

export function overviewPath({ district, year, level }: Choice): string {
  const query = new URLSearchParams()
  if (district !== null) query.set('district', district)
  query.set('year', year === null ? 'all' : String(year))
  if (level !== null) query.set('level', level)
  return `/?${query}`
}

/** A form without script: the address says what is chosen. */
export function choiceForm(visitor: Reader, districts: readonly District[], { district, year, level }: Choice): Html {
  const { words, language } = visitor
  const said = overviewWords(visitor)
  const years = [...new Set([...districts.flatMap((each) => each.years), ...(year === null ? [] : [year])])].toSorted(
    (a, b) => b - a,
  )
  const option = (value: string, label: string, isChosen: boolean) =>
    html`<option value="${value}"${isChosen && html` selected`}>${label}</option>`
  return html`<form class="search choose" action="/" aria-label="${said.choose}">
  <label><span class="hidden">${words.district}</span><select name="district">${option('', said.allDistricts, district === null)}${districts.map(({ id, name }) => option(id, name, id === district))}</select></label>
  <label><span class="hidden">${words.year}</span><select name="year">${option('all', said.allYears, year === null)}${years.map((each) => option(String(each), words.yearOf(each), each === year))}</select></label>
  <label><span class="hidden">${said.byLevel}</span><select name="level">${option('', said.allLevels, level === null)}${AUTHORITY_LEVELS.map((each) => option(each, AUTHORITY_LEVEL_TITLES[each][language], each === level))}</select></label>
  <button>${said.show}</button></form>`
}
