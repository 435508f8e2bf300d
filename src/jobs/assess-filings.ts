import type { Db } from '../../db/connect.ts'
import { type ChangedVersions, evidenceOf, type FilingEvidence } from '../../db/filing-evidence.ts'
import * as reportVersions from '../../db/report-versions.ts'
import type { Finding } from '../model/finding.ts'
import { assessFiling } from '../rules/filing/assess-filing.ts'
import { checkFiling } from '../rules/filing/check-filing.ts'
import { compareVersions } from '../rules/filing/compare-versions.ts'
import type { ContentChange, FilingAssessment, FilingInput } from '../rules/filing/filing-input.ts'

/** One authority's filing of one year: what it was judged by, and what came of it. */
export type AssessedFiling = {
  readonly input: FilingInput
  readonly assessment: FilingAssessment
  readonly findings: readonly Finding[]
  /** Ids of the report and of its current version; null where none is known. */
  readonly report: { readonly id: number; readonly versionId: number } | null
}

type Asked = {
  readonly district: string
  readonly year: number
  /** The day of judgement, YYYY-MM-DD in Asia/Shanghai. */
  readonly asOf: string
  /** Whether what was seen after that day is left out, as if it were that day. */
  readonly onlyKnownThen?: boolean
}

/** Judges the filings of a district's authorities, in the order of their ids, from stored evidence alone. Writes nothing. */
export async function assessFilings(db: Db, { onlyKnownThen = false, ...asked }: Asked): Promise<AssessedFiling[]> {
  const { district, year, asOf } = asked
  const assessed: AssessedFiling[] = []
  for (const evidence of await evidenceOf(db, { district, year, asOf: onlyKnownThen ? asOf : null })) {
    const input = await inputOf(db, evidence, asked)
    const assessment = assessFiling(input)
    const { report } = evidence
    assessed.push({
      input,
      assessment,
      findings: checkFiling(input, assessment),
      report: report && { id: report.id, versionId: report.versionId },
    })
  }
  return assessed
}

async function inputOf(db: Db, { report, ...evidence }: FilingEvidence, { year, asOf }: Asked): Promise<FilingInput> {
  if (report === null) return { ...evidence, year, asOf, report: null }
  const { firstSeenOn, dates, dead, corrected } = report
  return {
    ...evidence,
    year,
    asOf,
    report: { firstSeenOn, dates, dead, corrected, changes: await changesOf(db, report.changes) },
  }
}

async function changesOf(db: Db, pairs: readonly ChangedVersions[]): Promise<ContentChange[]> {
  const changes: ContentChange[] = []
  for (const { before, after, on, listTitle } of pairs) {
    const [older, newer] = await Promise.all([reportVersions.load(db, before), reportVersions.load(db, after)])
    const change = older && newer && compareVersions({ before: older, after: newer, listTitle, on })
    if (change) changes.push(change)
  }
  return changes
}
