import { said } from '../model/crawl-words.ts'
import { namesOf, type PortalColumn, type RegisteredAuthority } from '../model/portal.ts'
import { authorityByCode } from './credit-codes.ts'
import { isOtherFormOf, judgeTitle, nameInTitle, type TitleJudgement } from './judge-title.ts'
import { matchAuthority } from './match-authority.ts'
import type { ArticleSight } from './read-article.ts'
import type { ListRow } from './read-list.ts'

/** Who may appear on a portal: its district's name and authorities. */
export type Circle = { readonly district: string; readonly authorities: readonly RegisteredAuthority[] }

export type EntryJudgement = {
  readonly judgement: 'candidate' | 'foreign' | 'not-report'
  readonly reason: string | null
  /** The authority when title, article or column say so without doubt. */
  readonly authority: string | null
}

/** Judges the title alone, with the names of the circle out of the way. */
export function judgeListTitle(title: string, circle: Circle): TitleJudgement {
  const names = circle.authorities.flatMap(namesOf).sort((a, b) => b.length - a.length)
  return judgeTitle(
    title,
    names.filter((name) => title.includes(name)),
  )
}

/** Judges a row of a list before its article is opened. `beside` are the titles of the same page. */
export function judgeRow(title: string, beside: readonly string[], column: PortalColumn, circle: Circle): EntryJudgement {
  const { judgement, reason } = judgeListTitle(title, circle)
  if (judgement === 'not-report') return { judgement, reason, authority: null }
  const main = beside.find((other) => isOtherFormOf(title, other))
  if (main !== undefined) return { judgement: 'not-report', reason: said('other-form', main), authority: null }
  if (judgement === 'cut') return { judgement: 'candidate', reason: null, authority: null }
  return byName(title, column, circle) ?? { judgement: 'candidate', reason: null, authority: null }
}

/** Judges an entry by its article, where the title in the list left open what it is or whose. */
export function judgeArticle(
  row: ListRow,
  sight: ArticleSight,
  column: PortalColumn,
  circle: Circle,
  page: string | null = null,
): EntryJudgement {
  const listTitle = row.title
  const isCut = judgeListTitle(listTitle, circle).judgement === 'cut'
  const title = isCut ? (sight.title() ?? listTitle) : listTitle
  if (isCut) {
    const { judgement, reason } = judgeListTitle(title, circle)
    if (judgement === 'not-report') return { judgement, reason, authority: null }
  }
  const named = byName(title, column, circle) ?? byName(sight.title() ?? '', column, circle)
  if (named !== null) return named

  const only = column.authorities !== 'all' && column.authorities.length === 1 ? column.authorities[0]! : null
  const printed = sight.publisher() ?? row.publisher ?? null
  const publisher = printed === null ? null : matchAuthority(printed, circle.district, circle.authorities)
  const published = publisher?.kind === 'registered' && mayAppear(publisher.id, column) ? publisher.id : null
  const coded = authorityByCode({ addresses: [row.url], html: page }, circle.authorities)?.id ?? null
  const opening = mentioned(sight.opening, circle)
  const doubtful = published !== null && opening.length > 0 && !opening.includes(published)
  // What is left open is decided with the text of the report, which has more to say.
  const told = [...new Set([published, coded].filter((id) => id !== null && mayAppear(id, column)))]
  const authority = only ?? (doubtful || told.length > 1 ? null : (told[0] ?? null))
  const contradicted =
    only !== null && ([...told, coded].some((id) => id !== null && id !== only) || publisher?.kind === 'foreign')
  return { judgement: 'candidate', reason: null, authority: contradicted ? null : authority }
}

/** By the name in a title; null where it names nobody that can be told. */
function byName(title: string, column: PortalColumn, circle: Circle): EntryJudgement | null {
  const match = matchAuthority(nameInTitle(title), circle.district, circle.authorities, yearIn(title))
  if (match.kind === 'foreign')
    return {
      judgement: 'foreign',
      reason: said('not-registered', match.name),
      authority: null,
    }
  if (match.kind !== 'registered') return null
  if (mayAppear(match.id, column)) return { judgement: 'candidate', reason: null, authority: match.id }
  const name = circle.authorities.find(({ id }) => id === match.id)?.name ?? match.id
  return { judgement: 'foreign', reason: said('not-of-column', name), authority: null }
}

/** The one year that a title names; null where it names none, or several. */
function yearIn(title: string): number | null {
  const years = new Set(title.normalize('NFKC').match(/(?<!\d)20\d\d(?!\d)/g))
  return years.size === 1 ? Number([...years][0]) : null
}

function mayAppear(id: string, column: PortalColumn): boolean {
  return column.authorities === 'all' || column.authorities.includes(id)
}

function mentioned(text: string, circle: Circle): readonly string[] {
  return circle.authorities.filter((authority) => namesOf(authority).some((each) => text.includes(each))).map(({ id }) => id)
}
