import { readFile } from 'node:fs/promises'
import type { Db } from '../../db/connect.ts'
import * as registry from '../../db/registry.ts'
import { readPortalsFile } from '../crawlers/portals-file.ts'
import type { Registry } from '../model/portal.ts'
import { SetupError } from '../model/setup-error.ts'
import { unknownRules } from '../rules/settings.ts'

/** Reads and checks a portals file. @throws SetupError, PortalsFileError */
export async function loadPortals(path: string): Promise<Registry> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    const reason = cause.code === 'ENOENT' ? 'there is no such file' : cause.message
    throw new SetupError(
      `the portals file ${path} cannot be read: ${reason}. Give the path of a portals file (docs/portals.md).`,
      { cause },
    )
  })
  const read = readPortalsFile(text, path)
  assertRulesExist(read, path)
  return read
}

/** @throws SetupError where a district sets a rule that does not exist */
export function assertRulesExist({ districts }: Registry, path: string): void {
  for (const { id, rules } of districts) {
    const [unknown] = unknownRules(rules)
    if (unknown !== undefined)
      throw new SetupError(`${path}: district "${id}" sets rule ${unknown}, which does not exist; \`gouji rules\` lists them`)
  }
}

/** Takes a portals file over into the database; what was imported before is brought up to date. */
export async function importPortals(db: Db, path: string): Promise<void> {
  await registry.importRegistry(db, await loadPortals(path))
}
