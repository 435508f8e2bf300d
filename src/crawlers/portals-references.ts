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
export type Problem = {
  readonly path: Path
  /** A key of the entry at the path that is not known. */
  readonly key?: string
  /** A key that the entry at the path lacks. */
  readonly missing?: string
  readonly message: string
  /** The message without the name of the place, for where the place is plain to see; left out: the message has none. */
  readonly asked?: string
  /** The same in Chinese, without the place. */
  readonly zh: string
}

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
  const say = (where: Path, message: string, zh: string) => problems.push({ path: [...path, ...where], message, zh })

  const district = districts.find(({ id }) => id === portal.district)
  const districtIds = districts.map(({ id }) => id)
  if (district === undefined && allDistrictsReadable)
    say(
      ['district'],
      `no district "${portal.district}" in this file; ${suggest(portal.district, districtIds)}`,
      `没有登记地区“${portal.district}”`,
    )
  const families = FAMILIES.map(({ id }) => id)
  if (portal.family !== null && !families.includes(portal.family))
    say(
      ['family'],
      `no family "${portal.family}"; ${suggest(portal.family, families)}, or leave it out to have it recognised`,
      `没有“${portal.family}”这一平台；留空即自动识别`,
    )
  if (!portal.sample && portal.pace < 1)
    say(['pace'], 'pace must be at least 1 second, so that no portal is overloaded', '间隔至少 1 秒，以免加重网站负担')

  const own = district?.authorities.map(({ id }) => id) ?? null
  const hosts = [portal.host, ...portal.other_hosts]
  for (const [h, host] of hosts.entries()) {
    const problem = hostProblem(host, portal.sample)
    if (problem !== null) say(h === 0 ? ['host'] : ['other_hosts', h - 1], problem.message, problem.zh)
  }
  for (const [c, column] of portal.columns.entries()) {
    if (column.since !== null && column.until !== null && column.until < column.since)
      say(['columns', c, 'until'], ...yearsReversed(column))
    const url = URL.canParse(column.url) ? new URL(column.url) : null
    if (url === null || !/^https?:$/.test(url.protocol))
      say(
        ['columns', c, 'url'],
        `"${column.url}" is not an address; write it as https://${portal.host}/…`,
        `“${column.url}”不是网址，请写成 https://${portal.host}/…`,
      )
    else if (url.username !== '' || url.password !== '')
      say(['columns', c, 'url'], 'the address holds a user name or password; remove it', '网址中含有用户名或密码，请去掉')
    else if (!hosts.some((host) => hostOf(host, url.protocol) === url.host))
      say(
        ['columns', c, 'url'],
        `the host ${url.host} is not the portal's host ${portal.host}; correct one of them, or name it under "other_hosts"`,
        `主机 ${url.host} 不是本网站的主机 ${portal.host}；请更正其一，或在网站的“其他主机”中登记`,
      )
    if (own === null || column.authorities === 'all') continue
    for (const [a, authority] of column.authorities.entries())
      if (!own.includes(authority))
        say(
          ['columns', c, 'authorities', a],
          `no authority "${authority}" in district "${portal.district}"; ${suggest(authority, own)}`,
          `栏目 ${column.url} 指向单位“${authority}”，而该地区没有登记这个单位`,
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
      return [{ path: here, message: 'the entry sets no day; give "publish", "submit" or both', zh: '未写明日期' }]
    const earlier = set.slice(0, own + d).find((other) => clashOf(other, deadline).length > 0)
    if (earlier === undefined) return []
    const kinds = clashOf(earlier, deadline).join(', ')
    return [
      {
        path: here,
        message: `a day for ${kinds} is set twice for the same year; remove one, or name the years of both`,
        zh: `同一年度为 ${kinds} 定了两次日期`,
      },
    ]
  })
}

function holidayProblems({ holidays }: DistrictEntry, path: Path): Problem[] {
  return holidays.flatMap(({ from, to }, h) =>
    from <= to
      ? []
      : [
          {
            path: [...path, 'holidays', h, 'to'],
            message: `the holiday ends (${to}) before it begins (${from})`,
            zh: `假期结束（${to}）早于开始（${from}）`,
          },
        ],
  )
}

/** Years in which an authority or a name of it stood, and who took over. */
function spanProblems(authority: AuthorityEntry, path: Path, others: readonly AuthorityEntry[]): Problem[] {
  const { id, since, until, successor, former_names } = authority
  const problems: Problem[] = []
  const say = (where: Path, message: string, zh: string) => problems.push({ path: [...path, ...where], message, zh })
  if (since !== null && until !== null && until < since) say(['until'], ...yearsReversed({ since, until }))
  if (successor === id)
    say(
      ['successor'],
      'an authority cannot be its own successor; name the one that took over, or leave it out',
      '承接单位不能是自身；请选承接的单位，或留空',
    )
  else if (successor !== null && !others.some((other) => other.id === successor))
    say(
      ['successor'],
      `no authority "${successor}" in this district; ${suggest(
        successor,
        others.map((other) => other.id).filter((other) => other !== id),
      )}`,
      `“${id}”的承接单位“${successor}”没有在本地区登记`,
    )
  if (successor !== null && until === null)
    say(
      ['successor'],
      `"until" is missing: the last reporting year of "${id}" before "${successor}" took over; add it`,
      '有承接单位的，须填写最后年度',
    )
  for (const [n, name] of former_names.entries())
    if (name.since !== null && name.until !== null && name.until < name.since)
      say(['former_names', n, 'until'], ...yearsReversed(name))
  return problems
}

function yearsReversed({ since, until }: { readonly since: number | null; readonly until: number | null }): [string, string] {
  return [
    `the last year (${until}) lies before the first (${since}); correct one of them`,
    `最后年度（${until}）早于开始年度（${since}），请更正其一`,
  ]
}

function duplicates(what: string, entries: readonly { readonly value: string; readonly path: Path }[]): Problem[] {
  const seen = new Set<string>()
  return entries.flatMap(({ value, path }) => {
    if (seen.has(value))
      return [{ path, message: `the ${what} "${value}" is used twice; give each its own`, zh: `“${value}”已经登记过，不能重复` }]
    seen.add(value)
    return []
  })
}
