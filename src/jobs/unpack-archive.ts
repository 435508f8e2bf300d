import * as captures from '../../db/captures.ts'
import * as snapshots from '../../db/snapshots.ts'
import type { CaptureRow } from '../../db/tables.ts'
import { inTransaction } from '../../db/transaction.ts'
import { membersOf } from '../extract/readers/containers/archive.ts'
import type { GiveUp } from '../model/give-up.ts'
import type { SnapshotFile } from '../model/snapshot.ts'
import type { JobContext } from './context.ts'

/**
 * Takes the documents out of an archive: each becomes a snapshot and a capture of its own, found where the archive was found, and waits for
 * extraction; one that cannot be taken out is settled with its reason. Then the archive is done. All of it is committed at once, so that a run
 * cannot seem to be over in between. Twice changes nothing. Throws `GiveUp` when the archive itself cannot be read.
 */
export async function unpackArchive(
  { db, snapshots: store }: Pick<JobContext, 'db' | 'snapshots'>,
  capture: CaptureRow,
  archive: SnapshotFile,
): Promise<void> {
  const seen: captures.SeenCapture[] = []
  const problems = new Map<string, GiveUp>()
  for (const member of membersOf({ ...archive, name: nameOf(capture.url) })) {
    const url = addressOfMember(capture.url, member.path)
    if ('problem' in member) problems.set(url, member.problem)
    else {
      await store.put(member.file.bytes)
      await snapshots.record(db, { sha256: member.file.sha256, bytes: member.file.bytes.length, mediaType: null })
    }
    seen.push({
      url,
      // What cannot be taken out has no bytes of its own; those of the archive are the proof.
      sha256: 'problem' in member ? archive.sha256 : member.file.sha256,
      columnId: capture.column_id,
      authorityId: capture.authority_id,
      districtId: capture.district_id,
      listTitle: titleOf(member.path) ?? capture.list_title,
      dates: capture.dates,
      attachmentOf: capture.attachment_of ?? capture.url,
    })
  }
  await inTransaction(db, async (trx) => {
    const recorded = await captures.record(trx, capture.last_run_id, seen)
    for (const { id, url } of recorded) {
      const problem = problems.get(url)
      if (problem) await captures.markFailed(trx, id, { reason: problem.reason, message: problem.detail })
    }
    await captures.markUnpacked(trx, capture.id, { documents: seen.length })
  })
}

/** The address of a document in an archive: that of the archive, and the path behind `#`. */
function addressOfMember(archive: string, path: string): string {
  const name = path.split('/').map(encodeURIComponent).join('/')
  return archive.includes('#') ? `${archive}/${name}` : `${archive}#${name}`
}

/** The name of the file at an address, for messages. */
function nameOf(url: string): string {
  const name = url.replace(/[?#].*$/, '').replace(/^.*\//, '')
  try {
    return decodeURIComponent(name) || url
  } catch {
    return name
  }
}

/** The name of the file without its ending, where it is Chinese: it may tell whose report it is. */
function titleOf(path: string): string | null {
  const name = path.replace(/^.*\//, '').replace(/\.\w{1,5}$/, '')
  return /\p{Script=Han}{2}/u.test(name) ? name : null
}
