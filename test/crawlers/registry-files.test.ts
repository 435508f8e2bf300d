import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PortalsFileError, readPortalsFile } from '../../src/crawlers/portals-file.ts'
import { readRegistryTables } from '../../src/crawlers/registry-files/read-tables.ts'
import { TABLE_FILES } from '../../src/crawlers/registry-files/tables.ts'
import { registryTables, registryYaml } from '../../src/crawlers/registry-files/write-registry.ts'
import { AUTHORITY_KINDS, AUTHORITY_LEVELS, levelOfKind } from '../../src/model/authority.ts'
import type { PortalColumn, RegisteredAuthority, Registry } from '../../src/model/portal.ts'
import { RULE_SEVERITIES } from '../../src/model/rule-settings.ts'

const today = new Date('2026-11-27')
const NOTHING: Registry = { districts: [], authorities: [], portals: [] }

/** Text as operators may write it, with every sign that means something in a file. */
const words = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '示例区财政局',
        '|',
        '\\',
        '"',
        ',',
        ';',
        '\n',
        '\r\n',
        '@',
        '2019-2023',
        ':',
        '：',
        '#',
        '- ',
        ' ',
        "'",
        '=',
        '-',
      ),
      fc.string({ unit: 'grapheme', maxLength: 4 }),
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((parts) => parts.join('').trim())
  .filter((text) => text !== '')
