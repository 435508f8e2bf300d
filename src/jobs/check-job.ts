import * as findings from '../../db/findings.ts'
import * as reportVersions from '../../db/report-versions.ts'
import { markUncheckable, uncheckedVersions } from '../../db/run-progress.ts'
import { inTransaction } from '../../db/transaction.ts'
import { RULE_SET } from '../rules/catalogue.ts'
import { checkReport } from '../rules/check-report.ts'
import { fingerprintOf } from '../rules/fingerprint.ts'
import { advanceRuns } from './advance-run.ts'
import type { JobContext } from './context.ts'
import type { JobData } from './queue-names.ts'
import { enqueue } from './queues.ts'
import type { Processor } from './workers.ts'

/** Checks the current version of a report beside the report of the year before. */
export function checkJob(context: JobContext): Processor<JobData['check']> {
  const { db, queues, log } = context
  return {
    run: async ({ versionId }) => {
      const version = await reportVersions.loadForCheck(db, versionId)
      if (!version?.isCurrent) return
      const { filer, year, report, prior } = version
      const found = checkReport({ report, prior: prior?.report ?? null }).map((finding) => ({
        ...finding,
        fingerprint: fingerprintOf({ filer, year, rule: finding.rule, subject: finding.subject }),
      }))
      await inTransaction(db, async (trx) => {
        const priorVersionId = prior?.versionId ?? null
        // Not the current ones any more: the newer version, or the newer year before, is checked by a job of its own.
        if (!(await reportVersions.markChecked(trx, { versionId, priorVersionId, filer, year, ruleSet: RULE_SET }))) return
        await findings.reconcile(trx, { ...version, scope: 'report' }, found)
      })
    },
    recordFailure: async ({ versionId }, error) => {
      log.error({ err: error, version: versionId }, `report version ${versionId} could not be checked`)
      await markUncheckable(db, versionId)
    },
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
