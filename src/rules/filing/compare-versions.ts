import { type Cell, type Report, type Section, SURE } from '../../model/report.ts'
import type { CellKey } from '../../model/template.ts'
import type { ContentChange } from './filing-input.ts'

/** Words of a page that tells of its own correction. 更正 alone is too common: applicants ask for corrections, too. */
const CORRECTION =
  /更正(?:说明|如下|后|版|公告|为)|勘误|订正|(?:现|特此|予以|已作|作)更正|重新(?:发布|公布|上传)|修订(?:版|后)|原(?:发布|公布|报告|文)[^。]{0,20}(?:有误|错误|作废)/

/** Two versions of a report, the older first; `listTitle` is the text of the link to the newer one. */
export type VersionPair = {
  readonly before: Report
  readonly after: Report
  readonly listTitle: string | null
  readonly on: string
}

/**
 * What differs in title, sections and cells as printed; null where nothing does. What was not read surely may differ by our reading alone and
 * is left out: doubtful cells, and words that were recognised in pictures. A word of correction counts when the older version did not have it.
 */
export function compareVersions({ before, after, listTitle, on }: VersionPair): ContentChange | null {
  const cells = changedCells(before, after)
  const passage = [before, after].some(isRecognised) ? null : changedPassage(before, after)
  if (cells.length === 0 && passage === null) return null
  const words = (report: Report) =>
    [report.opening ?? '', ...textOf(report)].flatMap((text) => [...text.matchAll(new RegExp(CORRECTION, 'g'))])
  const noted = CORRECTION.test(listTitle ?? '') || words(after).length > words(before).length
  return { on, noted, cells, passage }
}

function changedCells({ cells: before }: Report, { cells: after }: Report): CellKey[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])] as CellKey[]
  const isSure = (cell: Cell | undefined) => cell === undefined || cell.confidence >= SURE
  return keys.filter((key) => {
    const [older, newer] = [before[key], after[key]]
    return isSure(older) && isSure(newer) && plain(older?.raw ?? '') !== plain(newer?.raw ?? '')
  })
}

function isRecognised({ notes }: Report): boolean {
  return notes.some(({ code }) => code === 'read-by-recognition')
}

/** The first sentence of the newer version that the older one does not have; where sentences only went, the first of those. */
function changedPassage(before: Report, after: Report): string | null {
  return missingFrom(before, after) ?? missingFrom(after, before)
}

function missingFrom(base: Report, other: Report): string | null {
  const known = new Set(textOf(base).flatMap(sentencesOf).map(plain))
  return (
    textOf(other)
      .flatMap(sentencesOf)
      .find((sentence) => !known.has(plain(sentence)))
      ?.trim() ?? null
  )
}

function textOf({ title, sections }: Report): string[] {
  return [title ?? '', ...sections.flatMap((section: Section) => [section.title, section.text])]
}

function sentencesOf(text: string): string[] {
  return text.split(/(?<=[。！？；])|\n/).filter((sentence) => plain(sentence) !== '')
}

/** As the hash of a version's content compares: width and white space do not count. */
function plain(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '')
}