const year = fc.integer({ min: 2008, max: 2100 })
const day = fc
  .date({ min: new Date('2008-01-01'), max: new Date('2100-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const yearKey = fc.integer({ min: 2008, max: 2099 }).map(String)
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null })
const span = fc
  .tuple(orNull(year), orNull(year))
  .map(([a, b]) => ({ since: a, until: a !== null && b !== null && b < a ? a : b }))
const rare = <T extends object>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(model, { requiredKeys: [] })
const CODES = ['11370800004312466C', '12370812F50341961E', '11370300MB28519923']

function authority(district: string, index: number): fc.Arbitrary<RegisteredAuthority> {
  return fc
    .record({
      name: words,
      kind: fc.constantFrom(...AUTHORITY_KINDS),
      level: orNull(fc.constantFrom(...AUTHORITY_LEVELS)),
      aliases: fc.array(words, { maxLength: 3 }),
      formerNames: fc.array(
        fc.tuple(words, span).map(([name, spanned]) => ({ name, ...spanned })),
        { maxLength: 2 },
      ),
      span,
      isSucceeded: fc.boolean(),
      exempt: fc.dictionary(yearKey, words, { maxKeys: 2, noNullPrototype: true }),
      submitted: fc.dictionary(yearKey, orNull(day), { maxKeys: 2, noNullPrototype: true }),
      facts: rare({ verifiedAt: day, note: words }),
    })
    .map(({ span: { since, until }, level, isSucceeded, facts, ...rest }) => ({
      ...rest,
      ...facts,
      ...(index < CODES.length && district === 'd0' ? { uscc: CODES[index]! } : {}),
      id: `${district}-a${index}`,
      district,
      level: level ?? levelOfKind(rest.kind),
      since,
      until,
      successor: until !== null && isSucceeded && index > 0 ? `${district}-a0` : null,
    }))
}

function column(host: string, index: number, owners: readonly string[]): fc.Arbitrary<PortalColumn> {
  return fc
    .record({
      authorities: fc.oneof(fc.constant('all' as const), fc.subarray([...owners], { minLength: 1 })),
      facts: rare({
        annual: fc.constant(false as const),
        status: fc.constantFrom('old', 'moved', 'blocked', 'robots'),
        since: fc.integer({ min: 2008, max: 2020 }),
        until: fc.integer({ min: 2020, max: 2100 }),
        verifiedAt: day,
        note: words,
      }),
    })
    .map(({ authorities, facts }) => ({ url: `https://${host}/nb/${index}/?a=1,2;3`, authorities, ...facts }))
}

const registry: fc.Arbitrary<Registry> = fc.integer({ min: 1, max: 3 }).chain((count) =>
  fc
    .tuple(
      ...Array.from({ length: count }, (_, d) => {
        const id = `d${d}`
        const host = `www.${id}.example.cn`
        return fc.integer({ min: 1, max: 4 }).chain((bodies) => {
          const ids = Array.from({ length: bodies }, (_, index) => `${id}-a${index}`)
          return fc.record({
            district: fc.record({
              id: fc.constant(id),
              name: words,
              years: fc.array(year, { minLength: 1, maxLength: 3 }),
              deadlines: fc.constantFrom(
                [],
                [{ kinds: ['township' as const], years: [2025], publish: '02-10', submit: null, basis: '通知|第9号' }],
                [{ kinds: ['gov_department' as const], years: null, publish: null, submit: '01-20', basis: '通知' }],
              ),
              holidays: fc.constantFrom(
                [],
                [{ name: '春节', from: '2027-02-05', to: '2027-02-11', working: ['2027-01-31'], source: '通知' }],
              ),
              rules: fc.dictionary(
                fc.constantFrom('CELL-02', 'T2-03'),
                fc.constantFrom(...RULE_SEVERITIES).map((severity) => ({ severity })),
                { noNullPrototype: true },
              ),
            }),
            authorities: fc.tuple(...ids.map((_, index) => authority(id, index))),
            portals: fc
              .record({
                name: words,
                pace: fc.double({ min: 1, max: 3600, noNaN: true }),
                otherHosts: fc.subarray([`file.${id}.example.cn`, `img.${id}.example.cn:8080`]),
                family: orNull(fc.constantFrom('trs-static', 'gongkai')),
                columns: fc
                  .integer({ min: 1, max: 3 })
                  .chain((n) => fc.tuple(...Array.from({ length: n }, (_, c) => column(host, c, ids)))),
              })
              .map((portal) => [{ ...portal, id: `${id}-p`, district: id, host, sample: false }]),
          })
        })
      }),
    )
    .map((parts) => ({
      districts: parts.map(({ district }) => district),
      authorities: parts.flatMap(({ authorities }) => [...authorities]),
      portals: parts.flatMap(({ portals }) => portals),
    })),
)

const sources = (given: Registry) =>
  Object.entries(registryTables(given)).map(([table, text]) => ({ name: TABLE_FILES[table as keyof typeof TABLE_FILES], text }))

test('a registry that is exported as YAML and imported is the same', () => {
  fc.assert(
    fc.property(registry, (given) => {
      expect(readPortalsFile(registryYaml(given), 'portals.yaml', today)).toEqual(given)
    }),
    { numRuns: 60 },
  )
})

test('a registry that is exported as tables and imported is the same', () => {
  fc.assert(
    fc.property(registry, (given) => {
      expect(readRegistryTables(sources(given), NOTHING, today)).toEqual(given)
    }),
    { numRuns: 60 },
  )
})

test('what the tables do not tell of their districts stays as it is registered', () => {
  fc.assert(
    fc.property(registry, fc.constantFrom('authorities', 'columns', 'districts'), (given, table) => {
      const one = sources(given).filter(({ name }) => name === TABLE_FILES[table])
      expect(readRegistryTables(one, given, today)).toEqual(given)
    }),
    { numRuns: 60 },
  )
})

const AUTHORITIES = `district,district_name,id,name,kind,uscc,aliases,since,until,successor
shili,示例区,finance,示例区财政局,gov_department,11370300MB28519923,区财政局|财政局,,,
shili,示例区,water,示例区水利局,gov_department,,,,2023,finance
`
const COLUMNS = `district,portal,portal_name,host,url,authorities,status,since,until
shili,main,示例区人民政府,www.example.gov.cn,https://www.example.gov.cn/nb/,all,,,
shili,main,示例区人民政府,www.example.gov.cn,https://www.example.gov.cn/old/,finance,old,,2020
`
const DISTRICTS = 'id,name,years\nshili,示例区,2024|2025\n'

function problems(files: { authorities?: string; columns?: string; districts?: string }): string[] {
  const given = { authorities: AUTHORITIES, columns: COLUMNS, districts: DISTRICTS, ...files }
  try {
    readRegistryTables(
      Object.entries(given).map(([table, text]) => ({ name: `${table}.csv`, text })),
      NOTHING,
      today,
    )
  } catch (error) {
    if (error instanceof PortalsFileError) return error.message.split('\n')
    throw error
  }
  return []
}

test('tables that a spreadsheet saved with semicolons, and blank lines between, are read', () => {
  const text = AUTHORITIES.replaceAll(',', ';').replaceAll('\n', '\r\n\r\n')
  expect(problems({ authorities: text })).toEqual([])
})

test.each([
  {
    name: 'a mistyped credit code',
    files: { authorities: AUTHORITIES.replace('MB28519923', 'MB28519932') },
    at: 'authorities.csv:2:41',
    says: 'its check digit, which is',
  },
  {
    name: 'a credit code used twice',
    files: { authorities: AUTHORITIES.replace('gov_department,,,,2023', 'gov_department,11370300MB28519923,,,2023') },
    at: 'authorities.csv:3:39',
    says: 'used twice',
  },
  {
    name: 'a misspelt kind',
    files: { authorities: AUTHORITIES.replace('gov_department,1', 'gov_departmnt,1') },
    at: 'authorities.csv:2:26',
    says: 'did you mean "gov_department"',
  },
  {
    name: 'a year that is none',
    files: { authorities: AUTHORITIES.replace(',2023,', ',soon,') },
    at: 'authorities.csv:3:42',
    says: 'must be a year',
  },
  {
    name: 'a missing name',
    files: { authorities: AUTHORITIES.replace('water,示例区水利局', 'water,') },
    at: 'authorities.csv:3:11',
    says: 'is missing',
  },
  {
    name: 'an unknown heading',
    files: { authorities: AUTHORITIES.replace('aliases', 'alias') },
    at: 'authorities.csv:1:42',
    says: 'did you mean "aliases"',
  },
  {
    name: 'a heading that is missing',
    files: { columns: COLUMNS.replace('portal_name', 'note') },
    at: 'columns.csv:1:1',
    says: 'the heading "portal_name" is missing',
  },
  {
    name: 'a cell too many',
    files: { districts: DISTRICTS.replace('2024|2025', '2024|2025,x') },
    at: 'districts.csv:2:21',
    says: 'more cells',
  },
  {
    name: 'a quotation mark that is never closed',
    files: { districts: DISTRICTS.replace('示例区', '"示例区') },
    at: 'districts.csv:2:7',
    says: 'never closed',
  },
  {
    name: 'a misspelt state',
    files: { columns: COLUMNS.replace(',old,', ',odl,') },
    at: 'columns.csv:3:79',
    says: 'did you mean "old"',
  },
  {
    name: 'an owner that is not there',
    files: { columns: COLUMNS.replace(',finance,', ',finanse,') },
    at: 'columns.csv:3:71',
    says: 'did you mean "finance"',
  },
  {
    name: 'a column on another host',
    files: { columns: COLUMNS.replace('https://www.example.gov.cn/old/', 'https://www.other.gov.cn/old/') },
    at: 'columns.csv:3:39',
    says: 'is not the portal',
  },
  {
    name: 'a portal that two rows tell differently',
    files: {
      columns: COLUMNS.replace(
        '示例区人民政府,www.example.gov.cn,https://www.example.gov.cn/old/',
        '示例区政府,www.example.gov.cn,https://www.example.gov.cn/old/',
      ),
    },
    at: 'columns.csv:3:12',
    says: 'make them the same',
  },
])('$name is told with line and column', ({ files, at, says }) => {
  const [problem] = problems(files)
  expect(problem).toContain(says)
  expect(problem).toMatch(new RegExp(`^${at.replaceAll('.', '\\.')}: `))
})

test('all mistakes of all tables are told at once', () => {
  const found = problems({
    authorities: AUTHORITIES.replace('MB28519923', 'MB28519932').replace('2023', 'soon'),
    columns: COLUMNS.replace(',old,', ',odl,'),
  })
  expect(found).toHaveLength(3)
})
