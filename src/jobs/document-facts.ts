import type { Finding } from '../model/finding.ts'
import type { Extraction } from '../model/report.ts'
import type { SpanFacts } from '../model/trace.ts'

/** What a trace tells of a document that was read: what it is and how much was found, none of its words. `bytes`: its size. */
export function factsOfExtraction(extraction: Extraction, bytes: number): SpanFacts {
  const { kind } = extraction
  if (kind === 'not-report') return { 'gouji.document': kind, 'gouji.bytes': bytes, 'gouji.reason': extraction.reason.code }
  const { source, edition, year, cells, notes } = extraction.report
  return {
    'gouji.document': kind,
    'gouji.bytes': bytes,
    'gouji.format': source.mediaType,
    'gouji.edition': edition ?? 'none',
    ...(year === null ? {} : { 'gouji.year': year }),
    'gouji.cells': Object.keys(cells).length,
    'gouji.notes': notes.length,
  }
}

/** What a trace tells of a check. */
export function factsOfFindings(findings: readonly Pick<Finding, 'verdict'>[]): SpanFacts {
  const count = (wanted: Finding['verdict']) => findings.filter(({ verdict }) => verdict === wanted).length
  return {
    'gouji.findings.pass': count('pass'),
    'gouji.findings.fail': count('fail'),
    'gouji.findings.not_assessable': count('not-assessable'),
  }
}
