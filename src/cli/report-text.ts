import { stripVTControlCharacters, styleText } from 'node:util'
import { type Report, SURE } from '../model/report.ts'
import { cellLabel } from '../model/template.ts'

/** The line that names a report: authority, year, edition, file. */
export function headline(path: string, { authority, year, edition }: Report): string {
  const name = stripVTControlCharacters(authority ?? '（未识别机关）')
  const form = edition === null ? '无统一格式' : `${edition} 版格式`
  return `${styleText('bold', `${name} ${year ?? '（未识别年度）'}`)}  ${form}  ${styleText('gray', path)}`
}

/** What `gouji extract --format text` prints: every cell that holds something but zero, and what could not be read. */
export function reportText(path: string, report: Report): string {
  const { edition, cells, notes, sections } = report
  const entries = Object.entries(cells) as [Parameters<typeof cellLabel>[0], NonNullable<(typeof cells)[keyof typeof cells]>][]
  const printed = entries.filter(([, { kind, value }]) => kind === 'number' && value !== 0)
  const zeros = entries.filter(([, { value }]) => value === 0).length
  const unread = entries.filter(([, { kind }]) => kind !== 'number')
  return [
    headline(path, report),
    `  ${sections.length} 个部分，${entries.length} 个单元格：${printed.length} 个非零、${zeros} 个为 0、${unread.length} 个空白或未读出`,
    ...aboutLines(report),
    ...printed.map(
      ([key, cell]) =>
        `  ${edition === null ? key : cellLabel(key, edition)}  ${styleText('bold', cell.raw)}${doubt(cell.confidence)}`,
    ),
    ...notes.map(({ message }) => styleText('gray', `  提取说明 note  ${message}`)),
    '',
  ].join('\n')
}

/** What the opening says of the figures, where it does. */
function aboutLines({ period, scope, scopeWords, contact }: Report): string[] {
  return [
    ...(period ? [`  统计期限 period  ${period.start} – ${period.end}`] : []),
    ...(scope ? [`  统计范围 scope  ${scope}（${stripVTControlCharacters(scopeWords ?? '')}）`] : []),
    ...(contact ? [`  联系方式 contact  ${stripVTControlCharacters(Object.values(contact).filter(Boolean).join('，'))}`] : []),
  ]
}

function doubt(confidence: number): string {
  return confidence >= SURE ? '' : styleText('yellow', `  可信度 ${confidence.toFixed(2)}，请对照原文`)
}
