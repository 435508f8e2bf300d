import type { ReleaseTable } from '../table.ts'
import { FILER, SHA256, TO_REPORT, VERSION, YEAR } from './common-columns.ts'

export const CLAIMS: ReleaseTable = {
  name: 'claims',
  zh: '文中数据：正文中的每个数字或陈述一行',
  en: 'Claims: one row for each figure or statement in the text',
  key: ['filer', 'year', 'number'],
  foreignKeys: [TO_REPORT],
  columns: [
    YEAR,
    FILER,
    VERSION,
    { name: 'number', type: 'integer', zh: '在报告中的次序，从 0 起', en: 'place in the report, from 0' },
    { name: 'kind', type: 'text', zh: '所述内容的种类', en: 'what the figure is said to be' },
    {
      name: 'value',
      type: 'number',
      unit: '见 unit',
      zh: '所述数字；“无”为 0',
      en: 'the stated number; 0 for "none"',
      missing: { zh: '未说数字', en: 'no number is stated' },
    },
    { name: 'unit', type: 'text', zh: '单位', en: 'unit as printed', missing: { zh: '未写单位', en: 'no unit is printed' } },
    {
      name: 'approximate',
      type: 'boolean',
      zh: '是否为约数（余、约、多、近）',
      en: 'whether the number is said to be approximate',
    },
    { name: 'text', type: 'text', zh: '所在句子原文', en: 'the sentence as printed' },
    { name: 'section', type: 'integer', zh: '所在部分，0 为第一部分之前', en: 'number of the section, 0 before the first one' },
    {
      name: 'label',
      type: 'text',
      zh: '数字所计的内容，按原文',
      en: 'what the number counts, as printed',
      missing: { zh: '未写明', en: 'not named' },
    },
    {
      name: 'part_of',
      type: 'integer',
      zh: '所属合计的 number',
      en: 'number of the total that this part belongs to',
      missing: { zh: '不属于任何合计', en: 'belongs to no total' },
    },
    {
      name: 'closed',
      type: 'boolean',
      zh: '合计的分项是否列全',
      en: 'for totals: whether all parts are listed',
      missing: { zh: '不是带分项的合计', en: 'no total with parts' },
    },
    {
      name: 'scope',
      type: 'text',
      zh: '谁的数字',
      en: 'whose figures',
      values: { region: { zh: '全行政区域', en: 'of the region' }, own: { zh: '本机关', en: 'its own' } },
      missing: { zh: '句中未说', en: 'the sentence does not say' },
    },
    SHA256,
  ],
}
