import { basename } from 'node:path'
import type { ReleaseFormat } from '../model/release.ts'
import type { ReleaseAbout } from './about.ts'
import type { ReleaseColumn, ReleaseColumnType, ReleaseTable } from './table.ts'
import type { WrittenTable } from './write-tables.ts'

const FIELD_TYPES: Readonly<Record<ReleaseColumnType, object>> = {
  text: { type: 'string' },
  integer: { type: 'integer' },
  number: { type: 'number' },
  boolean: { type: 'boolean' },
  date: { type: 'date', format: 'default' },
  timestamp: { type: 'datetime', format: 'default' },
}

const MEDIA_TYPES: Readonly<Record<ReleaseFormat, string>> = {
  csv: 'text/csv',
  jsonl: 'application/x-ndjson',
  parquet: 'application/vnd.apache.parquet',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** The licence of what a release adds: figures and official texts are nobody's. */
const LICENCE = {
  name: 'CC-BY-4.0',
  path: 'https://creativecommons.org/licenses/by/4.0/',
  title: 'Creative Commons Attribution 4.0 International',
} as const

/** The Frictionless data package of the files of one format (specs.frictionlessdata.io, version 1). */
export function dataPackage(about: ReleaseAbout, format: ReleaseFormat, tables: readonly WrittenTable[]): object {
  const names = tables.map(({ table }) => table.name)
  return {
    profile: format === 'csv' ? 'tabular-data-package' : 'data-package',
    name: `gouji-${about.version.toLowerCase().replaceAll(/[^a-z\d._-]+/g, '-')}`,
    title: about.title.zh,
    description: about.title.en,
    version: about.version,
    ...(about.asOf !== null && { created: about.asOf }),
    keywords: ['政府信息公开工作年度报告', 'government information disclosure', 'China'],
    licenses: [LICENCE],
    sources: about.portals.map(({ name, host }) => ({ title: name, path: `https://${host}/` })),
    contributors: [{ title: about.program, role: 'wrangler' }],
    'gouji:selection': about.selection,
    'gouji:readers': about.readers,
    'gouji:rule_sets': about.ruleSets,
    resources: tables.map((written) => resourceOf(about, format, written, names)),
  }
}

function resourceOf(
  about: ReleaseAbout,
  format: ReleaseFormat,
  { table, rows, files }: WrittenTable,
  names: readonly string[],
): object {
  const own = files.filter(({ path }) => path.startsWith(`${format}/`))
  const [first] = own
  const paths = own.map(({ path }) => basename(path))
  return {
    profile: format === 'csv' ? 'tabular-data-resource' : 'data-resource',
    name: table.name,
    path: paths.length === 1 ? paths[0] : paths,
    title: table.zh,
    description: table.en,
    format,
    mediatype: MEDIA_TYPES[format],
    ...(format === 'csv' || format === 'jsonl' ? { encoding: 'utf-8' } : {}),
    ...(format === 'csv' && {
      dialect: { delimiter: ',', lineTerminator: '\n', quoteChar: '"', doubleQuote: true, header: true },
    }),
    ...(format === 'csv' && !about.csv.exact && { 'gouji:guard': "'" }),
    bytes: own.reduce((sum, { bytes }) => sum + bytes, 0),
    ...(own.length === 1 && first ? { hash: `sha256:${first.sha256}` } : {}),
    ...(own.length > 1 && {
      'gouji:parts': own.map(({ path, rows: part, bytes, sha256 }) => ({
        path: basename(path),
        rows: part,
        bytes,
        hash: `sha256:${sha256}`,
      })),
    }),
    'gouji:rows': rows,
    schema: schemaOf(table, names),
  }
}

/** The Table Schema of a table; keys to tables that are not in the package are left out. */
function schemaOf(table: ReleaseTable, names: readonly string[]): object {
  return {
    fields: table.columns.map(fieldOf),
    primaryKey: table.key,
    ...(table.foreignKeys && {
      foreignKeys: table.foreignKeys
        .filter(({ table: other }) => names.includes(other))
        .map(({ columns, table: other, references }) => ({
          fields: columns,
          reference: { resource: other, fields: references },
        })),
    }),
    missingValues: [''],
  }
}

function fieldOf({ name, type, zh, en, unit, missing, values }: ReleaseColumn): object {
  return {
    name,
    ...FIELD_TYPES[type],
    title: zh,
    description: en,
    ...(unit !== undefined && { 'gouji:unit': unit }),
    ...(missing !== undefined && { 'gouji:missing': missing }),
    ...(values !== undefined && { 'gouji:values': values }),
    constraints: {
      // An empty text is written like no value: it does not make a text less there.
      ...(missing === undefined && type !== 'text' && { required: true }),
      ...(values !== undefined && { enum: Object.keys(values) }),
    },
  }
}
