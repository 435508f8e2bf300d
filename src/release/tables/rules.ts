import { FAMILY_TITLES, SEVERITY_TITLES } from '../../model/finding.ts'
import { RULE_SET, RULES } from '../../rules/catalogue.ts'
import type { ReleasedRow, ReleaseTable } from '../table.ts'
import { valuesOf } from './common-columns.ts'

export const RULES_TABLE: ReleaseTable = {
  name: 'rules',
  zh: '核查规则：现行规则集的每条规则一行',
  en: 'Rules: one row for each rule of the present rule set',
  key: ['rule'],
  columns: [
    { name: 'rule', type: 'text', zh: '规则编号', en: 'id of the rule' },
    { name: 'title', type: 'text', zh: '名称', en: 'title, in Chinese' },
    { name: 'title_en', type: 'text', zh: '名称（英文）', en: 'title, in English' },
    { name: 'family', type: 'text', zh: '问题类别', en: 'family of the defect', values: valuesOf(FAMILY_TITLES) },
    {
      name: 'severity',
      type: 'text',
      zh: '程度',
      en: 'severity unless a district judges otherwise',
      values: valuesOf(SEVERITY_TITLES),
    },
    { name: 'basis', type: 'text', zh: '依据', en: 'legal or official ground' },
    { name: 'rule_set', type: 'text', zh: '规则集版本', en: 'version of the rule set' },
  ],
}

export function ruleRows(): readonly ReleasedRow[] {
  return RULES.map(({ id, title, family, severity, basis }) => [id, title.zh, title.en, family, severity, basis, RULE_SET])
}
