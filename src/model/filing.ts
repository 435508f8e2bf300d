import type { AuthorityKind } from './authority.ts'

/** Whether an authority has published its report of one year, as far as our crawls can prove it (design §6). */
export type FilingStatus = 'not-due' | 'on-time' | 'late' | 'late-doubtful' | 'not-found' | 'not-assessable' | 'exempt'

export const FILING_STATUS_TITLES: Readonly<Record<FilingStatus, { zh: string; en: string }>> = {
  'not-due': { zh: '未到期', en: 'not due' },
  'on-time': { zh: '按期', en: 'on time' },
  late: { zh: '逾期', en: 'late' },
  'late-doubtful': { zh: '逾期（日期存疑）', en: 'late, date doubtful' },
  'not-found': { zh: '未发现', en: 'not found' },
  'not-assessable': { zh: '无法判断（抓取未完成）', en: 'not assessable (crawl incomplete)' },
  exempt: { zh: '不要求', en: 'exempt' },
}

export type Deadline = { readonly date: string; readonly strength: 'law' | 'policy'; readonly basis: string }

/**
 * The last day on which a report for `year` may be published. Departments: 31 January, governments: 31 March of the next year
 * (政府信息公开条例 第四十九条). Townships, sub-districts and zones have a local date only (domain reference §1.2): `localDue` (MM-DD).
 */
export function deadlineOf(kind: AuthorityKind, year: number, localDue: string | null = null): Deadline {
  switch (kind) {
    case 'province_gov':
    case 'city_gov':
    case 'county_gov':
      return { date: `${year + 1}-03-31`, strength: 'law', basis: '《政府信息公开条例》第四十九条第二款' }
    case 'township':
    case 'subdistrict':
    case 'dev_zone':
      return { date: `${year + 1}-${localDue ?? '01-31'}`, strength: 'policy', basis: '本地工作要求' }
    default:
      return { date: `${year + 1}-01-31`, strength: 'law', basis: '《政府信息公开条例》第四十九条第一款' }
  }
}
