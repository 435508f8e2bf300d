import { openHostLedger } from '../../db/host-ledger.ts'
import * as portalTries from '../../db/portal-tries.ts'
import { loadRegistry } from '../../db/registry.ts'
import { tryPortal } from '../crawlers/try-portal.ts'
import { addressToTry, isSampleHost, portalToTry } from '../crawlers/try-target.ts'
import type { JobContext } from './context.ts'
import type { JobData } from './queue-names.ts'
import type { Processor } from './workers.ts'

/** Somebody waits for what a try shows. */
const LONGEST_MS = 3 * 60_000

/** Looks at an address as `gouji portals try` does, at the pace that it shares with the crawls, and keeps what it shows for the page. */
export function tryJob({ db, chromiumPath, contact, manners }: JobContext): Processor<JobData['try']> {
  return {
    run: async ({ portalTryId }, { signal }) => {
      const asked = await portalTries.begin(db, portalTryId)
      if (!asked) return
      const registry = await loadRegistry(db, { district: asked.district_id })
      const sample = isSampleHost(registry, asked.url)
      const { url, problem } = addressToTry(asked.url, { sample })
      if (problem !== null) return await portalTries.end(db, asked.id, { problem: problem.message })
      const owners = asked.authority_id === null ? 'all' : [asked.authority_id]
      const limit = AbortSignal.timeout(LONGEST_MS)
      const result = await tryPortal(portalToTry(url, { district: asked.district_id, owners, sample }), registry, {
        chromiumPath,
        contact,
        manners: { ...manners, quiet: null },
        ledger: openHostLedger(db),
        signal: AbortSignal.any([signal, limit]),
      }).catch((error: unknown) => {
        if (!limit.aborted || signal.aborted) throw error
        return null
      })
      signal.throwIfAborted()
      const isCut = result === null || limit.aborted
      await portalTries.end(
        db,
        asked.id,
        isCut ? { problem: `no end after ${LONGEST_MS / 60_000} minutes; try again later` } : { result },
      )
    },
    recordFailure: ({ portalTryId }, error) => portalTries.end(db, portalTryId, { problem: error.message }),
    afterwards: async () => undefined,
  }
}
