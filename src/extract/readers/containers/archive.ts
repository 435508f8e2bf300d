import { GiveUp } from '../../../model/give-up.ts'
import { sha256Of } from '../../../model/sha256.ts'
import type { SnapshotFile } from '../../../model/snapshot.ts'
import { formatOf } from '../file-format.ts'
import { kindOfZip } from './office-package.ts'
import { listZip, unpackEntry, type ZipEntry } from './zip.ts'

/** A document in an archive, or why it cannot be taken out. `path` is its place in the archive, such as `乡镇/某镇.docx`. */
export type ArchiveMember =
  | { readonly path: string; readonly file: SnapshotFile }
  | { readonly path: string; readonly problem: GiveUp }

const MEGABYTE = 1024 * 1024
const MAX_ARCHIVE = 100 * MEGABYTE
const MAX_MEMBER = 100 * MEGABYTE
const MAX_TOTAL = 500 * MEGABYTE
const MAX_MEMBERS = 2000
/** The archive itself, those in it and those in these are opened. */
const MAX_DEPTH = 3

/** What file systems and Office leave in folders: nobody means to give these. A path that leads out of the archive is only a name here. */
const LEFTOVER = /(?:^|\/)(?:__MACOSX\/|\.(?!\.?\/)[^/]*(?:\/|$)|~\$[^/]*$|(?:thumbs\.db|desktop\.ini)$)/i

/** Whether a file is a ZIP archive of documents. Throws `GiveUp('damaged-file')` for a damaged ZIP file. */
export function isArchive(file: SnapshotFile): boolean {
  return formatOf(file.bytes).kind === 'zip' && kindOfZip(file) === 'archive'
}

/**
 * The documents in a ZIP archive, one at a time and in the archive's order, named `年报.zip/某局.docx`; archives in it are opened. One that
 * is encrypted, damaged or too large is a problem of its own, and the rest goes on. Throws `GiveUp` when the archive itself cannot be read.
 */
export function* membersOf(file: SnapshotFile): Generator<ArchiveMember> {
  if (file.bytes.length > MAX_ARCHIVE)
    throw new GiveUp('too-large', `${file.name} has more than ${MAX_ARCHIVE / MEGABYTE} MB; give the documents inside in parts`)
  const budget = { bytes: MAX_TOTAL, members: MAX_MEMBERS }
  let count = 0
  for (const member of unpackMembers(file, '', 1, budget)) {
    count++
    yield member
  }
  if (count === 0) throw new GiveUp('empty-file', `${file.name} is a ZIP archive without documents; pack the reports into it`)
}

/** What may still be unpacked. */
type Budget = { bytes: number; members: number }

function* unpackMembers(file: SnapshotFile, folder: string, depth: number, budget: Budget): Generator<ArchiveMember> {
  const entries = listZip(file.bytes, file.name)
  const pages = pageFolders(entries)
  for (const entry of entries) {
    if (LEFTOVER.test(entry.name) || pages.some((page) => entry.name.startsWith(page))) continue
    const path = `${folder}${entry.name}`
    if (budget.members === 0 || entry.size > budget.bytes) {
      const most = budget.members === 0 ? `${MAX_MEMBERS} documents` : `${MAX_TOTAL / MEGABYTE} MB of documents`
      yield {
        path,
        problem: new GiveUp('too-large', `the archive holds more than ${most}; give the rest in an archive of its own`),
      }
      return
    }
    budget.members--
    budget.bytes -= entry.size
    yield* unpackMember(file, entry, path, depth, budget)
  }
}

function* unpackMember(
  archive: SnapshotFile,
  entry: ZipEntry,
  path: string,
  depth: number,
  budget: Budget,
): Generator<ArchiveMember> {
  try {
    // A copy: what is stored as it is would keep the whole archive.
    const bytes = new Uint8Array(unpackEntry(archive.bytes, entry, archive.name, MAX_MEMBER))
    const file = { name: `${archive.name}/${entry.name}`, bytes, sha256: sha256Of(bytes) }
    if (!isArchive(file)) yield { path, file }
    else if (depth < MAX_DEPTH) yield* unpackMembers(file, `${path}/`, depth + 1, budget)
    else throw new GiveUp('too-large', `${path} is an archive within archives; unpack it and give the documents inside`)
  } catch (error) {
    if (!(error instanceof GiveUp)) throw error
    yield { path, problem: error }
  }
}

/** Folders in which browsers keep the pictures and scripts of a saved page that is in the archive too. */
function pageFolders(entries: readonly ZipEntry[]): string[] {
  return entries
    .filter(({ name }) => /\.html?$/i.test(name))
    .flatMap(({ name }) => ['_files/', '.files/'].map((ending) => name.replace(/\.html?$/i, ending)))
}
