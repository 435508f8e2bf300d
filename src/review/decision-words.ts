import type { Language } from './language.ts'

/** Words of the acts on findings; those that other pages use, too, are in `words.ts`. */
const ZH = {
  decision: '复核',
  note: '说明（可不填）',
  confirm: '确认问题属实',
  notify: '通知整改',
  due: '整改期限',
  dueBy: (day: string) => `限 ${day} 前整改`,
  dismiss: '排除',
  reason: '排除理由',
  chooseReason: '选择理由……',
  misread: '读取有误',
  misreadHint: '页面本身无误而系统读错：转入读取问题清单，不计为该单位的问题',
  reopen: '撤回结论，重新核实',
  comment: '只加说明',
  assign: '指派',
  assignee: '经办人',
  unassigned: '未指派',
  assignedTo: (name: string) => `经办人：${name}`,
  closedHint: '该问题已不再出现，只能加说明。',
  history: '复核记录',
  bySystem: '系统',
  nothingRecorded: '您的操作没有记录。',
  actedMeanwhile: (who: string, what: string, when: string) =>
    `您打开本页之后，${who} 已于 ${when} 作了“${what}”，您的操作没有记录。请看过之后再定。`,
  refused: {
    status: (status: string, act: string) => `该问题目前为“${status}”，不能“${act}”。您的操作没有记录。`,
    proposed: (_status: string, act: string) =>
      `该问题有一项操作正在待审批，同意、退回或撤回之前不能“${act}”。您的操作没有记录。`,
    'nothing-proposed': (_status: string, act: string) => `该问题没有待审批的操作，不能“${act}”。您的操作没有记录。`,
    'own-proposal': () => '提请人不能审批自己的提请，须由另一位负责人审批。您的操作没有记录。',
    'not-own-proposal': () => '只有提请人本人可以撤回提请；负责人可以退回。您的操作没有记录。',
    'no-such-person': () => '没有这个经办人，或其账号不能复核。您的操作没有记录。',
    'person-elsewhere': () => '该经办人无权查看这一地区。您的操作没有记录。',
  },
  proposal: '待审批',
  proposedBy: (act: string, who: string) => `${who} 提请“${act}”`,
  proposalHolds: '审批之前，状态不变。',
  returned: (who: string) => `${who} 已退回您的提请`,
  needsSecond: (acts: string) => `${acts}须经另一位负责人审批后生效，先记为提请。`,
  approve: '同意',
  return: '退回（须写明理由）',
  withdraw: '撤回提请',
  ownProposal: '由您提请，须由另一位负责人审批。',
  waitsForSupervisor: '等待负责人审批。',
  needs: {
    reason: '排除须选择理由。您的操作没有记录，请选择理由后再提交。',
    due: '通知整改须填写整改期限，不早于今天、不晚于两年后。您的操作没有记录。',
    assignee: '指派须填写经办人姓名（不超过 40 字）。您的操作没有记录。',
    note: '须填写说明。您的操作没有记录。',
  },
  becomes: (before: string, after: string) => `${before} → ${after}`,
}

type Widened<T> = T extends (...args: never) => string
  ? T
  : T extends string
    ? string
    : T extends object
      ? { readonly [K in keyof T]: Widened<T[K]> }
      : T
type DecisionWords = {
  readonly [Key in keyof typeof ZH]: Widened<(typeof ZH)[Key]>
}

const EN: DecisionWords = {
  decision: 'Decision',
  note: 'Note (optional)',
  confirm: 'Confirm',
  notify: 'Ask for rectification',
  due: 'Rectify by',
  dueBy: (day) => `to be rectified by ${day}`,
  dismiss: 'Dismiss',
  reason: 'Reason for dismissal',
  chooseReason: 'Choose a reason …',
  misread: 'Misread by us',
  misreadHint: 'The page is right and we read it wrongly: goes to the list of misreadings and counts against nobody',
  reopen: 'Withdraw and reopen',
  comment: 'Only add the note',
  assign: 'Assign',
  assignee: 'Assigned to',
  unassigned: 'nobody',
  assignedTo: (name) => `Assigned to ${name}`,
  closedHint: 'It is no longer found; a note can be added.',
  history: 'History',
  bySystem: 'Gouji',
  nothingRecorded: 'Nothing was recorded.',
  actedMeanwhile: (who, what, when) =>
    `After you opened this page, ${who} did “${what}” (${when}). Nothing of yours was recorded. Look at theirs first.`,
  refused: {
    status: (status, act) => `It stands as “${status}”, where “${act}” is not possible. Nothing was recorded.`,
    proposed: (_status, act) =>
      `Something waits for approval here; “${act}” is possible after that was approved, returned or withdrawn. Nothing was recorded.`,
    'nothing-proposed': (_status, act) => `Nothing waits for approval here, so “${act}” is not possible. Nothing was recorded.`,
    'own-proposal': () => 'Nobody approves what they proposed; another supervisor has to. Nothing was recorded.',
    'not-own-proposal': () => 'Only who proposed it may withdraw it; a supervisor may return it. Nothing was recorded.',
    'no-such-person': () => 'Nobody who may decide has that name or login. Nothing was recorded.',
    'person-elsewhere': () => 'That person does not see this district. Nothing was recorded.',
  },
  proposal: 'Waits for approval',
  proposedBy: (act, who) => `${who} proposed: ${act}`,
  proposalHolds: 'Until it is approved, it stands as before.',
  returned: (who) => `${who} returned your proposal`,
  needsSecond: (acts) =>
    `${acts}: holds after another person, a supervisor, has approved; until then it is recorded as proposed.`,
  approve: 'Approve',
  return: 'Return (with a note)',
  withdraw: 'Withdraw the proposal',
  ownProposal: 'You proposed it; another supervisor has to approve.',
  waitsForSupervisor: 'Waits for a supervisor.',
  needs: {
    reason: 'A dismissal needs a reason. Nothing was recorded; choose a reason and send it again.',
    due: 'A request to rectify needs a day, not before today and within two years. Nothing was recorded.',
    assignee: 'Name the person to assign it to, in 40 characters at most. Nothing was recorded.',
    note: 'There is no note. Nothing was recorded.',
  },
  becomes: (before, after) => `${before} → ${after}`,
}

const WORDS: Readonly<Record<Language, DecisionWords>> = { zh: ZH, en: EN }

export function decisionWords({ language }: { readonly language: Language }): DecisionWords {
  return WORDS[language]
}
