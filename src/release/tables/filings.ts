import { FILING_STATUS_TITLES } from '../../model/filing.ts'
import type { ReleaseTable } from '../table.ts'
import { AUTHORITY_NAME, DISTRICT, TO_AUTHORITY, TO_DISTRICT, valuesOf, YEAR } from './common-columns.ts'

const NOT_CORRECTED = { zh: '发布日期没有经人更正', en: 'nobody has corrected the day of publication' }
const NO_DATE = { zh: '没有可用的发布日期', en: 'there is no date of publication to go by' }

export const FILINGS: ReleaseTable = {
  name: 'filings',
  zh: '发布情况：每个登记机关每个年度一行',
  en: 'Filing status: one row for each registered authority and reporting year',
  key: ['authority', 'year'],
  foreignKeys: [TO_AUTHORITY, TO_DISTRICT],
  columns: [
    YEAR,
    { name: 'authority', type: 'text', zh: '机关编号，同 authorities', en: 'id of the authority, as in authorities' },
    AUTHORITY_NAME,
    DISTRICT,
    { name: 'status', type: 'text', zh: '发布情况', en: 'filing status', values: valuesOf(FILING_STATUS_TITLES) },
    {
      name: 'reason',
      type: 'text',
      zh: '不要求或无法判断的原因',
      en: 'why none is expected, or nothing can be said, in Chinese',
      missing: { zh: '无需说明', en: 'nothing to explain' },
    },
    { name: 'due', type: 'date', zh: '公布期限', en: 'last day for publishing' },
    {
      name: 'strength',
      type: 'text',
      zh: '期限的效力',
      en: 'what the due date rests on',
      values: { law: { zh: '条例', en: 'the Regulation' }, policy: { zh: '地方要求', en: 'a local requirement' } },
    },
    {
      name: 'basis',
      type: 'text',
      zh: '期限的依据',
      en: 'what sets the due date',
      missing: { zh: '未记录', en: 'not recorded' },
    },
    { name: 'published_on', type: 'date', zh: '发布日期', en: 'day of publication', missing: NO_DATE },
    {
      name: 'published_from',
      type: 'text',
      zh: '发布日期的来源；corrected 为人工更正',
      en: 'where that date was read; `corrected`: a person corrected it',
      missing: NO_DATE,
    },
    {
      name: 'read_on',
      type: 'date',
      zh: '更正前读到的发布日期',
      en: 'the day as it was read, where a person corrected it',
      missing: NOT_CORRECTED,
    },
    { name: 'read_from', type: 'text', zh: '更正前日期的来源', en: 'where that day was read', missing: NOT_CORRECTED },
    {
      name: 'days_late',
      type: 'integer',
      unit: '天',
      zh: '逾期天数',
      en: 'days past the due date',
      missing: { zh: '没有逾期，或无从计算', en: 'not late, or not to be counted' },
    },
    {
      name: 'backdated',
      type: 'boolean',
      zh: '所标日期是否早于确认未发布之日',
      en: 'whether its date lies before a day on which it was seen to be absent',
    },
    {
      name: 'dates',
      type: 'text',
      zh: '全部日期证据，形如“来源=日期”，以分号分隔，最可信的在前',
      en: 'all evidence of dates as source=date, separated by semicolons, the best first',
      missing: { zh: '没有日期', en: 'no date was found' },
    },
    { name: 'readings', type: 'integer', unit: '次', zh: '作为证据的栏目读取次数', en: 'readings of columns that it rests on' },
    { name: 'complete_readings', type: 'integer', unit: '次', zh: '其中读完整的次数', en: 'those among them that were complete' },
    { name: 'computed_at', type: 'timestamp', zh: '判定时间（UTC）', en: 'when it was worked out (UTC)' },
  ],
}
