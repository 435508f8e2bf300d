import { type SampleYear, sampleAuthority } from '../portals/district/authorities.ts'
import { type Night, sampleReport } from '../portals/district/sample-report.ts'
import { renderReport } from '../portals/render-report.ts'

/** The page of a sample report; night 2 is the corrected one where the sample corrects it. */
export function reportPage(
  authorityId: string,
  year: SampleYear,
  options: { night?: Night; change?: (html: string) => string } = {},
): string {
  const { night = 1, change = (html) => html } = options
  const report = sampleReport(sampleAuthority(authorityId), year, night)
  const page = `<!DOCTYPE html><html><head><meta charset="utf-8"><title>${report.title}</title></head>
<body><h1>${report.title}</h1><div class="content">${renderReport(report, null)}</div></body></html>`
  return change(page)
}
