/** Why a file is no report. A closed list; `NotReport.message` adds what was seen. */
export const NOT_REPORT_REASONS = {
  'no-report-content': { zh: '无报告内容', en: 'no report content' },
  interpretation: { zh: '解读', en: 'interpretation' },
  notice: { zh: '通知', en: 'notice' },
  'website-report': { zh: '政府网站工作年度报表', en: 'yearly paper on websites' },
  'summary-page': { zh: '汇总页', en: 'summary page' },
  'list-page': { zh: '列表或栏目页', en: 'list or menu page' },
  'error-page': { zh: '错误页或登录页', en: 'error or login page' },
  'half-year': { zh: '半年报告', en: 'half-year report' },
  'other-year': { zh: '其他年度的报告', en: 'report of another year' },
  'other-authority': { zh: '其他机关的报告', en: 'report of another authority' },
  'other-yearly-paper': { zh: '其他年度文件', en: 'another yearly paper' },
  'attachment-only': { zh: '正文仅有附件', en: 'page with an attachment only' },
  'pictures-only': { zh: '仅有图片，无法读取文字', en: 'pictures only' },
} as const satisfies Record<string, { zh: string; en: string }>

export type NotReportCode = keyof typeof NOT_REPORT_REASONS
