import { extname } from 'node:path'
import { readPortalsFile } from '../crawlers/portals-file.ts'
import { readRegistryTables, type TableSource } from '../crawlers/registry-files/read-tables.ts'
import type { Registry } from '../model/portal.ts'
import { SetupError } from '../model/setup-error.ts'
import { assertRulesExist } from './import-portals.ts'

const TABLE = '.csv'
export const READABLE = [TABLE, '.yaml', '.yml'] as const

/** Whether the name of a file is that of a portals file or a table. */
export function isReadable(name: string): boolean {
  return (READABLE as readonly string[]).includes(extname(name).toLowerCase())
}

/**
 * What registry files say: each YAML file by itself, all tables together; what these do not tell of their districts stays as `registered`.
 * @throws SetupError telling all problems of a file at once, each as `file:line:column`
 */
export function readSources(files: readonly TableSource[], registered: Registry, today: Date): Registry[] {
  const strange = files.find(({ name }) => !isReadable(name))
  if (strange !== undefined)
    throw new SetupError(`${strange.name} is no registry file; give ${READABLE.join(', ')} files or a folder of them.`)
  const isTable = ({ name }: TableSource) => extname(name).toLowerCase() === TABLE
  const tables = files.filter(isTable)
  const read = files.filter((file) => !isTable(file)).map(({ name, text }) => checked(readPortalsFile(text, name, today), name))
  return tables.length === 0 ? read : [...read, checked(readRegistryTables(tables, registered, today), tables[0]!.name)]
}

function checked(registry: Registry, name: string): Registry {
  assertRulesExist(registry, name)
  return registry
}
