import type { Db } from '../../db/connect.ts'
import type { SnapshotStore } from '../../db/snapshot-store.ts'
import type { WriteEvidence } from '../review/evidence-download.ts'

/** The code that writes evidence is loaded when somebody asks for it. */
export function evidenceWriter(data: { readonly db: Db; readonly snapshots: SnapshotStore }): WriteEvidence {
  return async (subject, out, limit) => {
    const { EvidenceTooLarge, NoEvidence, writeEvidence } = await import('../release/evidence/write-evidence.ts')
    try {
      await writeEvidence({ ...data, subject, out, limit, format: 'wacz' })
      return 'written'
    } catch (error) {
      if (error instanceof EvidenceTooLarge) return 'too-large'
      if (error instanceof NoEvidence) return 'nothing'
      throw error
    }
  }
}
