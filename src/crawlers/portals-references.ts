import { clashOf, type LocalDeadline } from '../model/deadline.ts'
import { FAMILIES } from './families/index.ts'
import type { AuthorityEntry, DistrictEntry, PortalEntry } from './portals-shape.ts'
import { hostOf, hostProblem } from './registered-host.ts'
import { suggest } from './suggest.ts'
import { localDeadlines } from './to-registry.ts'

export type Path = readonly PropertyKey[]

/** An entry with its place in the list; null where its form is wrong, so that nothing can be said of what it refers to. */
export type Placed<T> = { readonly index: number; readonly entry: T | null }

/** Something that is wrong at a place of the file, and what to do. */
export type Problem = { readonly path: Path; readonly key?: string; readonly message: string }

/** What entries say of each other that does not fit: ids used twice, names of what is not there, days that clash. */
export function referenceProblems(file: {
  districts: readonly Placed<DistrictEntry>[]
  portals: readonly Placed<PortalEntry>[]
}): Problem[] {
  const districts = file.districts.flatMap(({ entry, index }) => (entry ? [{ ...entry, path: ['districts', index] }] : []))
  const portals = file.portals.flatMap(({ entry, index }) => (entry ? [{ ...entry, path: ['portals', index] }] : []))
  const authorities = districts.flatMap((district) =>
    district.authorities.map(({ id }, a) => ({ id, path: [...district.path, 'authorities', a] })),
  )
  const ids = (entries: readonly { readonly id: string; readonly path: Path }[]) =>
    entries.map(({ id, path }) => ({ value: id, path: [...path, 'id'] }))
  const allReadable = districts.length === file.districts.length
  return [
    ...duplicates('district id', ids(districts)),
    ...duplicates('authority id', ids(authorities)),
    ...duplicates('portal id', ids(portals)),
    ...duplicates(
      'credit code',
      districts.flatMap((district) =>
        district.authorities.flatMap(({ uscc }, a) =>
          uscc === null ? [] : [{ value: uscc, path: [...district.path, 'authorities', a, 'uscc'] }],
        ),
      ),
    ),
    ...districts.flatMap((district) => [
      ...deadlineProblems(district, district.path),
      ...holidayProblems(district, district.path),
      ...district.authorities.flatMap((authority, a) =>
        spanProblems(authority, [...district.path, 'authorities', a], district.authorities),
      ),
    ]),
    ...portals.flatMap((portal) => [
      ...duplicates(
        `column of portal "${portal.id}"`,
        portal.columns.map(({ url }, c) => ({ value: url, path: [...portal.path, 'columns', c, 'url'] })),
      ),
      ...portalProblems(portal, portal.path, districts, allReadable),
    ]),
  ]
}

function portalProblems(
  portal: PortalEntry,
  path: Path,
  districts: readonly DistrictEntry[],
  allDistrictsReadable: boolean,
): Problem[] {
  const problems: Problem[] = []
  const say = (where: Path, message: string) => problems.push({ path: [...path, ...where], message })

  const district = districts.find(({ id }) => id === portal.district)
  const districtIds = districts.map(({ id }) => id)
  if (district === undefined && allDistrictsReadable)
    say(['district'], `no district "${portal.district}" in this file; ${suggest(portal.district, districtIds)}`)
  const families = FAMILIES.map(({ id }) => id)
  if (portal.family !== null && !families.includes(portal.family))
    say(['family'], `no family "${portal.family}"; ${suggest(portal.family, families)}, or leave it out to have it recognised`)
  if (!portal.sample && portal.pace < 1) say(['pace'], 'pace must be at least 1 second, so that no portal is overloaded')

  const own = district?.authorities.map(({ id }) => id) ?? null
  const hosts = [portal.host, ...portal.other_hosts]
  for (const [h, host] of hosts.entries()) {
    const message = hostProblem(host, portal.sample)
    if (message !== null) say(h === 0 ? ['host'] : ['other_hosts', h - 1], message)
  }
  for (const [c, column] of portal.columns.entries()) {
    if (column.since !== null && column.until !== null && column.until < column.since)
      say(['columns', c, 'until'], `the last year (${column.until}) lies before the first (${column.since}); correct one of them`)
    const url = URL.canParse(column.url) ? new URL(column.url) : null
    if (url === null || !/^https?:$/.test(url.protocol))
      say(['columns', c, 'url'], `"${column.url}" is not an address; write it as https://${portal.host}/…`)
    else if (url.username !== '' || url.password !== '')
      say(['columns', c, 'url'], 'the address holds a user name or password; remove it')
    else if (!hosts.some((host) => hostOf(host, url.protocol) === url.host))
      say(
        ['columns', c, 'url'],
        `the host ${url.host} is not the portal's host ${portal.host}; correct one of them, or name it under "other_hosts"`,
      )
    if (own === null || column.authorities === 'all') continue
    for (const [a, authority] of column.authorities.entries())
      if (!own.includes(authority))
        say(
          ['columns', c, 'authorities', a],
          `no authority "${authority}" in district "${portal.district}"; ${suggest(authority, own)}`,
        )
  }
  return problems
}

