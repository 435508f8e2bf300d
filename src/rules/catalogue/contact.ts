import type { Rule } from '../rule.ts'
import { REGIONS } from './regions.ts'

export const contactRules = [
  {
    kind: 'contact-given',
    id: 'META-01',
    title: { zh: '提供联系地址或电话', en: 'an address or a telephone number is given' },
    family: 'incomplete',
    severity: 'info',
    scope: 'report',
    years: { from: 2019 },
    basis: '填报惯例，便于公众联系',
    zh: '未提供联系地址或电话。',
    en: 'Neither an address nor a telephone number is given.',
    example: '全文没有联系地址，也没有联系电话',
    words: /(?<![\d.])(?:0\d{2,3}[-—－)）]?)?[2-8]\d{6,7}(?![\d.])|(?:电话|热线|地址)(?:为|是)?[：:]?[\d\p{Script=Han}（(]/u,
  },
  {
    kind: 'contact-of-place',
    id: 'META-02',
    title: { zh: '联系电话、邮编与所在地相符', en: 'area code and postcode fit the place' },
    family: 'inaccurate',
    severity: 'info',
    scope: 'report',
    basis: '信息准确；长途区号和邮政编码的分省划分',
    zh: '联系电话（邮编）“{text}”与所在地不符。',
    en: 'The telephone number or postcode "{text}" is of another province.',
    example: '地址：江苏省宿迁市某路1号，电话：0571-88888888',
    regions: REGIONS,
  },
  {
    kind: 'name-registered',
    id: 'META-03',
    title: { zh: '发布机构与名录一致', en: 'the name is that of the registry' },
    family: 'inaccurate',
    severity: 'info',
    scope: 'report',
    basis: '本地区单位名录',
    zh: '发布机构“{a}”与名录“{b}”不一致。',
    en: 'The report carries the name "{a}", the registry has "{b}".',
    example: '名录为“某市人民政府办公室”，报告开头写“某市人民政府”',
  },
] as const satisfies readonly Rule[]
