import { chmod, mkdir, mkdtemp, open, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { Db } from '../../db/connect.ts'
import { inSnapshotUnlessOthers } from '../../db/locks.ts'
import * as released from '../../db/released-rows.ts'
import * as releases from '../../db/releases.ts'
import type { CsvOptions, ReleasedTable, ReleaseFile, ReleaseFormat, ReleaseSelection } from '../model/release.ts'
import { SetupError } from '../model/setup-error.ts'
import { citationFile, type ReleaseAbout, titleOf } from './about.ts'
import { writeChanges, writeLines } from './changes.ts'
import { codebookJson, codebookText } from './codebook.ts'
import { dataPackage } from './datapackage.ts'
import { type TableProgress, type WrittenTable, writeTables } from './write-tables.ts'

export type Releasing = {
  readonly db: Db
  /** The release's folder, which must not exist or be empty. */
  readonly out: string
  readonly version: string
  readonly selection: ReleaseSelection
  readonly formats: readonly ReleaseFormat[]
  readonly csv: CsvOptions
  /** Name and version of the program, as it is cited. */
  readonly program: string
  /** Whether the database remembers it: a release; otherwise it is somebody's own copy. */
  readonly recorded: boolean
  /** Told after each portion of a table how many of its rows are written. */
  readonly onRows?: (progress: TableProgress) => void
  /** Ends the writing; nothing of it stays. */
  readonly signal?: AbortSignal
}

export type WrittenRelease = {
  readonly version: string
  readonly previous: string | null
  readonly tables: readonly ReleasedTable[]
  readonly files: readonly ReleaseFile[]
}

/**
 * Writes the dataset as it stands at one moment into the folder `out`: every table in every format with the data package, the codebook, what
 * changed since the release before, how to cite it, and checksums. The folder appears when all of it is on the disk, so that there is never
 * half a release, whatever interrupts it. The same rows under the same version give the same bytes.
 * @throws SetupError when the version exists, `out` holds files, somebody else writes it, or the disk is full
 */
export async function writeRelease(releasing: Releasing): Promise<WrittenRelease> {
  const out = resolve(releasing.out)
  await refuseFull(out)
  await mkdir(dirname(out), { recursive: true })
  let isThere = false
  try {
    const written = await inSnapshotUnlessOthers(releasing.db, `release ${out}`, async (trx) => {
      await refuseKnown(trx, releasing)
      await removeDrafts(out)
      const draft = await mkdtemp(draftPrefix(out))
      const release = await writeDraft(trx, draft, releasing)
      if (releasing.recorded) await releases.record(trx, { ...release.about, ...release, program: releasing.program })
      await chmod(draft, 0o755)
      await rm(out, { recursive: true, force: true })
      await rename(draft, out)
      isThere = true
      await syncFolder(dirname(out))
      return release
    })
    if (written === null) throw new SetupError(`${out} is being written by another process.`)
    return written
  } catch (error) {
    if (isThere) await rm(out, { recursive: true, force: true })
    else await removeDrafts(out).catch(() => undefined)
    throw explained(error, out)
  }
}

async function writeDraft(
  db: Db,
  draft: string,
  { version, selection, formats, csv, program, onRows, signal }: Releasing,
): Promise<WrittenRelease & { readonly about: ReleaseAbout }> {
  const before = await releases.latestOf(db, selection, version)
  const about = aboutOf(
    { version, selection, formats, csv, program },
    await released.summary(db, selection),
    before?.version ?? null,
  )
  for (const format of formats) await mkdir(join(draft, format))
  const written = await writeTables(db, { folder: draft, selection, formats, csv, reports: about.reports, onRows, signal })
  const tables = written.map(({ table, rows }) => ({ name: table.name, rows }))
  const others = [
    ...(await writeDescriptions(draft, about, written)),
    ...(await writeChanges(db, draft, { version, previous: before, selection, tables })),
  ]
  const files = [...written.flatMap((table) => table.files), ...others]
  const sums = files.map(({ path, sha256 }) => `${sha256}  ${path}\n`)
  files.push(await writeLines(draft, 'SHA256SUMS', sums))
  for (const folder of [...formats.map((format) => join(draft, format)), draft]) await syncFolder(folder)
  return { version, previous: about.previous, tables, files, about }
}

function aboutOf(
  said: Pick<ReleaseAbout, 'version' | 'selection' | 'formats' | 'csv' | 'program'>,
  summary: Awaited<ReturnType<typeof released.summary>>,
  previous: string | null,
): ReleaseAbout {
  const { first_year: first, last_year: last } = summary
  const years = first === null || last === null ? null : ([first, last] as const)
  return {
    ...said,
    title: titleOf(said.version, years),
    reports: summary.reports,
    years,
    readers: summary.readers,
    ruleSets: summary.rule_sets,
    portals: summary.portals,
    asOf: summary.as_of === null ? null : `${summary.as_of.toISOString().slice(0, 19)}Z`,
    previous,
  }
}

async function writeDescriptions(
  draft: string,
  about: ReleaseAbout,
  written: readonly WrittenTable[],
): Promise<readonly ReleaseFile[]> {
  const tables = written.map(({ table }) => table)
  const texts: readonly (readonly [path: string, text: string])[] = [
    ...about.formats.map((format) => [`${format}/datapackage.json`, jsonText(dataPackage(about, format, written))] as const),
    ['codebook.md', codebookText(about, tables)],
    ['codebook.json', jsonText(codebookJson(tables))],
    ['previews.json', `${JSON.stringify({ tables: written.map(({ preview }) => preview) })}\n`],
    ['CITATION.cff', citationFile(about)],
  ]
  const files: ReleaseFile[] = []
  for (const [path, text] of texts) files.push(await writeLines(draft, path, [text]))
  return files
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`
}

async function refuseFull(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw new SetupError(`${folder} cannot be used for a release (${error.code}). Name a folder that does not exist yet.`, {
      cause: error,
    })
  })
  if (names.length > 0)
    throw new SetupError(
      `${folder} is not empty. A release is never changed once it is written: name another version, or a folder that does not exist yet.`,
    )
}

async function refuseKnown(db: Db, { version, recorded }: Releasing): Promise<void> {
  if (recorded && (await releases.get(db, version)) !== null)
    throw new SetupError(`Release ${version} exists. A release is never changed once it is made: name another version.`)
}

function draftPrefix(out: string): string {
  return join(dirname(out), `.draft-of-${basename(out)}-`)
}

/** What a process that was killed has left of the same release. Only one at a time writes it. */
async function removeDrafts(out: string): Promise<void> {
  const prefix = basename(draftPrefix(out))
  for (const name of await readdir(dirname(out)))
    if (name.startsWith(prefix) && name.length === prefix.length + 6)
      await rm(join(dirname(out), name), { recursive: true, force: true })
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path)
  await folder.sync().finally(() => folder.close())
}

function explained(error: unknown, out: string): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? ''
  if (!['ENOSPC', 'EDQUOT'].includes(code)) return error
  return new SetupError(
    `The disk of ${dirname(out)} is full. Nothing of the release stays: make room, or choose fewer formats with --format, and try again.`,
    { cause: error },
  )
}
