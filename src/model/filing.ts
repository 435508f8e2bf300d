/** Whether an authority has published its report of one year, as far as our crawls can prove it (design §6). */
export type FilingStatus = 'not-due' | 'on-time' | 'late' | 'late-doubtful' | 'not-found' | 'not-assessable' | 'exempt'

export const FILING_STATUS_TITLES: Readonly<Record<FilingStatus, { zh: string; en: string }>> = {
  'not-due': { zh: '未到期', en: 'not due' },
  'on-time': { zh: '按期', en: 'on time' },
  late: { zh: '逾期', en: 'late' },
  'late-doubtful': { zh: '逾期（日期存疑）', en: 'late, date doubtful' },
  'not-found': { zh: '未发现', en: 'not found' },
  'not-assessable': { zh: '无法判断', en: 'not assessable' },
  exempt: { zh: '不要求', en: 'exempt' },
}
