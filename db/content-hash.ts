import type { Report } from '../src/model/report.ts'
import { sha256Of } from '../src/model/sha256.ts'

/**
 * Hash of what a report says: title, sections and cells as printed. Where it stands in the file, how sure the reading is, white space and
 * dates around it are left out, so that changed page furniture makes no new version.
 */
export function contentHashOf(report: Report): string {
  const plain = (text: string) => text.normalize('NFKC').replace(/\s+/g, '')
  const cells = Object.entries(report.cells)
    .map(([key, { raw, kind, value }]) => [key, plain(raw), kind, value])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))
  const sections = report.sections.map(({ number, title, text }) => [number, plain(title), plain(text)])
  return sha256Of(JSON.stringify([report.edition, plain(report.title ?? ''), sections, cells]))
}
