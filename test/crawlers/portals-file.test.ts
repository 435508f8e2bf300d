import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { PortalsFileError, readPortalsFile } from '../../src/crawlers/portals-file.ts'
import { KINDS_WITHOUT_LEGAL_DATE } from '../../src/model/deadline.ts'

const GOOD = `
districts:
  - id: shili
    name: 示例区
    local_due: 01-31
    authorities:
      - { id: finance, name: 示例区财政局, kind: gov_department, aliases: [财政局] }
      - { id: town, name: 柳河镇人民政府, kind: township, since: 2024, exempt: { 2023: 2024年新设 } }
portals:
  - id: main
    name: 示例区人民政府
    district: shili
    host: www.example.gov.cn
    other_hosts: [file.example.gov.cn]
    columns:
      - { url: https://www.example.gov.cn/nb/, authorities: all }
      - { url: https://www.example.gov.cn/lh/, authorities: [town] }
`
/** What is registered of an authority where the file says nothing. */
const AT_REST = {
  district: 'shili',
  level: null,
  aliases: [],
  formerNames: [],
  since: null,
  until: null,
  successor: null,
  exempt: {},
  submitted: {},
}
const today = new Date('2026-11-23')
const read = (text: string) => readPortalsFile(text, 'portals.yaml', today)
function problems(text: string): string[] {
  try {
    read(text)
  } catch (error) {
    if (error instanceof PortalsFileError) return error.message.split('\n')
    throw error
  }
  return []
}

test('a district may judge rules otherwise, or switch them on and off', () => {
  const withRules = (rules: string) => GOOD.replace('    local_due: 01-31\n', `    local_due: 01-31\n    rules: ${rules}\n`)
  expect(read(withRules('{ CELL-02: info, T2-03: off, FMT-18: { severity: info, most: 800 } }')).districts[0]?.rules).toEqual({
    'CELL-02': { severity: 'info' },
    'T2-03': { severity: 'off' },
    'FMT-18': { severity: 'info', most: 800 },
  })
  expect(problems(withRules('{ CELL-02: loud }')).join('\n')).toContain('must be one of error, warning, info, off')
  expect(problems(withRules('{ blanks: off }')).join('\n')).toContain('must name a rule, such as T2-03')
})

test('a good file becomes a registry, with the last three reporting years where none are named', () => {
  expect(read(GOOD)).toEqual({
    districts: [
      {
        id: 'shili',
        name: '示例区',
        deadlines: [{ kinds: KINDS_WITHOUT_LEGAL_DATE, years: null, publish: '01-31', submit: null, basis: '本地工作要求' }],
        holidays: [],
        rules: {},
        years: [2023, 2024, 2025],
      },
    ],
    authorities: [
      { ...AT_REST, id: 'finance', name: '示例区财政局', kind: 'gov_department', aliases: ['财政局'] },
      {
        ...AT_REST,
        id: 'town',
        name: '柳河镇人民政府',
        kind: 'township',
        level: 'township',
        since: 2024,
        exempt: { 2023: '2024年新设' },
      },
    ],
    portals: [
      {
        id: 'main',
        name: '示例区人民政府',
        district: 'shili',
        host: 'www.example.gov.cn',
        otherHosts: ['file.example.gov.cn'],
        family: null,
        pace: 3,
        sample: false,
        columns: [
          { url: 'https://www.example.gov.cn/nb/', authorities: 'all' },
          { url: 'https://www.example.gov.cn/lh/', authorities: ['town'] },
        ],
      },
    ],
  })
})

const SPANS = `
districts:
  - id: shili
    name: 示例区
    level: county
    deadlines:
      - { kinds: [gov_department], years: [2025], publish: 01-28, submit: 01-26, basis: 区府办通知〔2025〕9号 }
      - { kinds: [township], publish: 02-10, basis: 区政务公开办通知 }
    holidays:
      - { name: 藏历新年, from: 2026-02-18, to: 2026-02-24, working: [2026-02-14], source: 自治区通知 }
    authorities:
      - { id: water, name: 示例区水务局, kind: gov_department, until: 2023, successor: farming }
      - id: farming
        name: 示例区农业农村和水务局
        kind: gov_department
        former_names: [{ name: 示例区农业局, until: 2018 }, { name: 示例区农业农村局, since: 2019, until: 2023 }]
        submitted: { 2024: 2025-01-20, 2025: null }
      - { id: park, name: 示例园区经济发展局, kind: gov_department, level: township }
portals:
  - id: main
    name: 示例区人民政府
    district: shili
    host: www.example.gov.cn
    columns:
      - { url: https://www.example.gov.cn/nb/, authorities: all }
      - { url: https://www.example.gov.cn/ml/, authorities: all, annual: false }
`

