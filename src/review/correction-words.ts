import type { Language } from './language.ts'

/** Words of corrections: what a person says of a report beside what was read. */
const ZH = {
  title: '发布日期更正',
  lead: '读取到的日期原样保留，列在上面；更正另行记录，按时与否依更正后的日期重新认定。',
  none: '没有更正。',
  asRead: (day: string, source: string) => `读取为 ${day}（${source}）`,
  asReadNone: '没有读取到发布日期',
  becomes: (day: string) => `更正为 ${day}`,
  withdrawn: '撤回更正，恢复读取的日期',
  form: '更正发布日期',
  day: '实际发布日期',
  range: (from: string, to: string) => `不早于 ${from}，不晚于首次采集的 ${to}`,
  note: '理由',
  evidence: '依据的网址（可不填）',
  send: '记录更正',
  withdraw: '撤回更正',
  proof: '依据',
  link: '更正发布日期',
  back: '返回报告',
  nothing: '没有记录。',
  authority: '归属更正',
  authorityLead: '报告读取时认定的机关原样保留；更正后，报告及其问题归更正后的机关，此后读取到的新版本也按更正归属。',
  authorityForm: '更正归属机关',
  authorityField: '报告属于（名录中的名称或编号）',
  readFor: (name: string) => `读取为“${name}”的报告`,
  movedTo: (name: string) => `更正为“${name}”的报告`,
  movedBack: '撤回更正，恢复读取的归属',
  nowBy: (who: string) => `归属经 ${who} 更正`,
  taken: '该机关这一年度已有报告，两份不能并为一份。没有记录。',
  toTaken: '查看已有的报告',
  noAuthority: '名录中没有这一机关，或不在您的地区，或同名的不止一个（请填编号）。没有记录。',
  problems: {
    day: (from: string, to: string) => `请填写 ${from} 至 ${to} 之间的日期。首次采集时报告已经发布，不可能更晚。没有记录。`,
    note: '请填写理由。没有记录。',
    evidence: '依据须为 http:// 或 https:// 开头的网址。没有记录。',
    unchanged: '与现有更正相同，没有记录。',
    notCorrected: '目前没有可撤回的更正，没有记录。',
    meanwhile: '您打开之后已有他人更正，您的更正没有记录。请看过之后再定。',
  },
}

type Widened<T> = T extends (...args: never) => string
  ? T
  : T extends string
    ? string
    : { readonly [K in keyof T]: Widened<T[K]> }
type CorrectionWords = { readonly [Key in keyof typeof ZH]: Widened<(typeof ZH)[Key]> }

const EN: CorrectionWords = {
  title: 'Corrected day of publication',
  lead: 'The dates that were read stay as they are, above; a correction is recorded beside them, and timeliness is judged by it.',
  none: 'Nothing was corrected.',
  asRead: (day, source) => `read as ${day} (${source})`,
  asReadNone: 'no day of publication was read',
  becomes: (day) => `corrected to ${day}`,
  withdrawn: 'correction withdrawn: the day as read holds again',
  form: 'Correct the day of publication',
  day: 'Published on',
  range: (from, to) => `not before ${from}, not after our first capture on ${to}`,
  note: 'Reason',
  evidence: 'Address of the proof (optional)',
  send: 'Record the correction',
  withdraw: 'Withdraw the correction',
  proof: 'proof',
  link: 'correct the day',
  back: 'Back to the report',
  nothing: 'Nothing was recorded.',
  authority: 'Corrected authority',
  authorityLead:
    'Whose it was read as stays recorded. The report and the findings in it belong to the authority that is named, and so do versions that are read later.',
  authorityForm: 'Correct the authority',
  authorityField: 'It is the report of (a registered name or id)',
  readFor: (name) => `read as the report of “${name}”`,
  movedTo: (name) => `corrected to the report of “${name}”`,
  movedBack: 'correction withdrawn: whose it was read as holds again',
  nowBy: (who) => `authority corrected by ${who}`,
  taken: 'That authority has a report of the year, and two cannot be made one. Nothing was recorded.',
  toTaken: 'Open that report',
  noAuthority:
    'No registered authority of your districts has that name or id, or several have the name (give the id). Nothing was recorded.',
  problems: {
    day: (from, to) =>
      `Give a day from ${from} to ${to}: it was published when we first saw it, so no later. Nothing was recorded.`,
    note: 'Give the reason. Nothing was recorded.',
    evidence: 'The proof has to be an address that begins with http:// or https://. Nothing was recorded.',
    unchanged: 'That is what stands already. Nothing was recorded.',
    notCorrected: 'There is no correction to withdraw. Nothing was recorded.',
    meanwhile: 'Somebody corrected it after you opened the page. Nothing of yours was recorded; look at theirs first.',
  },
}

export function correctionWords({ language }: { readonly language: Language }): CorrectionWords {
  return language === 'zh' ? ZH : EN
}
