import type { Actor } from './role.ts'

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
  /** Their account; null where only a name is known, absent in entries of before it was kept. */
  readonly assigneeAccount?: number | null
  /** What waits for a second person; absent in entries of before there was such a thing. */
  readonly proposal?: Proposal | null
}

/** An act that a second person has to approve before it holds. */
export type Proposal = {
  readonly act: DecidingAct
  readonly reason: string | null
  readonly due: string | null
  /** Who proposed it. */
  readonly by: string
  readonly byAccount: number | null
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
  /** Whether it may be done while a proposal waits for a second person. */
  readonly proposal: 'none waits' | 'one waits' | 'either'
}

/** What stands against an authority: found still, and no false alarm or misreading. */
export const OPEN = ['undecided', 'confirmed', 'notified'] as const satisfies readonly FindingStatus[]

const DECIDED = ['confirmed', 'notified', 'dismissed', 'misread'] as const satisfies readonly FindingStatus[]
/** Where a decision can be made, or another one. */
const DECIDABLE = ['undecided', ...DECIDED] as const satisfies readonly FindingStatus[]
const DECIDING = { least: 'officer', proposal: 'none waits' } as const

/** Every act of a person on a finding, in which states it may be done, by whom, and what it leads to. `docs/review.md` prints this table. */
export const ACTS = {
  confirm: { zh: '确认问题属实', en: 'confirm', from: ['undecided'], to: 'confirmed', needs: [], ...DECIDING },
  notify: { zh: '通知整改', en: 'ask for rectification', from: OPEN, to: 'notified', needs: ['due'], ...DECIDING },
  dismiss: { zh: '排除（误报）', en: 'dismiss', from: OPEN, to: 'dismissed', needs: ['reason'], ...DECIDING },
  misread: { zh: '读取有误', en: 'misread', from: OPEN, to: 'misread', needs: [], ...DECIDING },
  reopen: { zh: '重新核实', en: 'reopen', from: [...DECIDED], to: 'undecided', needs: [], ...DECIDING },
  approve: { zh: '同意', en: 'approve', from: [...DECIDABLE], to: null, needs: [], least: 'supervisor', proposal: 'one waits' },
  return: {
    zh: '退回',
    en: 'return',
    from: [...DECIDABLE],
    to: null,
    needs: ['note'],
    least: 'supervisor',
    proposal: 'one waits',
  },
  withdraw: {
    zh: '撤回提请',
    en: 'withdraw',
    from: [...DECIDABLE],
    to: null,
    needs: [],
    least: 'officer',
    proposal: 'one waits',
  },
  assign: { zh: '指派', en: 'assign', from: OPEN, to: null, needs: ['assignee'], least: 'officer', proposal: 'either' },
  unassign: { zh: '取消指派', en: 'unassign', from: OPEN, to: null, needs: [], least: 'officer', proposal: 'either' },
  comment: { zh: '加说明', en: 'comment', from: STATUSES, to: null, needs: ['note'], least: 'officer', proposal: 'either' },
} as const satisfies Record<string, ActRule>

export type Act = keyof typeof ACTS
export const ACT_NAMES = Object.keys(ACTS) as readonly Act[]

/** Acts for which an office may ask a second person. */
export const DECIDING_ACTS = ['confirm', 'notify', 'dismiss', 'misread', 'reopen'] as const satisfies readonly Act[]
export type DecidingAct = (typeof DECIDING_ACTS)[number]

export function isDeciding(act: Act): act is DecidingAct {
  return (DECIDING_ACTS as readonly Act[]).includes(act)
}

/** What the history holds beside the acts of persons. */
const OTHER_ENTRIES = {
  undo: { zh: '撤销', en: 'undone' },
  /** An act that waits for a second person. */
  propose: { zh: '提请审批', en: 'proposed' },
  /** Written when what was proposed waits for a finding that changed or is no more, or that rests on a cell that was misread. */
  lapsed: { zh: '数据有变，提请失效', en: 'the proposal lapsed, since the finding changed' },
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

/** `isProposed`: whether something waits for a second person there. */
export function mayBeDone(act: Act, status: FindingStatus, isProposed = false): boolean {
  const { from, proposal } = actRule(act)
  return from.includes(status) && (proposal === 'either' || (proposal === 'one waits') === isProposed)
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
export type ActDetails = Partial<Pick<Standing, 'reason' | 'due' | 'assignee' | 'assigneeAccount'>>

/** The standing after an act that its state allows. A due day belongs to the notice, a reason to the dismissal; the person stays. */
export function after(act: Act, before: Standing, details: ActDetails): Standing {
  const { reason = null, due = null, assignee = null, assigneeAccount = null } = details
  const { proposal } = before
  const settled = { ...before, proposal: null }
  switch (act) {
    case 'assign':
      return { ...before, assignee, assigneeAccount }
    case 'unassign':
      return { ...before, assignee: null, assigneeAccount: null }
    case 'approve':
      return proposal ? after(proposal.act, settled, proposal) : before
    case 'return':
      // It is the work of whoever proposed it again.
      return proposal ? { ...settled, assignee: proposal.by, assigneeAccount: proposal.byAccount } : before
    case 'withdraw':
      return settled
    case 'comment':
      return before
    default: {
      const decision = ACTS[act].to
      return { ...settled, decision, reason: decision === 'dismissed' ? reason : null, due: decision === 'notified' ? due : null }
    }
  }
}

/** The standing when an act waits for a second person: as before, with what is proposed beside it. */
export function proposed(act: DecidingAct, before: Standing, details: ActDetails, by: Actor): Standing {
  const { reason, due } = after(act, before, details)
  return { ...before, proposal: { act, reason, due, by: by.name, byAccount: by.account } }
}

/** Whether somebody is the one who proposed it. Of two entries without accounts only the name is known. */
export function isProposer({ by, byAccount }: Proposal, { name, account }: Actor): boolean {
  return account === null || byAccount === null ? account === byAccount && name === by : account === byAccount
}
