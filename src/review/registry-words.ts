import type { ColumnStatus } from '../model/portal.ts'
import type { RegistryChange } from '../model/registry-changes.ts'
import type { Language } from './language.ts'

type Said = Readonly<Record<Language, string>>
type Titles<Key extends string> = Readonly<Record<Key, Said>>

/** Words of the pages that change the registry; those that other pages use, too, are in `words.ts`. */
const ZH = {
  registry: '名录',
  registryLead: '登记各地区的单位、网站和栏目。每次更改都留有记录；停用的条目连同其历史一并保留，不会删除。',
  noDistricts: '还没有登记地区。请在下面导入登记文件，或在命令行用 gouji registry import 导入。',
  authorities: '单位',
  portals: '网站',
  columns: '栏目',
  unverified: '未核实',
  verified: (day: string) => `${day} 核实`,
  lastChange: '最近更改',
  addAuthority: '添加单位',
  addPortal: '添加网站',
  addColumn: '添加栏目',
  editOf: (name: string) => `修改：${name}`,
  edit: '修改',
  save: '保存',
  cancel: '返回，不保存',
  retire: '停用',
  retireAuthority: '停用后不再要求该单位发布年报，其报告、核查结果和记录都保留；以后用同一编号添加即可恢复。',
  retirePortal: '停用后不再抓取该网站及其栏目，已有的记录都保留；以后用同一编号添加即可恢复。',
  retireColumn: '停用后不再抓取该栏目，已有的记录都保留；以后登记同一网址即可恢复。',
  retireSure: '确认停用',
  notSaved: '没有保存。请更正下列各项，填写的内容都还在。',
  alsoWrong: '该地区登记的其他内容有问题，须先更正：',
  changedMeanwhile: (who: string, when: string) =>
    `您打开本页之后，${who} 于 ${when} 修改了此项，您的修改没有保存。不同之处已列出现在登记的内容；请核对后再保存。`,
  goneMeanwhile: (who: string, when: string) =>
    `您打开本页之后，${who} 于 ${when} 停用了此项，您的修改没有保存。填写的内容如下，可据以重新添加。`,
  nowRegistered: '现在登记为：',
  nothing: '（空）',
  takeTheirs: '放弃我的修改，查看现在登记的内容',
  expectations: '应公布情况',
  expectationsLead: '每个单位每个年度应否公布、是否见到。点开年度可看依据。',
  expected: '应公布',
  exempt: '免报',
  found: '已见',
  missing: '缺',
  waiting: '待公布',
  unknown: '无法判断',
  history: '更改记录',
  noHistory: '还没有更改记录。',
  added: '登记',
  changed: '修改',
  retired: '停用',
  olderChanges: (shown: number) => `只列最近 ${shown} 条`,
  commandLine: '命令行',
  takenElsewhere: '这个编号已用于别的地区，请另选一个编号',
  importTitle: '导入和导出',
  importLead:
    '导入登记文件（YAML，或 authorities.csv、columns.csv、districts.csv）。先显示将要更改的内容，确认后才写入。文件中写到的地区以文件为准：文件里没有的条目将停用。',
  files: '文件（可选多个）',
  preview: '查看将要更改的内容',
  previewTitle: '将要更改的内容',
  noChange: '与现有登记完全相同，没有要更改的内容。',
  confirmImport: '确认导入',
  importCounts: (added: number, changed: number, retired: number) => `登记 ${added} 项，修改 ${changed} 项，停用 ${retired} 项`,
  registryMoved: '显示这些内容之后，登记又有更改，因此没有导入。以下是按现在的登记重新比较的结果，请再看一遍。',
  importFailed: '文件有误，没有导入。请按行号列号更正后再试：',
  fileMissing: '请选择文件。',
  exportAll: '导出',
  shownOf: (shown: number, all: number) => `只列出前 ${shown} 项，共 ${all} 项`,
  allAuthorities: '全部单位',
  annualColumn: '年报专栏',
  otherColumn: '其他栏目（如信息公开目录）',
  yes: '是',
  no: '否',
  recognised: '自动识别',
  levelOfKind: '按类型确定',
  sample: '示例网站',
  required: '必填',
  chosen: (count: number) => `已选 ${count} 个`,
}

type Widened<T> = T extends string ? string : T
export type RegistryWords = { readonly [Key in keyof typeof ZH]: Widened<(typeof ZH)[Key]> }