test('spans of years, local days and holidays are registered as they stand', () => {
  const { districts, authorities, portals } = read(SPANS)
  expect(districts[0]).toMatchObject({
    deadlines: [
      { kinds: ['gov_department'], years: [2025], publish: '01-28', submit: '01-26', basis: '区府办通知〔2025〕9号' },
      { kinds: ['township'], years: null, publish: '02-10', submit: null },
    ],
    holidays: [{ name: '藏历新年', from: '2026-02-18', to: '2026-02-24', working: ['2026-02-14'], source: '自治区通知' }],
  })
  expect(authorities).toEqual([
    { ...AT_REST, id: 'water', name: '示例区水务局', kind: 'gov_department', level: 'county', until: 2023, successor: 'farming' },
    {
      ...AT_REST,
      id: 'farming',
      name: '示例区农业农村和水务局',
      kind: 'gov_department',
      level: 'county',
      formerNames: [
        { name: '示例区农业局', since: null, until: 2018 },
        { name: '示例区农业农村局', since: 2019, until: 2023 },
      ],
      submitted: { 2024: '2025-01-20', 2025: null },
    },
    { ...AT_REST, id: 'park', name: '示例园区经济发展局', kind: 'gov_department', level: 'township' },
  ])
  expect(portals[0]?.columns).toEqual([
    { url: 'https://www.example.gov.cn/nb/', authorities: 'all' },
    { url: 'https://www.example.gov.cn/ml/', authorities: 'all', annual: false },
  ])
})

test.each([
  {
    name: 'a successor that is not there',
    from: 'successor: farming',
    to: 'successor: farmin',
    at: '12:82',
    says: 'did you mean "farming"',
  },
  { name: 'its own successor', from: 'successor: farming', to: 'successor: water', at: '12:82', says: 'its own successor' },
  {
    name: 'a successor without a last year',
    from: 'until: 2023, successor',
    to: 'successor',
    at: '12:69',
    says: '"until" is missing',
  },
  {
    name: 'a last year before the first',
    from: 'until: 2023, succ',
    to: 'since: 2024, until: 2023, succ',
    at: '12:78',
    says: 'lies before',
  },
  {
    name: 'a name that ended before it began',
    from: 'since: 2019, until: 2023',
    to: 'since: 2019, until: 2018',
    at: '16:93',
    says: 'lies before',
  },
  { name: 'an entry that sets no day', from: ', publish: 02-10', to: '', at: '8:9', says: 'sets no day' },
  {
    name: 'a day that is set twice',
    from: 'kinds: [township]',
    to: 'kinds: [gov_department], years: [2025]',
    at: '8:9',
    says: 'gov_department is set twice',
  },
  {
    name: 'a day beside local_due',
    from: '    level: county\n',
    to: "    level: county\n    local_due: '01-31'\n",
    at: '9:9',
    says: 'township is set twice',
  },
  {
    name: 'a day without its basis',
    from: ', basis: 区政务公开办通知',
    to: '',
    at: '8:9',
    says: '"districts[1].deadlines[2].basis" is missing',
  },
  { name: 'a day that no month has', from: 'from: 2026-02-18', to: 'from: 2026-02-30', at: '10:29', says: 'YYYY-MM-DD' },
  {
    name: 'a holiday that ends before it begins',
    from: 'to: 2026-02-24',
    to: 'to: 2026-02-17',
    at: '10:45',
    says: 'ends (2026-02-17) before',
  },
  { name: 'a level that is none', from: 'level: county', to: 'level: conty', at: '5:12', says: 'did you mean "county"' },
  {
    name: 'a misspelt key in a former name',
    from: '{ name: 示例区农业局, until',
    to: '{ name: 示例区农业局, til',
    at: '16:40',
    says: 'did you mean "until"',
  },
])('$name is told with its place', ({ from, to, at, says }) => {
  expect(SPANS).toContain(from)
  const [problem] = problems(SPANS.replace(from, to))
  expect(problem).toContain(says)
  expect(problem).toMatch(new RegExp(`^portals\\.yaml:${at}: `))
})

