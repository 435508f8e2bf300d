import * as findings from '../../db/findings.ts'
import * as reportVersions from '../../db/report-versions.ts'
import { markUncheckable, uncheckedVersions } from '../../db/run-progress.ts'
import { namesOf } from '../model/portal.ts'
import { checkReport } from '../rules/check-report.ts'
import { withFingerprints } from '../rules/fingerprint.ts'
import { ruleSetFor } from '../rules/settings.ts'
import { bodyText } from '../rules/similarity/body-text.ts'
import { sketchOf, sketchToBytes } from '../rules/similarity/sketch.ts'
import { advanceRuns } from './advance-run.ts'
import type { JobContext } from './context.ts'
import { factsOfFindings } from './document-facts.ts'
import type { JobData } from './queue-names.ts'
import { enqueue } from './queues.ts'
import { cachedRegistry } from './registry-cache.ts'
import type { Processor } from './workers.ts'

/** Checks the current version of a report beside the report of the year before. */
export function checkJob(context: JobContext): Processor<JobData['check']> {
  const { db, queues } = context
  const registryOf = cachedRegistry(db)
  /** What the registry knows of who filed a report, and what the district has set. */
  const knownOf = async ({ authorityId, districtId }: Pick<reportVersions.VersionToCheck, 'authorityId' | 'districtId'>) => {
    if (districtId === null) return { authority: null, settings: {} }
    const { authorities, districts } = await registryOf(districtId)
    return { authority: authorities.find(({ id }) => id === authorityId) ?? null, settings: districts[0]?.rules ?? {} }
  }
  return {
    run: async ({ versionId }, { span }) => {
      const version = await reportVersions.loadForCheck(db, versionId)
      if (!version?.isCurrent) return
      const { filer, report, prior } = version
      const { authority, settings } = await knownOf(version)
      const found = checkReport({ report, prior: prior?.report ?? null, authority, settings })
      span?.tell(factsOfFindings(found))
      const names = authority === null ? [] : namesOf(authority)
      const sketch = sketchToBytes(sketchOf(bodyText(report, names)))
      const checked = { filer, versionId, priorVersionId: prior?.versionId ?? null, ruleSet: ruleSetFor(settings), sketch }
      // Where they are not the current ones any more, the newer version, or the newer year before, is checked by a job of its own.
      await findings.recordCheck(db, checked, { ...version, scope: 'report' }, withFingerprints(found, version))
    },
    recordFailure: ({ versionId }) => markUncheckable(db, versionId),
    afterwards: async ({ versionId }) => {
      const again = await uncheckedVersions(db, { versionId })
      await enqueue(
        queues,
        'check',
        again.map((id) => ({ versionId: id })),
      )
      await advanceRuns(context, { among: 'check' })
    },
  }
}
