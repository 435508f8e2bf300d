import type { Language } from './language.ts'

/** Words of the list of findings and of acts on many; those that other pages use, too, are in `words.ts`. */
const ZH = {
  status: '状态',
  open: '未消除（不含误报）',
  assignee: '经办人',
  unassigned: '未指派',
  mine: '我经办的',
  due: '整改期限',
  overdue: '已逾期',
  soon: '7 天内到期',
  since: '发现时间',
  sinceDay: (day: string) => `${day} 起新发现`,
  sinceRun: (run: number) => `第 ${run} 次运行起新发现`,
  sort: '排序',
  sorts: { weight: '按轻重', newest: '按发现先后', due: '按整改期限' },
  counting: '正在计数……',
  count: '显示数量',
  countedAt: (time: string) => `计于 ${time}`,
  searchedNamesOnly: '在全部地区中只按单位名称和规则查找；选定地区后，也查找问题描述和原文。',
  choose: '选择',
  choosePage: '选择本页全部',
  chooseOf: (what: string) => `选择：${what}`,
  actsOnChosen: '对所选的操作',
  everyone: '符合条件的全部',
  apply: '执行',
  note: '说明（可不填）',
  chosen: '所选',
  reallyAll: (count: string, act: string) => `对符合条件的全部 ${count} 条“${act}”？`,
  doAll: (count: string) => `对这 ${count} 条执行`,
  backToList: '返回列表，不执行',
  toList: '返回列表',
  changedMeanwhile: '您查看之后，符合条件的条目有变化，没有作任何更改。请看过新的数量后再定。',
  tooMany: (most: string) => `符合条件的超过 ${most} 条，一次不能处理这么多。请先缩小筛选范围。没有作任何更改。`,
  noneChosen: '没有选择任何条目，没有作任何更改。请先勾选。',
  done: (act: string, count: string) => `已对 ${count} 条“${act}”。`,
  undone: (count: string) => `已撤销 ${count} 条。`,
  undo: '撤销',
  notDone: (count: string) => `以下 ${count} 条没有执行：`,
  notUndone: (count: string) => `以下 ${count} 条没有撤销：`,
  conflict: '您查看之后已有他人操作',
  refused: {
    status: (status: string) => `目前为“${status}”，不能这样操作`,
    proposed: () => '有操作待审批，审批之前不能这样操作',
    'nothing-proposed': () => '没有待审批的操作',
    'own-proposal': () => '是您自己提请的，须由另一位负责人审批',
    'not-own-proposal': () => '不是您提请的，不能撤回',
  },
  approval: '审批',
  proposed: '待审批',
  proposedBy: (act: string, who: string) => `${who} 提请“${act}”`,
  unchanged: '本来如此',
  unknown: '不存在，或不在您的地区',
  acted: '其后又有操作',
  notYours: '是他人所作',
  andMore: (count: string) => `……另有 ${count} 条`,
  keyChoose: '选择或取消选择',
  keyAssign: '指派',
}

type Widened<T> = T extends (...args: never) => string
  ? T
  : T extends string
    ? string
    : T extends object
      ? { readonly [K in keyof T]: Widened<T[K]> }
      : T
type ListWords = { readonly [Key in keyof typeof ZH]: Widened<(typeof ZH)[Key]> }

const EN: ListWords = {
  status: 'Status',
  open: 'open, no false alarms',
  assignee: 'Assigned to',
  unassigned: 'nobody',
  mine: 'mine',
  due: 'Rectification',
  overdue: 'overdue',
  soon: 'due within 7 days',
  since: 'Found',
  sinceDay: (day) => `new since ${day}`,
  sinceRun: (run) => `new since run ${run}`,
  sort: 'Sort',
  sorts: { weight: 'by weight', newest: 'newest first', due: 'by day due' },
  counting: 'counting …',
  count: 'Count them',
  countedAt: (time) => `counted ${time}`,
  searchedNamesOnly:
    'Across all districts, names of authorities and rules are searched; choose a district to search messages and quotes, too.',
  choose: 'Select',
  choosePage: 'Select all on this page',
  chooseOf: (what) => `Select: ${what}`,
  actsOnChosen: 'Act on what is selected',
  everyone: 'all that match',
  apply: 'Apply',
  note: 'Note (optional)',
  chosen: 'selected',
  reallyAll: (count, act) => `“${act}” for all ${count} that match?`,
  doAll: (count) => `Do it for these ${count}`,
  backToList: 'Back to the list, do nothing',
  toList: 'Back to the list',
  changedMeanwhile: 'What matches has changed since you looked. Nothing was changed. Look at the new number first.',
  tooMany: (most) => `More than ${most} match, too many to act on at once. Narrow the list first. Nothing was changed.`,
  noneChosen: 'Nothing was selected, so nothing was changed. Tick something first.',
  done: (act, count) => `“${act}” was done for ${count}.`,
  undone: (count) => `${count} taken back.`,
  undo: 'Undo',
  notDone: (count) => `Not done for these ${count}:`,
  notUndone: (count) => `Not taken back for these ${count}:`,
  conflict: 'somebody acted on it after you looked',
  refused: {
    status: (status) => `stands as “${status}”, where this is not possible`,
    proposed: () => 'something waits for approval there, which comes first',
    'nothing-proposed': () => 'nothing waits for approval there',
    'own-proposal': () => 'you proposed it; another supervisor has to approve',
    'not-own-proposal': () => 'was not proposed by you',
  },
  approval: 'Approval',
  proposed: 'waits for approval',
  proposedBy: (act, who) => `${who} proposed: ${act}`,
  unchanged: 'is so already',
  unknown: 'does not exist, or not in your districts',
  acted: 'somebody acted on it since',
  notYours: 'was done by somebody else',
  andMore: (count) => `… and ${count} more`,
  keyChoose: 'select or unselect',
  keyAssign: 'assign',
}

const WORDS: Readonly<Record<Language, ListWords>> = { zh: ZH, en: EN }

export function listWords({ language }: { readonly language: Language }): ListWords {
  return WORDS[language]
}
