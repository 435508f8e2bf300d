import { isAlias, isMap, isScalar, LineCounter, type Node, parseDocument, type Document as YamlDocument } from 'yaml'
import { z } from 'zod'
import { AUTHORITY_KINDS } from '../model/authority.ts'
import type { District, Portal, RegisteredAuthority, Registry } from '../model/portal.ts'
import { SetupError } from '../model/setup-error.ts'
import { hostKind } from './address-kind.ts'
import { FAMILIES } from './families/index.ts'

/** A portals file that cannot be used. The message tells every problem, one a line, as `file:line:column: what, and what to do`. */
export class PortalsFileError extends SetupError {
  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.name = 'PortalsFileError'
  }
}

const text = z.string({ error: 'must be text; put it in quotes' }).trim().min(1, 'must not be empty')
const id = text.regex(
  /^[a-z0-9][a-z0-9_-]*$/,
  'must consist of lower-case letters, digits, "-" and "_"; it names this entry for ever',
)
const year = z.number({ error: 'must be a year, such as 2024' }).int('must be a year, such as 2024').min(2008).max(2100)

const authorityShape = {
  id,
  name: text,
  kind: z.enum(AUTHORITY_KINDS),
  aliases: z.array(text).default([]),
  since: year.nullable().default(null),
  exempt: z.record(z.string().regex(/^20\d\d$/, 'must name a reporting year, such as 2023'), text).default({}),
}
const districtShape = {
  id,
  name: text,
  local_due: text
    .regex(/^(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, "must be a day of the year as MM-DD, such as '01-31'")
    .nullable()
    .default(null),
  years: z.array(year).min(1, 'must name at least one reporting year; leave it out for the last three').optional(),
  authorities: z.array(z.strictObject(authorityShape)).min(1, 'must name at least one authority'),
}
const columnShape = {
  url: text,
  authorities: z.union([z.literal('all'), z.array(id).min(1)], {
    error: 'must be "all" or a list of authority ids, such as [finance-bureau]',
  }),
}
const portalShape = {
  id,
  name: text,
  district: id,
  host: text,
  other_hosts: z.array(text).default([]),
  family: text.nullable().default(null),
  pace: z.number({ error: 'must be a number of seconds' }).min(0).max(3600).default(3),
  sample: z.boolean({ error: 'must be true or false' }).default(false),
  columns: z.array(z.strictObject(columnShape)).min(1, 'must name at least one column: the address of a list of reports'),
}
const fileShape = {
  districts: z.array(z.strictObject(districtShape)).min(1, 'must name at least one district'),
  portals: z.array(z.strictObject(portalShape)).min(1, 'must name at least one portal'),
}
const fileSchema = z.strictObject(fileShape)
type PortalsFile = z.infer<typeof fileSchema>
type DistrictEntry = PortalsFile['districts'][number]
type PortalEntry = PortalsFile['portals'][number]
type Path = readonly PropertyKey[]

/** An entry with its place in the list; null where its form is wrong, so that nothing can be said of what it refers to. */
type Placed<T> = { readonly index: number; readonly entry: T | null }

/** Keys known at each place of the file; a place is its path without the numbers. */
const KNOWN_KEYS: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(fileShape),
  districts: Object.keys(districtShape),
  'districts.authorities': Object.keys(authorityShape),
  portals: Object.keys(portalShape),
  'portals.columns': Object.keys(columnShape),
}

/**
 * Reads and checks a portals file. Districts without `years` get the last three reporting years before `today`.
 * @throws PortalsFileError telling all problems at once
 */
export function readPortalsFile(source: string, fileName: string, today: Date = new Date()): Registry {
  const lines = new LineCounter()
  const document = parseDocument(source.replace(/^\uFEFF/, ''), { lineCounter: lines, prettyErrors: false })
  const tell = (offset: number, message: string): string => {
    const { line, col } = lines.linePos(offset)
    return `${fileName}:${Math.max(line, 1)}:${Math.max(col, 1)}: ${message}`
  }
  if (document.errors.length > 0)
    throw new PortalsFileError(
      document.errors.map((error) => tell(error.pos[0], `this is not valid YAML: ${error.message}; correct the line`)),
    )
  if (!isMap(document.contents))
    throw new PortalsFileError([
      tell(0, 'the file holds no portals; begin it with "districts:" and "portals:" (see docs/portals.md for an example)'),
    ])

  const content: unknown = document.toJS()
  const parsed = fileSchema.safeParse(content)
  const issues = parsed.error?.issues ?? []
  const problems = [
    ...issues.flatMap((issue) => shapeProblems(issue, document)),
    ...referenceProblems(withoutUnknownKeys(content, issues)),
  ]
  if (problems.length === 0 && parsed.success) return toRegistry(parsed.data, today.getFullYear())
  const placed = problems.map(({ path, key, message }) => ({ offset: offsetOf(document, path, key), message }))
  throw new PortalsFileError(placed.sort((a, b) => a.offset - b.offset).map(({ offset, message }) => tell(offset, message)))
}

/** The entries that are of the right form apart from keys that are not known, so that all problems are told at once. */
function withoutUnknownKeys(
  content: unknown,
  issues: readonly z.core.$ZodIssue[],
): { districts: Placed<DistrictEntry>[]; portals: Placed<PortalEntry>[] } {
  const known = structuredClone(content)
  for (const issue of issues)
    if (issue.code === 'unrecognized_keys') {
      const around = issue.path.reduce<unknown>((value, step) => (value as Record<PropertyKey, unknown>)[step], known)
      for (const key of issue.keys) delete (around as Record<string, unknown>)[key]
    }
  const listed = <T>(key: string, schema: z.ZodType<T>): Placed<T>[] => {
    const list = (known as Record<string, unknown>)[key]
    return Array.isArray(list) ? list.map((entry, index) => ({ index, entry: schema.safeParse(entry).data ?? null })) : []
  }
  return {
    districts: listed('districts', z.strictObject(districtShape)),
    portals: listed('portals', z.strictObject(portalShape)),
  }
}

