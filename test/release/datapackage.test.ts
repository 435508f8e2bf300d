import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ValidateFunction } from 'ajv'
import Ajv from 'ajv-draft-04'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OpenDatabase } from '../../db/connect.ts'
import { RELEASE_FORMATS } from '../../src/model/release.ts'
import { sha256Of } from '../../src/model/sha256.ts'
import { openTestDatabase } from '../test-database.ts'
import { type Duck, openDuck } from './duck.ts'
import { type DataPackage, packageShape } from './frictionless-shape.ts'
import { releaseAs, seedRelease } from './release-rows.ts'

let open: OpenDatabase
let folder: string
let duck: Duck

beforeAll(async () => {
  open = await openTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'gouji-package-'))
  await seedRelease(open.db)
  await releaseAs(open.db, join(folder, 'release'))
  duck = await openDuck(join(folder, 'release'))
})

afterAll(async () => {
  duck?.close()
  await rm(folder, { recursive: true, force: true })
  await open.close()
})

const load = async (format: string): Promise<DataPackage> =>
  packageShape.parse(JSON.parse(await readFile(join(folder, 'release', format, 'datapackage.json'), 'utf8')))

test.each(RELEASE_FORMATS)(
  '%s: datapackage.json is as the Frictionless specification asks, and its hashes are true',
  async (format) => {
    const described = await load(format)
    expect(described.resources.length).toBe(12)
    const names = described.resources.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    for (const { path, hash, bytes, schema } of described.resources) {
      const content = await readFile(join(folder, 'release', format, path as string))
      expect([path, content.length, `sha256:${sha256Of(content)}`]).toEqual([path, bytes, hash])
      const fields = schema.fields.map(({ name }) => name)
      expect(new Set(fields).size).toBe(fields.length)
      expect(fields).toEqual(expect.arrayContaining(schema.primaryKey))
      for (const { fields: own, reference } of schema.foreignKeys ?? []) {
        expect(fields).toEqual(expect.arrayContaining(own))
        const other = described.resources.find(({ name }) => name === reference.resource)
        expect(other?.schema.primaryKey.toSorted()).toEqual(reference.fields.toSorted())
      }
    }
  },
)

/** Folder of the profiles as the authors of the specification publish them; CI fetches them (`.ci/run`). */
const PROFILES = process.env['GOUJI_FRICTIONLESS_PROFILES']

describe.skipIf(PROFILES === undefined)(
  `by the official profiles${PROFILES === undefined ? ', left out: GOUJI_FRICTIONLESS_PROFILES does not name their folder' : ''}`,
  () => {
    const judgeBy = async (profile: string): Promise<ValidateFunction> => {
      // They hold hints for forms, too, as words and formats of their own.
      const ajv = new Ajv.default({ strict: false, validateFormats: false, allErrors: true })
      return ajv.compile(JSON.parse(await readFile(join(PROFILES ?? '', `${profile}.json`), 'utf8')))
    }

    test.each(RELEASE_FORMATS)('%s: the package and each of its resources hold', async (format) => {
      const described = await load(format)
      for (const each of [described, ...described.resources]) {
        const judge = await judgeBy(each.profile)
        judge(each)
        expect(judge.errors ?? [], each.name).toEqual([])
      }
    })

    test('what is none does not', async () => {
      const described = await load('csv')
      const judgePackage = await judgeBy(described.profile)
      for (const broken of [{ name: 'Not a name' }, { resources: [] }, { resources: [{ name: 'reports' }] }])
        expect(judgePackage({ ...described, ...broken }), JSON.stringify(broken)).toBe(false)
      const resource = described.resources[0]!
      const judge = await judgeBy(resource.profile)
      expect(judge({ ...resource, schema: { ...resource.schema, fields: [{ name: 'x', type: 'text' }] } })).toBe(false)
    })
  },
)

test('what is no package is refused: the check can fail', async () => {
  const described = await load('csv')
  const broken: readonly object[] = [
    { ...described, resources: [] },
    { ...described, name: 'Not a name' },
    { ...described, licenses: [{ title: 'free' }] },
    { ...described, resources: [{ ...described.resources[0], path: '../reports.csv' }] },
    {
      ...described,
      resources: [
        { ...described.resources[0], schema: { ...described.resources[0]!.schema, fields: [{ name: 'x', type: 'text' }] } },
      ],
    },
  ]
  for (const each of broken) expect(packageShape.safeParse(each).success).toBe(false)
})

const KINDS: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  integer: (value) => Number.isInteger(value),
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  date: (value) => typeof value === 'string' && CASTS['date']!.test(value),
  datetime: (value) => typeof value === 'string' && CASTS['datetime']!.test(value),
}

test('every line of every JSON Lines file is as its table schema says: names in their order, types, what has to be there, closed lists', async () => {
  const { resources } = await load('jsonl')
  for (const { name, path, schema } of resources) {
    const lines = (await readFile(join(folder, 'release', 'jsonl', path as string), 'utf8')).split('\n')
    expect(lines.pop(), name).toBe('')
    for (const line of lines) {
      const row = JSON.parse(line) as Readonly<Record<string, unknown>>
      expect(Object.keys(row), name).toEqual(schema.fields.map((field) => field.name))
      for (const { name: column, type, constraints } of schema.fields) {
        const value = row[column]
        if (value === null) expect(constraints.required, `${name}.${column}`).not.toBe(true)
        else expect([`${name}.${column}`, value, KINDS[type]!(value)]).toEqual([`${name}.${column}`, value, true])
        if (value !== null && constraints.enum) expect(constraints.enum, `${name}.${column}`).toContain(value)
      }
    }
  }
})

const CASTS: Readonly<Record<string, RegExp>> = {
  string: /^/,
  integer: /^-?\d+$/,
  number: /^-?\d+(\.\d+)?(e[+-]?\d+)?$/,
  boolean: /^(true|false)$/,
  date: /^\d{4}-\d\d-\d\d$/,
  datetime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
}

test('every row of every CSV file is as its table schema says: header, types, what has to be there, closed lists, keys', async () => {
  const { resources } = await load('csv')
  const tables = new Map<string, readonly Readonly<Record<string, string | null>>[]>()
  for (const { name, path, schema } of resources) {
    const { names, rows } = await duck.ask(`FROM read_csv('csv/${path}', header = true, all_varchar = true, nullstr = '')`)
    expect(names).toEqual(schema.fields.map((field) => field.name))
    const records = rows.map((row) => Object.fromEntries(names.map((column, index) => [column, row[index] as string | null])))
    tables.set(name, records)
    for (const { name: column, type, constraints } of schema.fields) {
      for (const record of records) {
        const value = record[column] ?? null
        if (value === null) expect(constraints.required, `${name}.${column}`).not.toBe(true)
        else {
          expect(value, `${name}.${column}`).toMatch(CASTS[type]!)
          if (constraints.enum) expect(constraints.enum, `${name}.${column}`).toContain(value)
        }
      }
    }
    const keys = records.map((record) => schema.primaryKey.map((column) => record[column]).join('\n'))
    expect(new Set(keys).size, name).toBe(keys.length)
  }
  for (const { name, schema } of resources) {
    for (const { fields, reference } of schema.foreignKeys ?? []) {
      const there = new Set(
        tables.get(reference.resource)?.map((record) => reference.fields.map((field) => record[field]).join('\n')),
      )
      for (const record of tables.get(name) ?? [])
        if (fields.every((field) => record[field] !== null))
          expect(there).toContain(fields.map((field) => record[field]).join('\n'))
    }
  }
})