const change = (from: string, to: string) => GOOD.replace(from, to)
const cases = [
  { name: 'a misspelt key', text: change('local_due', 'local_duo'), at: '5:5', says: 'did you mean "local_due"' },
  { name: 'a misspelt kind', text: change('township', 'townshp'), at: '8:42', says: 'did you mean "township"' },
  {
    name: 'an unknown family',
    text: change('    columns:', '    family: trs\n    columns:'),
    at: '15:13',
    says: '; known: ',
  },
  { name: 'an unknown district', text: change('district: shili', 'district: shilli'), at: '12:15', says: 'did you mean "shili"' },
  {
    name: 'an unknown authority',
    text: change('[town]', '[twon]'),
    at: '17:62',
    says: 'no authority "twon" in district "shili"',
  },
  { name: 'an id used twice', text: change('id: town,', 'id: finance,'), at: '8:15', says: 'used twice' },
  { name: 'a missing name', text: change('    name: 示例区人民政府\n', ''), at: '10:5', says: '"portals[1].name" is missing' },
  {
    name: 'a column on another host',
    text: change('https://www.example.gov.cn/lh/', 'https://www.other.gov.cn/lh/'),
    at: '17:16',
    says: 'is not the portal',
  },
  {
    name: 'no address',
    text: change('https://www.example.gov.cn/lh/', 'www.example.gov.cn/lh/'),
    at: '17:16',
    says: 'is not an address',
  },
  { name: 'a host with a scheme', text: change('host: www', 'host: https://www'), at: '13:11', says: 'is not a host' },
  {
    name: 'a pace that overloads',
    text: change('    columns:', '    pace: 0.2\n    columns:'),
    at: '15:11',
    says: 'at least 1 second',
  },
  {
    name: 'loopback without sample',
    text: GOOD.replaceAll('www.example.gov.cn', '127.0.0.1:4780'),
    at: '13:11',
    says: 'sample: true',
  },
  { name: 'a private host', text: GOOD.replaceAll('www.example.gov.cn', '10.1.1.1'), at: '13:11', says: 'private network' },
  {
    name: 'a sample elsewhere',
    text: change('    columns:', '    sample: true\n    columns:'),
    at: '13:11',
    says: 'must be on 127.0.0.1',
  },
  { name: 'a year that is none', text: change('since: 2024', 'since: soon'), at: '8:59', says: 'must be a year' },
  { name: 'a date that is none', text: change('01-31', '31.1.'), at: '5:16', says: 'MM-DD' },
  { name: 'broken YAML', text: `${GOOD}\n  - [`, at: null, says: 'not valid YAML' },
  { name: 'an empty file', text: '', at: '1:1', says: 'the file holds no portals' },
  { name: 'a list in place of the file', text: '- a', at: '1:1', says: 'the file holds no portals' },
]
test.each(cases)('$name is told with its place', ({ text, at, says }) => {
  const [problem] = problems(text)
  expect(problem).toContain(says)
  expect(problem).toMatch(at === null ? /^portals\.yaml:\d+:\d+: / : new RegExp(`^portals\\.yaml:${at}: `))
})

test('all problems are told at once, in the order of the file', () => {
  const text = GOOD.replace('local_due', 'localdue')
    .replace('[town]', '[twon]')
    .replace('    columns:', '    family: trs\n    pace: 0\n    columns:')
  expect(problems(text).map((line) => line.split(':')[1])).toEqual(['5', '15', '16', '19'])
})

test('samples on loopback may be asked without a pause', () => {
  const text = GOOD.replaceAll('www.example.gov.cn', '127.0.0.1:4780')
    .replaceAll('https', 'http')
    .replace('[file.example.gov.cn]', '[]')
    .replace('    columns:', '    sample: true\n    pace: 0\n    columns:')
  expect(read(text).portals[0]).toMatchObject({ host: '127.0.0.1:4780', sample: true, pace: 0 })
})

test.each(['README.md', 'README.zh-CN.md', 'docs/portals.md'])('the example in %s is a good file', (file) => {
  const example = readFileSync(file, 'utf8').match(/```yaml\n([\s\S]*?)```/)?.[1] ?? ''
  expect(problems(example)).toEqual([])
  expect(read(example).portals.length).toBe(1)
})
