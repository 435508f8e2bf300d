import { AUTHORITY_KIND_TITLES, AUTHORITY_LEVEL_TITLES } from '../../model/authority.ts'
import type { ReleaseTable } from '../table.ts'
import { AUTHORITY_NAME, TO_DISTRICT, valuesOf } from './common-columns.ts'

const NONE = { zh: '没有', en: 'there are none' }
const NO_LIMIT = { zh: '没有限制', en: 'without a limit' }

export const DISTRICTS: ReleaseTable = {
  name: 'districts',
  zh: '地区',
  en: 'Districts',
  key: ['district'],
  columns: [
    { name: 'district', type: 'text', zh: '地区编号', en: 'id of the district' },
    { name: 'name', type: 'text', zh: '地区名称', en: 'name' },
  ],
}

export const AUTHORITIES: ReleaseTable = {
  name: 'authorities',
  zh: '行政机关名录，含不再登记的',
  en: 'The register of authorities, with those no longer registered',
  key: ['authority'],
  foreignKeys: [TO_DISTRICT],
  columns: [
    { name: 'authority', type: 'text', zh: '机关编号', en: 'id of the authority' },
    AUTHORITY_NAME,
    { name: 'district', type: 'text', zh: '地区编号，同 districts', en: 'id of the district, as in districts' },
    { name: 'kind', type: 'text', zh: '类型', en: 'kind', values: valuesOf(AUTHORITY_KIND_TITLES) },
    {
      name: 'level',
      type: 'text',
      zh: '层级',
      en: 'level',
      values: valuesOf(AUTHORITY_LEVEL_TITLES),
      missing: { zh: '不知层级', en: 'the level is not known' },
    },
    { name: 'aliases', type: 'text', zh: '其他名称，以分号分隔', en: 'further names, separated by semicolons', missing: NONE },
    {
      name: 'former_names',
      type: 'text',
      zh: '曾用名，形如“名称（起–止）”，以分号分隔',
      en: 'names that it had before, with first and last year, separated by semicolons',
      missing: NONE,
    },
    { name: 'since', type: 'integer', zh: '最早编制的年度', en: 'first reporting year that is expected', missing: NO_LIMIT },
    { name: 'until', type: 'integer', zh: '最后编制的年度', en: 'last reporting year that is expected', missing: NO_LIMIT },
    {
      name: 'successor',
      type: 'text',
      zh: '承接机关的编号',
      en: 'id of the authority that took over',
      missing: NONE,
    },
    {
      name: 'credit_code',
      type: 'text',
      zh: '统一社会信用代码',
      en: 'unified social credit code',
      missing: { zh: '不知', en: 'not known' },
    },
    {
      name: 'retired_at',
      type: 'timestamp',
      zh: '停止登记的时间（UTC）',
      en: 'since when it is not registered (UTC)',
      missing: { zh: '在登记中', en: 'it is registered' },
    },
  ],
}
