import { expect, test } from 'vitest'
import { readPortalsFile } from '../../src/crawlers/portals-file.ts'
import { editEntry, fieldsOf } from '../../src/crawlers/registry-files/edit-entry.ts'
import type { EditTarget, Fields } from '../../src/model/registry-edit.ts'

const REGISTRY = readPortalsFile(
  `
districts:
  - id: d
    name: 示例区
    level: county
    years: [2024, 2025]
    authorities:
      - id: farming
        name: 示例区农业农村和水利局
        kind: gov_department
        aliases: [区农水局, 区农业局]
        former_names: [{ name: 示例区农业局（老）, since: 2019, until: 2023 }, { name: 示例区农林局 }]
        exempt: { 2024: 由区政府办公室一并编制 }
        submitted: { 2024: '2025-01-20', 2025: null }
      - { id: finance, name: 示例区财政局, kind: gov_department, uscc: 11370300MB28519923 }
portals:
  - id: main
    name: 示例区人民政府
    district: d
    host: www.example.gov.cn
    columns:
      - { url: https://www.example.gov.cn/nb/, authorities: all }
      - { url: https://www.example.gov.cn/ml/, authorities: [finance], annual: false, until: 2024 }
`,
  'test.yaml',
)
const FARMING: EditTarget = { kind: 'authority', id: 'farming' }
const NEW_PORTAL: EditTarget = { kind: 'portal', id: null }
const edit = (target: EditTarget, fields: Fields | null) => editEntry(REGISTRY, target, fields, 2026)

test.each<EditTarget>([
  FARMING,
  { kind: 'authority', id: 'finance' },
  { kind: 'portal', id: 'main' },
  { kind: 'column', portal: 'main', url: 'https://www.example.gov.cn/ml/' },
])('a form that is sent as it was shown changes nothing: %j', (target) => {
  const fields = fieldsOf(REGISTRY, target)
  expect(fields).not.toBeNull()
  expect(edit(target, fields)).toEqual({ registry: REGISTRY, problems: null })
})

test('a form shows several values one a line, and takes years and digits as people type them', () => {
  const fields = fieldsOf(REGISTRY, FARMING)
  expect(fields).toMatchObject({
    aliases: '区农水局\n区农业局',
    former_names: '示例区农业局（老） 2019-2023\n示例区农林局',
    exempt: '2024:由区政府办公室一并编制',
    submitted: '2024:2025-01-20\n2025:-',
  })
  const typed = { ...fields, since: ' ２０１９ ', former_names: '示例区农业局（老）　２０１９—2023\r\n示例区农|林局 -2018\r\n' }
  expect(edit(FARMING, typed).registry?.authorities[0]).toMatchObject({
    since: 2019,
    formerNames: [
      { name: '示例区农业局（老）', since: 2019, until: 2023 },
      { name: '示例区农|林局', since: null, until: 2018 },
    ],
  })
})

test('every mistake is told at its field, in both languages', () => {
  const { problems } = edit(FARMING, {
    name: ' ',
    kind: 'bureau',
    uscc: '11370300MB28519924',
    since: 'soon',
    until: '2023',
    successor: 'nobody',
    exempt: '2024：甲\n2024：乙',
    submitted: '2025:2026-02-30',
    former_names: '旧名 2023-2019',
    verified_at: '昨天',
  })
  expect(new Set(problems?.map(({ field }) => field))).toEqual(
    new Set(['name', 'kind', 'uscc', 'since', 'exempt', 'submitted', 'verified_at']),
  )
  for (const { zh, en } of problems ?? []) {
    expect(zh).toMatch(/\p{Script=Han}/u)
    expect(en).not.toMatch(/districts|authorities\[/)
  }
  const reversed = edit(FARMING, { ...fieldsOf(REGISTRY, FARMING), successor: 'nobody', former_names: '旧名 2023-2019' })
  expect(reversed.problems?.map(({ field }) => field)).toEqual(['successor', 'successor', 'former_names'])
})

test('a new portal comes with its first column; what is missing is told at its field', () => {
  const { problems } = edit(NEW_PORTAL, { portal: 'second', pace: '0.5', url: 'https://www.example.org/nb/', host: 'http://x/' })
  expect(problems?.map(({ field }) => field).toSorted()).toEqual(['authorities', 'portal_name'])
  const filled = {
    portal: 'second',
    portal_name: '示例区园区',
    host: 'park.example.gov.cn',
    pace: '5',
    url: 'https://park.example.gov.cn/nb/',
    authorities: 'finance\nfarming',
    status: 'active',
    annual: 'true',
  }
  expect(edit(NEW_PORTAL, filled).registry?.portals[1]).toEqual({
    id: 'second',
    name: '示例区园区',
    district: 'd',
    host: 'park.example.gov.cn',
    otherHosts: [],
    family: null,
    pace: 5,
    sample: false,
    columns: [{ url: filled.url, authorities: ['finance', 'farming'] }],
  })
  expect(edit(NEW_PORTAL, { ...filled, host: '10.0.0.7', pace: '0.2', url: 'https://else.example/' }).problems).toMatchObject([
    { field: 'pace' },
    { field: 'host' },
    { field: 'url' },
  ])
  expect(edit(NEW_PORTAL, { ...filled, portal: 'main' }).problems).toMatchObject([
    { field: 'portal', zh: '“main”已经登记过，不能重复' },
  ])
})

test('an id stays, whatever is sent', () => {
  const { registry } = edit(FARMING, { ...fieldsOf(REGISTRY, FARMING), id: 'other' })
  expect(registry).toEqual(REGISTRY)
})

test('what others still refer to is not retired; the last column of a portal neither', () => {
  expect(edit({ kind: 'authority', id: 'finance' }, null).problems).toMatchObject([
    { field: null, zh: expect.stringContaining('https://www.example.gov.cn/ml/') },
  ])
  expect(edit(FARMING, null).registry?.authorities.map(({ id }) => id)).toEqual(['finance'])
  expect(edit({ kind: 'portal', id: 'main' }, null).registry?.portals).toEqual([])
  const one = { ...REGISTRY, portals: [{ ...REGISTRY.portals[0]!, columns: REGISTRY.portals[0]!.columns.slice(0, 1) }] }
  const last: EditTarget = { kind: 'column', portal: 'main', url: 'https://www.example.gov.cn/nb/' }
  expect(editEntry(one, last, null, 2026).problems).toMatchObject([
    { field: null, zh: '示例区人民政府：至少登记一个栏目，即年报列表的网址' },
  ])
})
