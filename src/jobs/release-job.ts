import { join } from 'node:path'
import * as releases from '../../db/releases.ts'
import { READER_VERSION } from '../extract/version.ts'
import { EVERYTHING, RELEASE_FORMATS } from '../model/release.ts'
import { writeRelease } from '../release/write-release.ts'
import { RULE_SET } from '../rules/catalogue.ts'
import type { JobContext } from './context.ts'
import type { JobData } from './queue-names.ts'
import type { Processor } from './workers.ts'

/** Name and versions of this program, as releases cite it. */
export const PROGRAM = `Gouji 勾稽 (reader ${READER_VERSION}, rules ${RULE_SET})`

/** Makes a dataset release of everything in every format in `<data>/releases/<name>`; one that is there is never changed. */
export function releaseJob({ db, dataDir, log }: JobContext): Processor<JobData['release']> {
  return {
    run: async ({ name }, { signal }) => {
      if ((await releases.get(db, name)) !== null) return
      const out = join(dataDir, 'releases', name)
      const { tables } = await writeRelease({
        db,
        out,
        version: name,
        selection: EVERYTHING,
        formats: RELEASE_FORMATS,
        csv: { bom: false, exact: false },
        program: PROGRAM,
        recorded: true,
        signal,
      })
      log.info({ release: name, tables }, `release ${name} written`)
    },
    // No row waits for a release: the log tells.
    recordFailure: async () => undefined,
    afterwards: async () => undefined,
  }
}
