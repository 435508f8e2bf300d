/** Where a day can be read or come from, as `DateEvidence.from` names it before its colon. */
const DATE_SOURCES: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  meta: { zh: '网页元数据', en: 'page metadata' },
  label: { zh: '页面标注', en: 'label on the page' },
  byline: { zh: '标题下日期行', en: 'line under the title' },
  list: { zh: '列表日期', en: 'date in the list' },
  url: { zh: '网址中的日期', en: 'date in the address' },
  draft: { zh: '稿件创建日期（网址编号）', en: 'draft made, by the id in the address' },
  signature: { zh: '落款', en: 'signature' },
  header: { zh: '服务器响应头', en: 'response header' },
  'last-modified': { zh: '文件修改时间', en: 'last modified' },
  corrected: { zh: '人工更正', en: 'corrected by' },
  'first-seen': { zh: '首次抓取到', en: 'first seen by us' },
}

/** `label:发布日期` → 页面标注（发布日期）. A source that is not known stays as it is. */
export function dateSource(from: string, language: 'zh' | 'en'): string {
  const [source = '', ...detail] = from.split(':')
  const title = DATE_SOURCES[source.toLowerCase()]?.[language] ?? source
  if (detail.length === 0) return title
  return language === 'zh' ? `${title}（${detail.join(':')}）` : `${title} (${detail.join(':')})`
}