const EN: RegistryWords = {
  registry: 'Registry',
  registryLead:
    'Authorities, portals and columns of each district. Every change is recorded; what is retired is kept with its history and never deleted.',
  noDistricts: 'No district is registered yet. Import a registry below, or with gouji registry import on the command line.',
  authorities: 'Authorities',
  portals: 'Portals',
  columns: 'Columns',
  unverified: 'unverified',
  verified: (day) => `verified ${day}`,
  lastChange: 'Last change',
  addAuthority: 'Add an authority',
  addPortal: 'Add a portal',
  addColumn: 'Add a column',
  editOf: (name) => `Edit: ${name}`,
  edit: 'Edit',
  save: 'Save',
  cancel: 'Back without saving',
  retire: 'Retire',
  retireAuthority:
    'No report is expected of it any more; its reports, findings and records stay. Adding the same id takes it up again.',
  retirePortal: 'It and its columns are crawled no more; all records stay. Adding the same id takes it up again.',
  retireColumn: 'It is crawled no more; all records stay. Registering the same address takes it up again.',
  retireSure: 'Yes, retire it',
  notSaved: 'Nothing was saved. Correct what is named below; all that you typed is still there.',
  alsoWrong: 'Something else in this district is wrong and has to be corrected first:',
  changedMeanwhile: (who, when) =>
    `After you opened this page, ${who} changed this entry (${when}). Your changes were not saved. Where they differ, what is registered now is shown; look at it and save again.`,
  goneMeanwhile: (who, when) =>
    `After you opened this page, ${who} retired this entry (${when}). Your changes were not saved. What you typed is below, to be added again.`,
  nowRegistered: 'Registered now: ',
  nothing: '(nothing)',
  takeTheirs: 'Drop my changes and show what is registered',
  expectations: 'Expected reports',
  expectationsLead: 'Whether each authority owes a report for each year, and whether it was seen. A year leads to its evidence.',
  expected: 'expected',
  exempt: 'exempt',
  found: 'found',
  missing: 'missing',
  waiting: 'waiting',
  unknown: 'not assessable',
  history: 'Changes',
  noHistory: 'No changes yet.',
  added: 'added',
  changed: 'changed',
  retired: 'retired',
  olderChanges: (shown) => `the latest ${shown} only`,
  commandLine: 'command line',
  takenElsewhere: 'this id is taken by another district; choose another one',
  importTitle: 'Import and export',
  importLead:
    'Import registry files (YAML, or authorities.csv, columns.csv, districts.csv). What would change is shown first and taken over only when you confirm. The files speak for the districts that they name: entries that they leave out are retired.',
  files: 'Files (several may be chosen)',
  preview: 'Show what would change',
  previewTitle: 'What would change',
  noChange: 'The files say what is registered already; there is nothing to change.',
  confirmImport: 'Take it over',
  importCounts: (added, changed, retired) => `${added} added, ${changed} changed, ${retired} retired`,
  registryMoved:
    'The registry changed after this was shown, so nothing was imported. Below it is compared with the registry as it is now; look at it again.',
  importFailed: 'The files cannot be used; nothing was imported. Correct them by line and column:',
  fileMissing: 'Choose a file.',
  exportAll: 'Export',
  shownOf: (shown, all) => `the first ${shown} of ${all}`,
  allAuthorities: 'all authorities',
  annualColumn: 'annual report column',
  otherColumn: 'another place, such as the catalogue',
  yes: 'yes',
  no: 'no',
  recognised: 'recognised by itself',
  levelOfKind: 'as its kind tells',
  sample: 'sample portal',
  required: 'required',
  chosen: (count) => `${count} chosen`,
}

const REGISTRY_WORDS: Readonly<Record<Language, RegistryWords>> = { zh: ZH, en: EN }

export function registryWords({ language }: { readonly language: Language }): RegistryWords {
  return REGISTRY_WORDS[language]
}

