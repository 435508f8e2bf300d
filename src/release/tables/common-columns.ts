import type { ReleaseColumn, Titled } from '../table.ts'

export const YEAR: ReleaseColumn = {
  name: 'year',
  type: 'integer',
  zh: '报告年度（不是发布的年份）',
  en: 'reporting year, not the year of publication',
}

export const FILER: ReleaseColumn = {
  name: 'filer',
  type: 'text',
  zh: '填报机关编号；未登记的机关为“name:”加所印名称',
  en: 'id of the authority; `name:` and the printed name where it is not registered',
}

const NOT_REGISTERED: Titled = { zh: '未登记的机关', en: 'the authority is not registered' }

export const AUTHORITY: ReleaseColumn = {
  name: 'authority',
  type: 'text',
  zh: '登记的机关编号，同 authorities',
  en: 'id of the registered authority, as in authorities',
  missing: NOT_REGISTERED,
}

export const AUTHORITY_NAME: ReleaseColumn = { name: 'authority_name', type: 'text', zh: '机关名称', en: 'name of the authority' }

export const DISTRICT: ReleaseColumn = {
  name: 'district',
  type: 'text',
  zh: '地区编号，同 districts',
  en: 'id of the district, as in districts',
  missing: { zh: '不知所属地区', en: 'the district is not known' },
}

export const EDITION: ReleaseColumn = {
  name: 'edition',
  type: 'text',
  zh: '报告格式版本',
  en: 'form edition',
  values: {
    '2019': { zh: '国办公开办函〔2019〕60号', en: 'trial form of 2019' },
    '2021': { zh: '国办公开办函〔2021〕30号', en: 'form of 2021' },
  },
  missing: { zh: '无统一格式', en: 'free text, without a form' },
}

export const VERSION: ReleaseColumn = {
  name: 'version',
  type: 'integer',
  zh: '版本序号，内容变动则加一',
  en: 'number of the version, one more with each changed content',
}

export const SHA256: ReleaseColumn = {
  name: 'sha256',
  type: 'text',
  zh: '所读快照的 SHA-256，同 sources',
  en: 'SHA-256 of the snapshot that was read, as in sources',
}

export const URL_COLUMN: ReleaseColumn = { name: 'url', type: 'text', zh: '网址', en: 'address' }

/** Titles of a closed list as the values of a column. */
export function valuesOf<Key extends string>(titles: Readonly<Record<Key, Titled>>): Readonly<Record<string, Titled>> {
  return Object.fromEntries(Object.entries<Titled>(titles).map(([key, { zh, en }]) => [key, { zh, en }]))
}

export const TO_DISTRICT = { columns: ['district'], table: 'districts', references: ['district'] } as const
export const TO_AUTHORITY = { columns: ['authority'], table: 'authorities', references: ['authority'] } as const
export const TO_REPORT = { columns: ['filer', 'year'], table: 'reports', references: ['filer', 'year'] } as const
