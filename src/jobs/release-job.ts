import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { writeRelease } from '../release/write-release.ts'
import type { JobContext } from './context.ts'
import type { JobData } from './queue-names.ts'
import type { Processor } from './workers.ts'

/** Writes a dataset release to `<data>/releases/<name>`; one that is there is never changed. */
export function releaseJob({ db, dataDir, log }: JobContext): Processor<JobData['release']> {
  return {
    run: async ({ name }) => {
      const out = join(dataDir, 'releases', name)
      if (existsSync(out)) return
      const { files } = await writeRelease({ db, out })
      log.info({ release: name, files }, `release ${name} written`)
    },
    // No row waits for a release: the log tells.
    recordFailure: async () => undefined,
    afterwards: async () => undefined,
  }
}
