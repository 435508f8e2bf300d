import type { Finding } from '../model/finding.ts'
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

/** The findings of one authority's year, each with its fingerprint. */
export function withFingerprints(
  findings: readonly Finding[],
  { filer, year }: { readonly filer: string; readonly year: number },
): (Finding & { readonly fingerprint: string })[] {
  return findings.map((finding) => ({
    ...finding,
    fingerprint: fingerprintOf({ filer, year, rule: finding.rule, subject: finding.subject }),
  }))
}