/** What the facts of entries are called, in forms and in the history. */
export const FACT_TITLES: Titles<string> = {
  id: { zh: '编号', en: 'Id' },
  portal: { zh: '编号', en: 'Id' },
  name: { zh: '名称', en: 'Name' },
  portal_name: { zh: '网站名称', en: 'Name of the portal' },
  kind: { zh: '类型', en: 'Kind' },
  level: { zh: '层级', en: 'Level' },
  uscc: { zh: '统一社会信用代码', en: 'Credit code' },
  aliases: { zh: '简称、别名', en: 'Aliases' },
  former_names: { zh: '曾用名', en: 'Former names' },
  formerNames: { zh: '曾用名', en: 'Former names' },
  since: { zh: '开始年度', en: 'First year' },
  until: { zh: '最后年度', en: 'Last year' },
  successor: { zh: '承接单位', en: 'Successor' },
  exempt: { zh: '免报年度', en: 'Exempt years' },
  submitted: { zh: '报送日期', en: 'Handed in' },
  verified_at: { zh: '核实日期', en: 'Verified on' },
  verifiedAt: { zh: '核实日期', en: 'Verified on' },
  note: { zh: '备注', en: 'Note' },
  host: { zh: '主机', en: 'Host' },
  other_hosts: { zh: '其他主机', en: 'Other hosts' },
  otherHosts: { zh: '其他主机', en: 'Other hosts' },
  family: { zh: '网站平台', en: 'Publishing system' },
  pace: { zh: '请求间隔（秒）', en: 'Seconds between requests' },
  sample: { zh: '示例', en: 'Sample' },
  url: { zh: '栏目网址', en: 'Address of the column' },
  authorities: { zh: '列出哪些单位的年报', en: 'Whose reports it lists' },
  annual: { zh: '栏目性质', en: 'Kind of column' },
  status: { zh: '状态', en: 'Status' },
  years: { zh: '核查年度', en: 'Years' },
  deadlines: { zh: '期限', en: 'Deadlines' },
  holidays: { zh: '节假日', en: 'Holidays' },
  rules: { zh: '规则设置', en: 'Rules' },
}

/** What is to be typed into a field, where its name does not tell. */
export const FIELD_HINTS: Titles<string> = {
  id: {
    zh: '小写字母、数字、“-”，登记后不再更改，如 finance',
    en: 'lower-case letters, digits and -, for ever; such as finance',
  },
  portal: { zh: '小写字母、数字、“-”，登记后不再更改，如 main', en: 'lower-case letters, digits and -, for ever; such as main' },
  aliases: { zh: '每行一个，如“区财政局”', en: 'one a line' },
  former_names: {
    zh: '每行一个，可写起止年度，如“示例区农业局 2019-2023”',
    en: 'one a line, with its years where known: 示例区农业局 2019-2023',
  },
  since: { zh: '报告年度；一直有的留空', en: 'a reporting year; empty: always' },
  until: { zh: '报告年度；现仍有的留空', en: 'a reporting year; empty: still' },
  exempt: {
    zh: '每行一个：年度、冒号、理由，如“2025：由区政府办公室一并编制”',
    en: 'one a line: the year, a colon and the reason',
  },
  submitted: {
    zh: '每行一个：年度、冒号、日期；未报送写“-”，如“2025：2026-01-20”',
    en: 'one a line: the year, a colon and the day, or - where it was not: 2025:2026-01-20',
  },
  verified_at: {
    zh: '有人看过、确认无误的日期；没有核实的留空',
    en: 'the day on which somebody saw that it is right; empty: unverified',
  },
  host: { zh: '如 www.example.gov.cn', en: 'such as www.example.gov.cn' },
  other_hosts: { zh: '存放附件等的主机，每行一个', en: 'one a line, such as those that keep the files' },
  pace: { zh: '至少 1 秒，一般 3 秒', en: 'at least 1, usually 3' },
  url: { zh: '年报列表的网址，如 https://www.example.gov.cn/nianbao/', en: 'of the list of reports' },
}

export const COLUMN_STATUS_TITLES: Titles<ColumnStatus> = {
  active: { zh: '在用', en: 'in use' },
  old: { zh: '旧栏目，不再更新', en: 'old: nothing new appears there' },
  moved: { zh: '已迁移', en: 'moved' },
  blocked: { zh: '网站拒绝访问', en: 'blocked by the portal' },
  robots: { zh: '网站不允许抓取（robots.txt）', en: 'forbidden by robots.txt' },
}

export const CHANGE_KINDS: Titles<RegistryChange['kind']> = {
  district: { zh: '地区', en: 'district' },
  authority: { zh: '单位', en: 'authority' },
  portal: { zh: '网站', en: 'portal' },
  column: { zh: '栏目', en: 'column' },
}
