import { cellHistory } from '../../db/cell-history.ts'
import type { Db } from '../../db/connect.ts'
import * as misreadings from '../../db/misreadings.ts'
import { SnapshotMissing, type SnapshotStore } from '../../db/snapshot-store.ts'
import { GIVE_UP_REASONS, GiveUp } from '../model/give-up.ts'
import type { CellKey } from '../model/template.ts'
import { unpackGzip } from '../model/unpack-gzip.ts'
import { CELL_ID, type Inspection } from './cell-inspector.ts'
import { cellWords } from './cell-words.ts'
import type { ReadingDesk } from './reading-desk.ts'
import type { ReportView } from './report-view.ts'
import { snapshotShape } from './snapshot-shape.ts'
import type { Visitor } from './visitor.ts'

/** What files can be read again with; null where they cannot. */
export type Rereading = { readonly snapshots: SnapshotStore; readonly reading: ReadingDesk } | null

type Asked = {
  readonly key: CellKey
  /** Address of the page without the cell. */
  readonly closeHref: string
  readonly rereading: Rereading
  /** Whether the file is to be read again for it. */
  readonly again: boolean
}

/** Gathers what the inspector of a cell shows. */
export async function inspectCell(
  db: Db,
  visitor: Visitor,
  { report, version, content }: Pick<ReportView, 'report' | 'version' | 'content'>,
  { key, closeHref, rereading, again }: Asked,
): Promise<Inspection> {
  const query = new URLSearchParams({ ...(!version.isCurrent && { version: String(version.version) }), cell: key, again: '1' })
  const [history, said, read] = await Promise.all([
    cellHistory(db, { filer: report.filer, reportId: report.id, key }),
    misreadings.ofCell(db, report.id, key),
    again && rereading ? readAgain(visitor, rereading, { sha256: version.sha256, name: content.source.name }, key) : null,
  ])
  const againHref = rereading && `/reports/${report.id}?${query.toString()}#${CELL_ID}`
  return { key, history, misreadings: said, again: read, againHref, closeHref }
}

/** How many pages the original has that is shown by page; 0 where that cannot be told, of which its frame says why. */
export async function countPages(
  { version, content }: Pick<ReportView, 'version' | 'content'>,
  rereading: Rereading,
): Promise<number> {
  if (!rereading || snapshotShape(content.source.mediaType) !== 'pages') return 0
  try {
    const { sha256 } = version
    return (await rereading.reading.measure(unpackGzip({ name: sha256, bytes: await rereading.snapshots.get(sha256), sha256 })))
      .length
  } catch (error) {
    if (error instanceof GiveUp || error instanceof SnapshotMissing) return 0
    throw error
  }
}

async function readAgain(
  visitor: Visitor,
  { snapshots, reading }: NonNullable<Rereading>,
  { sha256, name }: { readonly sha256: string; readonly name: string },
  key: CellKey,
): Promise<NonNullable<Inspection['again']>> {
  const words = cellWords(visitor)
  try {
    const file = unpackGzip({ name, bytes: await snapshots.get(sha256), sha256 })
    const result = await reading.readAgain(file, key)
    return result ? { kind: 'read', result } : { kind: 'problem', text: words.notReport }
  } catch (error) {
    if (!(error instanceof GiveUp)) throw error
    return { kind: 'problem', text: words.failed(GIVE_UP_REASONS[error.reason][visitor.language]) }
  }
}
