import { DECISION_TITLES, DISMISS_REASONS, STATUS_TITLES } from '../../model/decision.ts'
import { FAMILY_TITLES, SEVERITY_TITLES } from '../../model/finding.ts'
import type { ReleaseTable } from '../table.ts'
import {
  AUTHORITY,
  AUTHORITY_NAME,
  DISTRICT,
  FILER,
  TO_AUTHORITY,
  TO_DISTRICT,
  VERSION,
  valuesOf,
  YEAR,
} from './common-columns.ts'

const NO_NUMBERS = { zh: '该规则不比较数字', en: 'the rule compares no numbers' }
const { misread: _, ...DECISIONS } = DECISION_TITLES
const { misread: __, ...STATUSES } = STATUS_TITLES

export const FINDINGS: ReleaseTable = {
  name: 'findings',
  zh: '核查结果：每条一行，含已关闭的和最后的复核结论；我们读取有误的不列入',
  en: 'Findings: one row each, closed ones included, with the final decision; what we misread is left out',
  key: ['filer', 'year', 'rule', 'subject'],
  foreignKeys: [TO_AUTHORITY, TO_DISTRICT],
  columns: [
    YEAR,
    FILER,
    AUTHORITY,
    AUTHORITY_NAME,
    DISTRICT,
    {
      ...VERSION,
      zh: '发现问题的版本',
      en: 'version it was found in',
      missing: { zh: '未发现报告', en: 'about a report that was not found' },
    },
    {
      name: 'sha256',
      type: 'text',
      zh: '发现问题的版本所读快照的 SHA-256',
      en: 'SHA-256 of the snapshot of that version',
      missing: { zh: '未发现报告', en: 'about a report that was not found' },
    },
    { name: 'rule', type: 'text', zh: '规则编号，见 rules', en: 'id of the rule, see rules' },
    { name: 'subject', type: 'text', zh: '同一规则下的位置', en: 'place within the rule' },
    { name: 'family', type: 'text', zh: '问题类别', en: 'family of the defect', values: valuesOf(FAMILY_TITLES) },
    { name: 'severity', type: 'text', zh: '程度', en: 'severity', values: valuesOf(SEVERITY_TITLES) },
    {
      name: 'verdict',
      type: 'text',
      zh: '核查结论',
      en: 'verdict',
      values: {
        fail: { zh: '不成立', en: 'the rule does not hold' },
        'not-assessable': { zh: '无法判断', en: 'not assessable' },
      },
    },
    { name: 'status', type: 'text', zh: '状态', en: 'where it stands', values: valuesOf(STATUSES) },
    { name: 'message', type: 'text', zh: '问题描述', en: 'what is wrong, in Chinese' },
    { name: 'message_en', type: 'text', zh: '问题描述（英文）', en: 'what is wrong, in English' },
    {
      name: 'cells',
      type: 'text',
      zh: '涉及的单元格，以分号分隔',
      en: 'keys of the cells, separated by semicolons',
      missing: { zh: '不涉及单元格', en: 'no cell is concerned' },
    },
    {
      name: 'quote',
      type: 'text',
      zh: '原文',
      en: 'sentence or row as printed',
      missing: { zh: '不引原文', en: 'nothing is quoted' },
    },
    { name: 'left_value', type: 'number', zh: '左值', en: 'left value', missing: NO_NUMBERS },
    { name: 'right_value', type: 'number', zh: '右值', en: 'right value', missing: NO_NUMBERS },
    { name: 'difference', type: 'number', zh: '差额（左值减右值）', en: 'left minus right', missing: NO_NUMBERS },
    { name: 'basis', type: 'text', zh: '依据', en: 'legal or official ground' },
    {
      name: 'rule_set',
      type: 'text',
      zh: '规则集版本',
      en: 'version of the rule set',
      missing: { zh: '未记录', en: 'not recorded' },
    },
    { name: 'decision', type: 'text', zh: '复核结论', en: 'what officers made of it', values: valuesOf(DECISIONS) },
    {
      name: 'decision_reason',
      type: 'text',
      zh: '误报的理由',
      en: 'why it was dismissed',
      values: valuesOf(DISMISS_REASONS),
      missing: { zh: '不是误报', en: 'not dismissed' },
    },
    {
      name: 'decided_at',
      type: 'timestamp',
      zh: '最后一次复核的时间（UTC）',
      en: 'when it was last decided on (UTC)',
      missing: { zh: '尚未复核', en: 'nobody has decided on it' },
    },
    { name: 'opened_at', type: 'timestamp', zh: '首次发现时间（UTC）', en: 'when it was first found (UTC)' },
    {
      name: 'closed_at',
      type: 'timestamp',
      zh: '不再出现的时间（UTC）',
      en: 'when it was found no more (UTC)',
      missing: { zh: '仍然存在', en: 'it is still there' },
    },
    { name: 'fingerprint', type: 'text', zh: '稳定标识', en: 'stable id' },
  ],
}
