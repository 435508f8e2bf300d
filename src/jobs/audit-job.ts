import type { Db } from '../../db/connect.ts'
import * as filings from '../../db/filings.ts'
import * as findings from '../../db/findings.ts'
import { loadRegistry } from '../../db/registry.ts'
import * as runAudits from '../../db/run-audits.ts'
import { inTransaction } from '../../db/transaction.ts'
import { correctedBy } from '../model/correction.ts'
import { rankDates } from '../rules/filing/date-evidence.ts'
import { withFingerprints } from '../rules/fingerprint.ts'
import { advanceRuns } from './advance-run.ts'
import { type AssessedFiling, assessFilings } from './assess-filings.ts'
import { compareDistrict } from './compare-district.ts'
import type { JobContext } from './context.ts'
import type { JobData } from './queue-names.ts'
import type { Processor } from './workers.ts'

/** Works out who of a district published the report of a year when, from everything that all crawls have seen. */
export function auditJob(context: JobContext): Processor<JobData['audit']> {
  const { db } = context
  return {
    run: async ({ runId, district, year }, { span }) => {
      const filings = await refile(db, { district, year, asOf: await context.today() })
      span?.tell({ 'gouji.filings': filings })
      for (const checked of await findings.filingsGivenUp(db, { district, year })) await findings.reconcile(db, checked, [])
      const { districts } = await loadRegistry(db, { district })
      await compareDistrict(db, { district, year, settings: districts[0]?.rules ?? {} })
      await runAudits.markDone(db, { runId, district, year, problem: null })
    },
    recordFailure: ({ runId, district, year }, error) =>
      runAudits.markDone(db, { runId, district, year, problem: error.message }),
    afterwards: () => advanceRuns(context),
  }
}

/** Judges the filings of a district and year from everything that is known, and keeps what came of it; how many they are. */
export async function refile(
  db: Db,
  asked: { readonly district: string; readonly year: number; readonly asOf: string },
): Promise<number> {
  const filed = await assessFilings(db, asked)
  for (const assessed of filed) await keep(db, assessed)
  return filed.length
}

async function keep(db: Db, assessed: AssessedFiling): Promise<void> {
  const { report } = assessed
  const { authority, year } = assessed.input
  await inTransaction(db, async (trx) => {
    await filings.upsert(trx, [rowOf(assessed)])
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
    await findings.reconcile(trx, checked, withFingerprints(assessed.findings, checked))
  })
}

function rowOf({ input, assessment, report }: AssessedFiling): filings.AssessedFiling {
  const seen = input.report === null ? [] : [{ date: input.report.firstSeenOn, from: 'first-seen' }]
  const corrected = input.report?.corrected
    ? [{ date: input.report.corrected.date, from: correctedBy(input.report.corrected.by) }]
    : []
  return {
    authority_id: input.authority.id,
    year: input.year,
    status: assessment.status,
    reason: assessment.reason,
    due: assessment.deadline.date,
    strength: assessment.deadline.strength,
    basis: assessment.deadline.basis,
    published_on: assessment.publishedOn,
    published_from: assessment.publishedFrom,
    days_late: assessment.daysLate,
    backdated: assessment.backdated,
    report_id: report?.id ?? null,
    evidence: { readings: [...input.readings], dates: [...corrected, ...rankDates(input.report?.dates ?? []), ...seen] },
  }
}
