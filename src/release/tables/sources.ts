import type { ReleaseTable } from '../table.ts'
import { FILER, SHA256, URL_COLUMN, VERSION, YEAR } from './common-columns.ts'

const OTHER_NOW = { zh: '现另读作别的年报', en: 'it is read as another report now' }

export const SOURCES: ReleaseTable = {
  name: 'sources',
  zh: '来源：所列年报的每个网址、每次不同的内容一行',
  en: 'Sources: one row for each address and each different content of the reports',
  key: ['sha256', 'url'],
  columns: [
    { ...YEAR, missing: OTHER_NOW },
    { ...FILER, missing: OTHER_NOW },
    {
      ...VERSION,
      zh: '读作哪一版本',
      en: 'number of the version that it was read as',
      missing: { zh: '未成为版本', en: 'it made no version' },
    },
    { ...SHA256, zh: '快照的 SHA-256', en: 'SHA-256 of the snapshot' },
    URL_COLUMN,
    { name: 'media_type', type: 'text', zh: '文件类型', en: 'media type', missing: { zh: '不知', en: 'not known' } },
    { name: 'bytes', type: 'integer', unit: '字节', zh: '大小', en: 'size' },
    { name: 'captured_at', type: 'timestamp', zh: '首次采集时间（UTC）', en: 'when it was first captured (UTC)' },
    { name: 'last_seen_at', type: 'timestamp', zh: '最后一次见到的时间（UTC）', en: 'when it was last seen (UTC)' },
    {
      name: 'attachment_of',
      type: 'text',
      zh: '所附正文页的网址',
      en: 'address of the page that it is attached to',
      missing: { zh: '不是附件', en: 'no attachment' },
    },
    {
      name: 'tls_unverified',
      type: 'boolean',
      zh: '是否只经由未能验证的证书取得',
      en: 'whether it came only over a certificate that could not be verified',
    },
  ],
}
