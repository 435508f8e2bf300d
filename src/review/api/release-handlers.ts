import * as releases from '../../../db/releases.ts'
import type { ReleaseRow } from '../../../db/tables.ts'
import { releaseFilePath, rowsIn } from '../release-list.ts'
import { found } from '../request.ts'
import { type ApiDeps, type ApiHandlers, timeOf } from './handlers.ts'
import type { RELEASE_ROUTES } from './release-routes.ts'

export function releaseHandlers({ db }: ApiDeps): ApiHandlers<keyof typeof RELEASE_ROUTES> {
  return {
    'GET /api/v1/releases': async ({ visitor: { reach } }) => ({ items: (await releases.list(db, reach)).map(releaseOf) }),
    'GET /api/v1/releases/:id': async ({ params: { id } }) => {
      const release = found(await releases.get(db, id))
      const { program, rule_sets, readers, tables, files } = release
      return {
        ...releaseOf(release),
        ...{ program, ruleSets: rule_sets, readers, tables: [...tables] },
        files: files.map((file) => ({ ...file, address: releaseFilePath(release.version, file) })),
      }
    },
  }
}

function releaseOf(release: ReleaseRow) {
  const { version, made_at, selection, formats, previous, open_to_all } = release
  const { years, districts, authorities } = selection
  return {
    ...{ version, madeAt: timeOf(made_at), formats, previous, openToAll: open_to_all },
    ...{ years: years && [...years], districts: districts && [...districts], authorities: authorities && [...authorities] },
    ...{ reports: rowsIn(release, 'reports'), cells: rowsIn(release, 'cells') },
  }
}
