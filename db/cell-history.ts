import type { Cell } from '../src/model/report.ts'
import type { CellKey } from '../src/model/template.ts'
import type { Db } from './connect.ts'

/** What a cell says in one version of one year's report; null where the version has no such cell. */
export type KeptCell = {
  readonly reportId: number
  readonly year: number
  readonly version: number
  readonly isCurrent: boolean
  readonly cell: Pick<Cell, 'raw' | 'value' | 'kind'> | null
}

/** A cell in the current version of every year's report of a filer, and in all versions of one of them; the newest year and version first. */
export async function cellHistory(
  db: Db,
  { filer, reportId, key }: { readonly filer: string; readonly reportId: number; readonly key: CellKey },
): Promise<KeptCell[]> {
  const rows = await db
    .selectFrom('reports as r')
    .innerJoin('report_versions as v', 'v.report_id', 'r.id')
    .leftJoin('cells as c', (join) => join.onRef('c.version_id', '=', 'v.id').on('c.key', '=', key))
    .select(['r.id as reportId', 'r.year', 'r.current_version_id as currentId', 'v.id as versionId', 'v.version'])
    .select(['c.raw', 'c.value', 'c.kind'])
    .where('r.filer', '=', filer)
    .where((eb) => eb.or([eb('r.id', '=', reportId), eb('v.id', '=', eb.ref('r.current_version_id'))]))
    .orderBy('r.year', 'desc')
    .orderBy('v.version', 'desc')
    .execute()
  return rows.map(({ raw, value, kind, currentId, versionId, ...row }) => ({
    ...row,
    isCurrent: versionId === currentId,
    cell: raw === null || kind === null ? null : { raw, value, kind },
  }))
}
