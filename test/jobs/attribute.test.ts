import { expect, test } from 'vitest'
import { attribute } from '../../src/jobs/attribute.ts'
import type { District, RegisteredAuthority } from '../../src/model/portal.ts'

const districts: readonly District[] = [
  { id: 'yunxi', name: '云溪县', deadlines: [], holidays: [], rules: {}, years: [2024] },
  { id: 'linshui', name: '邻水区', deadlines: [], holidays: [], rules: {}, years: [2024] },
]

const authorityOf = (id: string, name: string, aliases: readonly string[] = [], district = 'yunxi'): RegisteredAuthority => ({
  id,
  district,
  name,
  kind: 'gov_department',
  aliases,
  since: null,
  level: null,
  formerNames: [],
  until: null,
  successor: null,
  submitted: {},
  exempt: {},
})

const county = authorityOf('county', '云溪县人民政府', ['云溪县政府', '云溪县'])
const office = authorityOf('office', '云溪县人民政府办公室')
const finance = authorityOf('finance', '云溪县财政局', ['财政局'])
const town = authorityOf('town', '云溪县青石镇人民政府')
const otherTown = authorityOf('other-town', '邻水区白石镇人民政府', [], 'linshui')
const registry = [county, office, finance, town, otherTown]

const cases = [
  { name: 'the name as registered', printed: '云溪县财政局', is: 'finance' },
  { name: 'an alias', printed: '云溪县政府', is: 'county' },
  { name: 'a higher region before the name', printed: '某省东河市云溪县财政局', is: 'finance' },
  { name: 'the region left out, once in the registry', printed: '青石镇人民政府', is: 'town', note: 'authority-short-name' },
  { name: 'white space and full-width forms', printed: ' 云溪县　财政局 ', is: 'finance' },
  { name: 'the longest name wins', printed: '东河市云溪县人民政府办公室', is: 'office' },
  { name: 'no name printed: the title', printed: null, title: '云溪县财政局2024年政府信息公开工作年度报告', is: 'finance' },
  { name: 'year first in the title', printed: null, title: '2024年云溪县财政局政府信息公开工作年度报告', is: 'finance' },
  {
    name: 'only the link names it',
    printed: null,
    title: '政府信息公开工作年度报告',
    listTitle: '云溪县财政局2024年年报',
    is: 'finance',
    note: 'authority-from-list',
  },
  { name: "a neighbour's department is not ours", printed: '邻水区财政局', is: 'foreign' },
  { name: 'a department that is not registered is not the county', printed: '云溪县教育局', is: 'foreign' },
  { name: 'nothing names it', printed: null, title: '2024年年报', is: 'foreign' },
  { name: 'a local file of nobody we know', printed: '邻水区财政局', fromColumn: false, is: 'name:邻水区财政局' },
  { name: 'a local file that says 教育局, but not of which place', printed: '教育局', fromColumn: false, is: 'unknown' },
  { name: 'a local file that names nobody', printed: null, fromColumn: false, is: 'unknown' },
  {
    name: 'a local file whose name is no name of a body',
    printed: null,
    listTitle: 'blank-form',
    fromColumn: false,
    is: 'unknown',
  },
  {
    name: 'a local file whose name alone tells: the guess is marked',
    printed: null,
    listTitle: '2023-邻水区财政局',
    fromColumn: false,
    is: 'name:邻水区财政局',
    note: 'authority-from-list',
  },
  { name: 'the column knows', printed: null, column: finance, is: 'finance' },
  { name: 'column and document agree', printed: '云溪县财政局', column: finance, is: 'finance' },
  {
    name: 'another registered name is printed: it wins',
    printed: '云溪县青石镇人民政府',
    column: finance,
    is: 'town',
    note: 'authority-differs-from-column',
  },
  {
    name: 'an unregistered name is printed: the column wins',
    printed: '云溪县教育局',
    column: finance,
    is: 'finance',
    note: 'authority-not-registered',
  },
] as const

test.each(cases)('$name', (given) => {
  const { printed, is, title = null, listTitle = null, column = null, fromColumn = true, note } = { ...defaults, ...given }
  const result = attribute({ printed, title, listTitle, column, fromColumn }, registry, districts)
  if (result.kind === 'registered') expect(result.authority.id).toBe(is)
  else expect(result.kind === 'unregistered' ? `name:${result.name}` : result.kind).toBe(is)
  if ('notes' in result) expect(result.notes.map(({ code }) => code)).toEqual(note ? [note] : [])
})

const defaults: {
  title?: string | null
  listTitle?: string | null
  column?: RegisteredAuthority | null
  fromColumn?: boolean
  note?: string
} = {}

test('a short name that fits two authorities is nobody’s', () => {
  const twin = authorityOf('twin', '云溪县青石镇人民政府', [], 'yunxi')
  const result = attribute(
    { printed: '青石镇人民政府', title: null, listTitle: null, column: null, fromColumn: true },
    [town, twin],
    districts,
  )
  expect(result.kind).toBe('foreign')
})

const evidence = {
  printed: null,
  title: '2024年政府信息公开工作年度报告',
  listTitle: null,
  column: null,
  fromColumn: true,
} as const

test('a report that names nobody is that of the body whose credit code its page carries, with a note', () => {
  const found = attribute({ ...evidence, coded: finance }, registry, districts)
  expect(found).toMatchObject({ kind: 'registered', authority: finance, notes: [{ code: 'authority-by-credit-code' }] })
  const renamed = attribute({ ...evidence, printed: '云溪县国库局', coded: finance }, registry, districts)
  expect(renamed).toMatchObject({ kind: 'registered', authority: finance })
  expect(renamed).toHaveProperty('notes.0.message', expect.stringContaining('云溪县国库局'))
})

test('a credit code of another body decides nothing against the name in the report; the note names both', () => {
  for (const column of [null, town]) {
    const found = attribute({ ...evidence, printed: '云溪县青石镇人民政府', column, coded: finance }, registry, districts)
    expect(found).toMatchObject({ kind: 'registered', authority: town, notes: [{ code: 'credit-code-differs' }] })
    expect(found).toHaveProperty('notes.0.message', expect.stringMatching(/云溪县财政局.*青石镇/))
  }
  const same = attribute({ ...evidence, printed: '云溪县财政局', coded: finance }, registry, districts)
  expect(same).toMatchObject({ authority: finance, notes: [] })
})
