import type { PrintedPiece, PrintedReport, Truth } from '../printed.ts'
import type { Quirk } from './quirk.ts'

/** Prints the title in other words or over several lines. */
function titled(name: string, lines: (truth: Truth) => readonly string[]): Quirk {
  return {
    name,
    apply: (report) => {
      const printed = lines(report.truth)
      const titles = printed.map((text): PrintedPiece => ({ kind: 'title', text }))
      const title = printed.join('').replace(/^《|》$/g, '')
      return {
        pieces: [...titles, ...report.pieces.filter(({ kind }) => kind !== 'title')],
        truth: { ...report.truth, title },
      }
    },
  }
}

function inHeadings(name: string, change: (text: string) => string): Quirk {
  return {
    name,
    apply: (report) => ({
      ...report,
      pieces: report.pieces.map((piece) => (piece.kind === 'heading' ? { ...piece, text: change(piece.text) } : piece)),
    }),
  }
}

function inChinese(year: number): string {
  return [...String(year)].map((digit) => '〇一二三四五六七八九'[Number(digit)]).join('')
}

const OLD_HEADINGS: Readonly<Record<string, string>> = {
  '二、主动公开政府信息情况': '二、行政机关主动公开政府信息情况',
  '三、收到和处理政府信息公开申请情况': '三、依申请公开政府信息情况',
  '四、政府信息公开行政复议、行政诉讼情况': '四、因政府信息公开工作被申请行政复议、提起行政诉讼的情况',
  '五、存在的主要问题及改进情况': '五、政府信息公开工作存在的主要问题及改进情况',
  '六、其他需要报告的事项': '六、其他需要报告事项',
}

/** Titles and headings as sites print them, and what stands before the report. */
export const TEXT_QUIRKS: readonly Quirk[] = [
  titled('title-on-two-lines', ({ authority, year }) => [authority, `${year}年政府信息公开工作年度报告`]),
  titled('title-on-three-lines', ({ authority, year }) => [authority, `${year}年`, '政府信息公开工作年度报告']),
  titled('title-without-authority', ({ year }) => [`${year}年政府信息公开工作年度报告`]),
  titled('title-without-yearly', ({ authority, year }) => [`${authority}${year}年政府信息公开工作报告`]),
  titled('title-short', ({ authority, year }) => [`${authority}${year}年度信息公开报告`]),
  titled('title-about', ({ authority, year }) => [`${authority}关于${year}年政府信息公开工作的年度报告`]),
  titled('title-year-behind', ({ authority, year }) => [`${authority}政府信息公开工作年度报告（${year}年度）`]),
  titled('title-in-book-marks', ({ authority, year }) => [`《${authority}${year}年政府信息公开工作年度报告》`]),
  titled('title-with-remark', ({ authority, year }) => [`${authority}${year}年政府信息公开工作年度报告（图片版）`]),
  titled('title-with-blanks', ({ authority, year }) => [`${authority} ${year} 年　政府信息公开 工作年度报告`]),
  titled('title-year-in-chinese', ({ authority, year }) => [`${authority}${inChinese(year)}年政府信息公开工作年度报告`]),
  inHeadings('headings-unnumbered', (text) => text.replace(/^[一二三四五六]、/, '')),
  inHeadings('headings-in-digits', (text) =>
    text.replace(/^([一二三四五六])、/, (_, number: string) => `${'一二三四五六'.indexOf(number) + 1}. `),
  ),
  inHeadings('headings-of-old', (text) => OLD_HEADINGS[text] ?? text),
  { name: 'contents-list', apply: withContents },
  {
    name: 'document-number',
    apply: (report) => ({
      ...report,
      pieces: [{ kind: 'text', text: `青政办发〔${report.truth.year + 1}〕3号` }, ...report.pieces],
    }),
  },
]

function withContents(report: PrintedReport): PrintedReport {
  const list = report.pieces
    .filter(({ kind }) => kind === 'heading')
    .map((piece, index): PrintedPiece => ({ kind: 'text', text: `${piece.kind === 'heading' ? piece.text : ''}……${index + 2}` }))
  const after = report.pieces.findLastIndex(({ kind }) => kind === 'title') + 1
  return { ...report, pieces: report.pieces.toSpliced(after, 0, { kind: 'text', text: '目  录' }, ...list) }
}
