import type { MisreadingOutcome } from '../../db/misreadings.ts'
import type { Language } from './language.ts'

const ZH = {
  title: '读取有误',
  lead: '核查人员指出的读错之处。这里列出的只关系到读取程序，不计为任何单位的问题。',
  report: '此格读取有误',
  hint: '原件本身无误、系统读错时使用：转入读取有误清单，不计为该单位的问题。',
  printed: '原件上印的是（可不填）',
  note: '说明（可不填）',
  also: (count: number) => `涉及此格的 ${count} 条核查结果一并标为“读取有误”`,
  send: '提交',
  toList: '读取有误清单',
  export: '导出（JSON Lines）',
  empty: '没有读取有误的记录。在年报页面点开任一格，可指出读错之处。',
  findings: '标为“读取有误”的核查结果',
  cell: '单元格',
  readAs: '读作',
  printedAs: '原件',
  who: '指出',
  outcome: '处理',
  settle: '登记处理结果',
  waiting: '待处理',
  reader: '读取程序',
}

type Widened<T> = T extends string ? string : T
type MisreadingWords = { readonly [Key in keyof typeof ZH]: Widened<(typeof ZH)[Key]> }

const EN: MisreadingWords = {
  title: 'Misreadings',
  lead: 'What officers say was read wrongly. It concerns the reader only and counts against no authority.',
  report: 'This cell was misread',
  hint: 'For when the original is right and we read it wrongly: goes to the list of misreadings and counts against nobody.',
  printed: 'What the original prints (optional)',
  note: 'Note (optional)',
  also: (count) => `Mark the ${count} findings on this cell as misread, too`,
  send: 'Send',
  toList: 'List of misreadings',
  export: 'Export (JSON Lines)',
  empty: 'Nothing was reported as misread. Open any cell on the page of a report to say so.',
  findings: 'Findings marked as misread',
  cell: 'Cell',
  readAs: 'Read as',
  printedAs: 'Printed',
  who: 'Reported',
  outcome: 'Outcome',
  settle: 'Record the outcome',
  waiting: 'waiting',
  reader: 'Reader',
}

export function misreadingWords({ language }: { readonly language: Language }): MisreadingWords {
  return language === 'zh' ? ZH : EN
}

/** What became of a misreading. */
export const OUTCOME_TITLES: Readonly<Record<MisreadingOutcome, Readonly<Record<Language, string>>>> = {
  fixed: { zh: '已修正读取程序', en: 'the reader was corrected' },
  right: { zh: '读取无误', en: 'it was read rightly' },
  withdrawn: { zh: '撤回', en: 'withdrawn' },
}
