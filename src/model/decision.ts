/** Why a finding is dismissed. Closed list; stored with the decision and released with the dataset. */
export const DISMISS_REASONS = {
  misread: { zh: '误读原文', en: 'the page was misread' },
  scope: { zh: '数据口径不同', en: 'figures of another scope' },
  explained: { zh: '报告已作说明', en: 'explained in the report' },
  'not-applicable': { zh: '规则不适用', en: 'the rule does not apply' },
  other: { zh: '其他', en: 'other' },
} as const satisfies Record<string, { zh: string; en: string }>

export type DismissReason = keyof typeof DISMISS_REASONS

export const DECISION_TITLES = {
  undecided: { zh: '待核实', en: 'undecided' },
  confirmed: { zh: '已确认', en: 'confirmed' },
  dismissed: { zh: '已排除', en: 'dismissed' },
} as const
