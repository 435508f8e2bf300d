import type { ReleasedReport } from '../../db/reports.ts'
import { type ReleaseTable, timestamp } from './table.ts'

export const REPORTS_TABLE: ReleaseTable<ReleasedReport> = {
  name: 'reports',
  zh: '年报：每个机关每个年度一行，取当前版本',
  en: 'Reports: one row for each authority and reporting year, in its current version',
  key: ['filer', 'year'],
  columns: [
    {
      name: 'filer',
      type: 'text',
      zh: '填报机关编号；未登记的机关为“name:”加所印名称',
      en: 'id of the authority; `name:` and the printed name where it is not registered',
      from: (row) => row.filer,
    },
    { name: 'year', type: 'integer', zh: '报告年度', en: 'reporting year, not the year of publication', from: (row) => row.year },
    { name: 'authority', type: 'text', zh: '机关名称', en: 'name of the authority', from: (row) => row.authorityName },
    { name: 'district', type: 'text', zh: '地区编号', en: 'id of the district', from: (row) => row.districtId },
    {
      name: 'edition',
      type: 'text',
      zh: '格式版本：2019 或 2021；空为无统一格式',
      en: 'form edition, 2019 or 2021; empty for free text',
      from: (row) => row.edition,
    },
    { name: 'title', type: 'text', zh: '标题', en: 'title as printed', from: (row) => row.title },
    {
      name: 'period_start',
      type: 'text',
      zh: '数据统计期限的起始日，按报告所写；空为未写明',
      en: 'first day that the figures are said to cover; empty where the report does not say',
      from: (row) => row.document.period?.start ?? null,
    },
    {
      name: 'period_end',
      type: 'text',
      zh: '数据统计期限的截止日',
      en: 'last day that the figures are said to cover',
      from: (row) => row.document.period?.end ?? null,
    },
    {
      name: 'scope',
      type: 'text',
      zh: '数据统计范围：own_body 本机关，own_office 政府办公室，whole_region 全行政区域，system 本系统；空为正文未说明',
      en: 'whose figures: own_body, own_office, whole_region or system; empty where the text does not say',
      from: (row) => row.document.scope ?? null,
    },
    {
      name: 'version',
      type: 'integer',
      zh: '版本序号，内容变动则加一',
      en: 'number of the version, one more with each changed content',
      from: (row) => row.version,
    },
    { name: 'url', type: 'text', zh: '网址', en: 'address it was read from', from: (row) => row.url },
    { name: 'sha256', type: 'text', zh: '快照的 SHA-256', en: 'SHA-256 of the snapshot', from: (row) => row.sha256 },
    { name: 'media_type', type: 'text', zh: '文件类型', en: 'media type of the snapshot', from: (row) => row.mediaType },
    {
      name: 'first_seen_at',
      type: 'timestamp',
      zh: '首次采集时间（UTC）',
      en: 'when it was first captured (UTC)',
      from: (row) => timestamp(row.firstSeenAt),
    },
    {
      name: 'dates',
      type: 'text',
      zh: '全部日期证据，形如“来源=日期”，以分号分隔',
      en: 'all evidence of dates as source=date, separated by semicolons',
      from: (row) =>
        [...row.document.dates, ...row.dates]
          .map(({ from, date }) => `${from}=${date}`)
          .filter(isFirst)
          .toSorted()
          .join(';'),
    },
    {
      name: 'notes',
      type: 'integer',
      zh: '提取说明条数',
      en: 'number of extraction notes',
      from: (row) => row.document.notes.length,
    },
    {
      name: 'extracted_at',
      type: 'timestamp',
      zh: '提取时间（UTC）',
      en: 'when it was read (UTC)',
      from: (row) => timestamp(row.extractedAt),
    },
    { name: 'reader', type: 'text', zh: '读取程序版本', en: 'version of the reader', from: (row) => row.reader },
  ],
}

function isFirst(entry: string, index: number, all: readonly string[]): boolean {
  return all.indexOf(entry) === index
}