type Problem = { readonly path: Path; readonly key?: string; readonly message: string }

function shapeProblems(issue: z.core.$ZodIssue, document: YamlDocument): Problem[] {
  const label = issue.path.map((step) => (typeof step === 'number' ? `[${step + 1}]` : `.${String(step)}`)).join('')
  const name = label.replace(/^\./, '') || 'the file'
  if (issue.code === 'unrecognized_keys') {
    const known = KNOWN_KEYS[issue.path.filter((step) => typeof step === 'string').join('.')] ?? []
    return issue.keys.map((key) => ({
      path: issue.path,
      key,
      message: `"${key}" is not known here; ${suggest(key, known)}`,
    }))
  }
  const missing = document.getIn(issue.path) === undefined
  if (missing) return [{ path: issue.path.slice(0, -1), message: `"${name}" is missing; add it` }]
  if (issue.code === 'invalid_value' && typeof document.getIn(issue.path) === 'string') {
    const given = String(document.getIn(issue.path))
    return [{ path: issue.path, message: `${name}: "${given}" is not known; ${suggest(given, issue.values.map(String))}` }]
  }
  return [{ path: issue.path, message: `${name} ${messageOf(issue)}` }]
}

function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.message.startsWith('must')) return issue.message
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${issue.expected === 'array' ? 'a list' : issue.expected === 'object' || issue.expected === 'record' ? 'a group of "key: value" lines' : issue.expected}; correct it`
    case 'too_small':
      return `must be at least ${issue.minimum}; correct it`
    case 'too_big':
      return `must be at most ${issue.maximum}; correct it`
    default:
      return `cannot be used (${issue.message}); correct it`
  }
}

function referenceProblems(file: {
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

function hostProblem(host: string, sample: boolean): string | null {
  const url = URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : null
  if (url === null || hostOf(host, 'http:') === null)
    return `"${host}" is not a host; write it as in the address, without scheme and path, such as www.example.gov.cn`
  const kind = hostKind(url.hostname)
  if (sample)
    return kind === 'loopback'
      ? null
      : `"${host}" is not on this machine; a sample portal must be on 127.0.0.1 – or remove "sample: true"`
  if (kind === 'loopback' || kind === 'private')
    return `"${host}" is an address of this machine or of a private network; only a portal marked "sample: true" may be on 127.0.0.1`
  return null
}

/** The host as `URL.host` gives it for this scheme, or null where `host` holds more than a host and a port. */
function hostOf(host: string, protocol: string): string | null {
  const url = URL.canParse(`${protocol}//${host}`) ? new URL(`${protocol}//${host}`) : null
  return url !== null && url.href === `${protocol}//${url.host}/` && !host.endsWith('/') ? url.host : null
}

function duplicates(what: string, entries: readonly { readonly value: string; readonly path: Path }[]): Problem[] {
  const seen = new Set<string>()
  return entries.flatMap(({ value, path }) => {
    if (seen.has(value)) return [{ path, message: `the ${what} "${value}" is used twice; give each its own` }]
    seen.add(value)
    return []
  })
}

function toRegistry(file: PortalsFile, thisYear: number): Registry {
  const lastThree = [thisYear - 3, thisYear - 2, thisYear - 1]
  return {
    districts: file.districts.map(
      ({ id, name, local_due, years }): District => ({ id, name, localDue: local_due, years: years ?? lastThree }),
    ),
    authorities: file.districts.flatMap((district) =>
      district.authorities.map((authority): RegisteredAuthority => ({ ...authority, district: district.id })),
    ),
    portals: file.portals.map(({ other_hosts, host, ...portal }): Portal => {
      const protocol = new URL(portal.columns[0]!.url).protocol
      return {
        ...portal,
        host: hostOf(host, protocol) ?? host,
        otherHosts: other_hosts.map((other) => hostOf(other, protocol) ?? other),
      }
    }),
  }
}

/** Where in the text a problem stands: the key that is not known, else the value, else the nearest thing around it. */
function offsetOf(document: YamlDocument, path: Path, key?: string): number {
  for (let steps = path.length; steps >= 0; steps--) {
    const found = document.getIn(path.slice(0, steps), true)
    const node = isAlias(found) ? found.resolve(document) : (found as Node | undefined)
    if (key !== undefined && isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
      if (isScalar(pair?.key) && pair.key.range) return pair.key.range[0]
    }
    if (node?.range) return node.range[0]
  }
  return 0
}

function suggest(given: string, known: readonly string[]): string {
  const [nearest] = [...new Set(known)].map((name) => ({ name, steps: editSteps(given, name) })).sort((a, b) => a.steps - b.steps)
  const listed = known.length > 12 ? `${known.slice(0, 12).join(', ')} …` : [...new Set(known)].join(', ')
  return nearest !== undefined && nearest.steps <= Math.max(2, nearest.name.length / 3)
    ? `did you mean "${nearest.name}"? (known: ${listed})`
    : `known: ${listed}`
}

/** Levenshtein distance, with letters compared case-blind and "-" as "_". */
function editSteps(a: string, b: string): number {
  const [left, right] = [a, b].map((word) => word.toLowerCase().replaceAll('-', '_')) as [string, string]
  let row = Array.from({ length: right.length + 1 }, (_, i) => i)
  for (let i = 1; i <= left.length; i++) {
    const next = [i]
    for (let j = 1; j <= right.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (left[i - 1] === right[j - 1] ? 0 : 1)))
    row = next
  }
  return row[right.length]!
}
