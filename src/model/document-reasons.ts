import { GIVE_UP_REASONS } from './give-up.ts'
import { NOT_REPORT_REASONS } from './not-report.ts'

/** What the reasons are called for which a document or an entry of a list became no report. */
export const DOCUMENT_REASONS: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  ...GIVE_UP_REASONS,
  ...NOT_REPORT_REASONS,
  archive: { zh: '压缩包，内含文件已逐个读取', en: 'archive, the documents in it were read' },
  foreign: { zh: '其他机关的报告', en: 'of another authority' },
  'not-report': { zh: '不是年度报告', en: 'not a report' },
  'authority-unknown': { zh: '无法识别发布机关', en: 'no authority named' },
  'year-unknown': { zh: '无法识别报告年度', en: 'no reporting year named' },
  cancelled: { zh: '运行已取消，未读取', en: 'not read, the run was cancelled' },
  error: { zh: '处理出错', en: 'an error each time' },
}