/** Two entries that set the same day for the same kind and year, and entries that set none. */
function deadlineProblems(district: DistrictEntry, path: Path): Problem[] {
  const set: readonly LocalDeadline[] = localDeadlines(district)
  const own = set.length - district.deadlines.length
  return district.deadlines.flatMap((deadline, d): Problem[] => {
    const here = [...path, 'deadlines', d]
    if (deadline.publish === null && deadline.submit === null)
      return [{ path: here, message: 'the entry sets no day; give "publish", "submit" or both' }]
    const earlier = set.slice(0, own + d).find((other) => clashOf(other, deadline).length > 0)
    if (earlier === undefined) return []
    const kinds = clashOf(earlier, deadline).join(', ')
    return [{ path: here, message: `a day for ${kinds} is set twice for the same year; remove one, or name the years of both` }]
  })
}

function holidayProblems({ holidays }: DistrictEntry, path: Path): Problem[] {
  return holidays.flatMap(({ from, to }, h) =>
    from <= to ? [] : [{ path: [...path, 'holidays', h, 'to'], message: `the holiday ends (${to}) before it begins (${from})` }],
  )
}

/** Years in which an authority or a name of it stood, and who took over. */
function spanProblems(authority: AuthorityEntry, path: Path, others: readonly AuthorityEntry[]): Problem[] {
  const { id, since, until, successor, former_names } = authority
  const problems: Problem[] = []
  const say = (where: Path, message: string) => problems.push({ path: [...path, ...where], message })
  if (since !== null && until !== null && until < since)
    say(['until'], `the last year (${until}) lies before the first (${since}); correct one of them`)
  if (successor === id)
    say(['successor'], 'an authority cannot be its own successor; name the one that took over, or leave it out')
  else if (successor !== null && !others.some((other) => other.id === successor))
    say(
      ['successor'],
      `no authority "${successor}" in this district; ${suggest(
        successor,
        others.map((other) => other.id).filter((other) => other !== id),
      )}`,
    )
  if (successor !== null && until === null)
    say(['successor'], `"until" is missing: the last reporting year of "${id}" before "${successor}" took over; add it`)
  for (const [n, name] of former_names.entries())
    if (name.since !== null && name.until !== null && name.until < name.since)
      say(
        ['former_names', n, 'until'],
        `the last year (${name.until}) lies before the first (${name.since}); correct one of them`,
      )
  return problems
}

function duplicates(what: string, entries: readonly { readonly value: string; readonly path: Path }[]): Problem[] {
  const seen = new Set<string>()
  return entries.flatMap(({ value, path }) => {
    if (seen.has(value)) return [{ path, message: `the ${what} "${value}" is used twice; give each its own` }]
    seen.add(value)
    return []
  })
}
