import type { Db } from '../../db/connect.ts'
import { evidenceOf, type FilingEvidence } from '../../db/filing-evidence.ts'
import * as filings from '../../db/filings.ts'
import * as findings from '../../db/findings.ts'
import * as registry from '../../db/registry.ts'
import * as runAudits from '../../db/run-audits.ts'
import { inTransaction } from '../../db/transaction.ts'
import { assessFiling, checkFiling, type FilingAssessment, type FilingInput } from '../rules/filing.ts'
import { fingerprintOf } from '../rules/fingerprint.ts'
import { advanceRuns } from './advance-run.ts'
import type { JobContext } from './context.ts'
import type { JobData } from './queue-names.ts'
import type { Processor } from './workers.ts'

/** Works out who of a district published the report of a year when, from everything that all crawls have seen. */
export function auditJob(context: JobContext): Processor<JobData['audit']> {
  const { db, log } = context
  return {
    run: async ({ runId, district, year }) => {
      const { districts } = await registry.loadRegistry(db, { district })
      const localDue = districts.find(({ id }) => id === district)?.localDue ?? null
      const asOf = context.today()
      for (const evidence of await evidenceOf(db, { district, year })) {
        const { authority, report, columns, readings } = evidence
        await assess(db, evidence, { authority, report, columns, readings, year, localDue, asOf })
      }
      for (const checked of await findings.filingsGivenUp(db, { district, year })) await findings.reconcile(db, checked, [])
      await runAudits.markDone(db, { runId, district, year, problem: null })
    },
    recordFailure: async ({ runId, district, year }, error) => {
      log.error({ err: error, district, year }, `the filing status of ${district} ${year} could not be worked out`)
      await runAudits.markDone(db, { runId, district, year, problem: error.message })
    },
    afterwards: () => advanceRuns(context),
  }
}

async function assess(db: Db, { report }: FilingEvidence, input: FilingInput): Promise<void> {
  const assessment = assessFiling(input)
  const { authority, year } = input
  const found = checkFiling(input, assessment).map((finding) => ({
    ...finding,
    fingerprint: fingerprintOf({ filer: authority.id, year, rule: finding.rule, subject: finding.subject }),
  }))
  await inTransaction(db, async (trx) => {
    await filings.upsert(trx, [rowOf(input, assessment, report?.id ?? null)])
    const checked: findings.Checked = {
      scope: 'filing',
      filer: authority.id,
      authorityId: authority.id,
      authorityName: authority.name,
      districtId: authority.district,
      year,
      reportId: report?.id ?? null,
      versionId: report?.versionId ?? null,
    }
    await findings.reconcile(trx, checked, found)
  })
}

function rowOf(input: FilingInput, assessment: FilingAssessment, reportId: number | null): filings.AssessedFiling {
  return {
    authority_id: input.authority.id,
    year: input.year,
    status: assessment.status,
    due: assessment.deadline.date,
    strength: assessment.deadline.strength,
    published_on: assessment.publishedOn,
    published_from: assessment.publishedFrom,
    days_late: assessment.daysLate,
    backdated: assessment.backdated,
    report_id: reportId,
    evidence: { readings: [...input.readings], dates: [...(input.report?.dates ?? [])] },
  }
}
