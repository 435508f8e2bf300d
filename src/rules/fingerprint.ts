import { sha256Of } from '../model/sha256.ts'

/**
 * Names a finding across checks: the same rule on the same subject of the same authority's report of the same year has the same
 * fingerprint, whatever the numbers are now. Decisions hang on it.
 */
export function fingerprintOf({
  filer,
  year,
  rule,
  subject,
}: {
  readonly filer: string
  readonly year: number
  readonly rule: string
  readonly subject: string
}): string {
  return sha256Of(JSON.stringify([filer, year, rule, subject])).slice(0, 32)
}
