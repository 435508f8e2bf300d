/** Words in both languages. */
type Titled = { readonly zh: string; readonly en: string }

/** Why a finding is dismissed. Closed list; stored with the decision and released with the dataset. */
export const DISMISS_REASONS = {
  scope: { zh: '数据口径不同', en: 'figures of another scope' },
  explained: { zh: '报告已作说明', en: 'explained in the report' },
  'not-applicable': { zh: '规则不适用', en: 'the rule does not apply' },
  other: { zh: '其他', en: 'other' },
} as const satisfies Record<string, Titled>

export type DismissReason = keyof typeof DISMISS_REASONS

/** Given until there was an act of its own for it; still to be read in old decisions. */
const FORMER_REASONS: Readonly<Record<string, Titled>> = { misread: { zh: '误读原文', en: 'the page was misread' } }

export function reasonTitle(reason: string, language: keyof Titled): string {
  return ({ ...FORMER_REASONS, ...DISMISS_REASONS } as Readonly<Record<string, Titled>>)[reason]?.[language] ?? reason
}

/** What officers made of a finding. */
export const DECISION_TITLES = {
  undecided: { zh: '待核实', en: 'undecided' },
  confirmed: { zh: '已确认', en: 'confirmed' },
  notified: { zh: '已通知整改', en: 'rectification asked for' },
  dismissed: { zh: '误报', en: 'false alarm' },
  misread: { zh: '读取有误', en: 'misread by us' },
} as const satisfies Record<string, Titled>

export type FindingDecision = keyof typeof DECISION_TITLES

/** Where a finding stands: as decided, or, when the report shows it no more, how it went. A false alarm or a misreading stays one. */
export const STATUS_TITLES = {
  ...DECISION_TITLES,
  rectified: { zh: '已整改', en: 'rectified' },
  gone: { zh: '不再出现', en: 'no longer found' },
} as const satisfies Record<string, Titled>

export type FindingStatus = keyof typeof STATUS_TITLES
export const STATUSES = Object.keys(STATUS_TITLES) as readonly FindingStatus[]

/** Decisions that say that the finding is none: it counts against nobody. */
export const NOT_AGAINST = ['dismissed', 'misread'] as const satisfies readonly FindingDecision[]

/** Whether a finding with this decision counts against the authority, decided or not. */
export function countsAgainst(decision: FindingDecision): boolean {
  return !(NOT_AGAINST as readonly FindingDecision[]).includes(decision)
}

/** What of a finding an act changes; kept in the history as it was before and after. */
export type Standing = {
  readonly decision: FindingDecision
  readonly reason: string | null
  /** Day by which the authority is to have rectified it. */
  readonly due: string | null
  /** Name of the person whose work it is. */
  readonly assignee: string | null
}

type ActRule = Titled & {
  /** States in which it may be done. */
  readonly from: readonly FindingStatus[]
  /** The decision after it; null: as before. */
  readonly to: FindingDecision | null
  /** What has to be given with it; a note may always be. */
  readonly needs: readonly ('reason' | 'due' | 'assignee' | 'note')[]
  /** The least role that may do it. */
  readonly least: 'officer' | 'supervisor'
}

/** What stands against an authority: found still, and no false alarm or misreading. */
export const OPEN = ['undecided', 'confirmed', 'notified'] as const satisfies readonly FindingStatus[]

/** Every act of a person on a finding, in which states it may be done, by whom, and what it leads to. `docs/review.md` prints this table. */
export const ACTS = {
  confirm: { zh: '确认问题属实', en: 'confirm', from: ['undecided'], to: 'confirmed', needs: [], least: 'officer' },
  notify: { zh: '通知整改', en: 'ask for rectification', from: OPEN, to: 'notified', needs: ['due'], least: 'officer' },
  dismiss: { zh: '排除（误报）', en: 'dismiss', from: OPEN, to: 'dismissed', needs: ['reason'], least: 'officer' },
  misread: { zh: '读取有误', en: 'misread', from: OPEN, to: 'misread', needs: [], least: 'officer' },
  reopen: {
    zh: '重新核实',
    en: 'reopen',
    from: ['confirmed', 'notified', 'dismissed', 'misread'],
    to: 'undecided',
    needs: [],
    least: 'officer',
  },
  assign: { zh: '指派', en: 'assign', from: OPEN, to: null, needs: ['assignee'], least: 'officer' },
  unassign: { zh: '取消指派', en: 'unassign', from: OPEN, to: null, needs: [], least: 'officer' },
  comment: { zh: '加说明', en: 'comment', from: STATUSES, to: null, needs: ['note'], least: 'officer' },
} as const satisfies Record<string, ActRule>

export type Act = keyof typeof ACTS
export const ACT_NAMES = Object.keys(ACTS) as readonly Act[]

/** What the history holds beside the acts of persons. */
const OTHER_ENTRIES = {
  undo: { zh: '撤销', en: 'undone' },
  /** Written by the database when a check finds other cells, numbers or words than were decided on. */
  changed: { zh: '所依据的数据有变，重新核实', en: 'reopened, since what it rests on has changed' },
} as const satisfies Record<string, Titled>

export type HistoryAct = Act | keyof typeof OTHER_ENTRIES

export function actRule(act: Act): ActRule {
  return ACTS[act]
}

export function entryTitle(act: HistoryAct, language: keyof Titled): string {
  return { ...ACTS, ...OTHER_ENTRIES }[act][language]
}

export function mayBeDone(act: Act, status: FindingStatus): boolean {
  return actRule(act).from.includes(status)
}

/** Of a closed finding that is no false alarm only how it went is told. */
export function statusOf(finding: {
  readonly state: 'open' | 'closed'
  readonly closed_reason: 'resolved-by-correction' | 'no-longer-found' | null
  readonly decision: FindingDecision
}): FindingStatus {
  if (finding.state === 'open' || !countsAgainst(finding.decision)) return finding.decision
  return finding.closed_reason === 'resolved-by-correction' ? 'rectified' : 'gone'
}

/** What an act is given beside the finding. */
export type ActDetails = { readonly reason?: string | null; readonly due?: string | null; readonly assignee?: string | null }

/** The standing after an act that its state allows. A due day belongs to the notice, a reason to the dismissal; the person stays. */
export function after(act: Act, before: Standing, { reason = null, due = null, assignee = null }: ActDetails): Standing {
  if (act === 'assign') return { ...before, assignee }
  if (act === 'unassign') return { ...before, assignee: null }
  const { to } = actRule(act)
  if (to === null) return before
  return {
    decision: to,
    reason: to === 'dismissed' ? reason : null,
    due: to === 'notified' ? due : null,
    assignee: before.assignee,
  }
}
