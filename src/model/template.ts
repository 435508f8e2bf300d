// Cell keys and official labels of both form editions, as printed in 国办公开办函〔2019〕60号 and 〔2021〕30号.

export const TABLE2_2019 = [
  { key: 'reg_made', block: '第二十条第（一）项', row: '规章', column: '本年新制作数量', unit: '件' },
  { key: 'reg_published', block: '第二十条第（一）项', row: '规章', column: '本年新公开数量', unit: '件' },
  { key: 'reg_public_total', block: '第二十条第（一）项', row: '规章', column: '对外公开总数量', unit: '件' },
  { key: 'nd_made', block: '第二十条第（一）项', row: '规范性文件', column: '本年新制作数量', unit: '件' },
  { key: 'nd_published', block: '第二十条第（一）项', row: '规范性文件', column: '本年新公开数量', unit: '件' },
  { key: 'nd_public_total', block: '第二十条第（一）项', row: '规范性文件', column: '对外公开总数量', unit: '件' },
  { key: 'license_items_prev', block: '第二十条第（五）项', row: '行政许可', column: '上一年项目数量', unit: '项' },
  { key: 'license_items_delta', block: '第二十条第（五）项', row: '行政许可', column: '本年增/减', unit: '项', signed: true },
  { key: 'license_decisions', block: '第二十条第（五）项', row: '行政许可', column: '处理决定数量', unit: '件' },
  { key: 'service_items_prev', block: '第二十条第（五）项', row: '其他对外管理服务事项', column: '上一年项目数量', unit: '项' },
  {
    key: 'service_items_delta',
    block: '第二十条第（五）项',
    row: '其他对外管理服务事项',
    column: '本年增/减',
    unit: '项',
    signed: true,
  },
  { key: 'service_decisions', block: '第二十条第（五）项', row: '其他对外管理服务事项', column: '处理决定数量', unit: '件' },
  { key: 'penalty_items_prev', block: '第二十条第（六）项', row: '行政处罚', column: '上一年项目数量', unit: '项' },
  { key: 'penalty_items_delta', block: '第二十条第（六）项', row: '行政处罚', column: '本年增/减', unit: '项', signed: true },
  { key: 'penalty_decisions', block: '第二十条第（六）项', row: '行政处罚', column: '处理决定数量', unit: '件' },
  { key: 'coercion_items_prev', block: '第二十条第（六）项', row: '行政强制', column: '上一年项目数量', unit: '项' },
  { key: 'coercion_items_delta', block: '第二十条第（六）项', row: '行政强制', column: '本年增/减', unit: '项', signed: true },
  { key: 'coercion_decisions', block: '第二十条第（六）项', row: '行政强制', column: '处理决定数量', unit: '件' },
  { key: 'fee_items_prev', block: '第二十条第（八）项', row: '行政事业性收费', column: '上一年项目数量', unit: '项' },
  { key: 'fee_items_delta', block: '第二十条第（八）项', row: '行政事业性收费', column: '本年增/减', unit: '项', signed: true },
  { key: 'procurement_count', block: '第二十条第（九）项', row: '政府集中采购', column: '采购项目数量', unit: '项' },
  {
    key: 'procurement_amount',
    block: '第二十条第（九）项',
    row: '政府集中采购',
    column: '采购总金额',
    unit: 'unit printing unclear; 元 seen',
  },
] as const

export const TABLE2_2021 = [
  { key: 'reg_issued', block: '第二十条第（一）项', row: '规章', column: '本年制发件数', unit: '件' },
  { key: 'reg_repealed', block: '第二十条第（一）项', row: '规章', column: '本年废止件数', unit: '件' },
  { key: 'reg_in_force', block: '第二十条第（一）项', row: '规章', column: '现行有效件数', unit: '件' },
  { key: 'nd_issued', block: '第二十条第（一）项', row: '行政规范性文件', column: '本年制发件数', unit: '件' },
  { key: 'nd_repealed', block: '第二十条第（一）项', row: '行政规范性文件', column: '本年废止件数', unit: '件' },
  { key: 'nd_in_force', block: '第二十条第（一）项', row: '行政规范性文件', column: '现行有效件数', unit: '件' },
  { key: 'license_decisions', block: '第二十条第（五）项', row: '行政许可', column: '本年处理决定数量', unit: '件' },
  { key: 'penalty_decisions', block: '第二十条第（六）项', row: '行政处罚', column: '本年处理决定数量', unit: '件' },
  { key: 'coercion_decisions', block: '第二十条第（六）项', row: '行政强制', column: '本年处理决定数量', unit: '件' },
  {
    key: 'fee_amount_wan',
    block: '第二十条第（八）项',
    row: '行政事业性收费',
    column: '本年收费金额（单位：万元）',
    unit: '万元',
    decimal: true,
  },
] as const

/** The seven columns of table 3; `header` is the path of header labels above the column. */
export const TABLE3_COLUMNS = [
  { key: 'natural_person', label: '自然人', header: ['自然人'] },
  { key: 'commercial', label: '商业企业', header: ['法人或其他组织', '商业企业'] },
  { key: 'research', label: '科研机构', header: ['法人或其他组织', '科研机构'] },
  { key: 'public_interest', label: '社会公益组织', header: ['法人或其他组织', '社会公益组织'] },
  { key: 'legal_service', label: '法律服务机构', header: ['法人或其他组织', '法律服务机构'] },
  { key: 'other_org', label: '其他', header: ['法人或其他组织', '其他'] },
  { key: 'total', label: '总计', header: ['总计'] },
] as const

/** The rows of table 3 that both editions print; they differ in （六）其他处理 only. */
const ROWS_BEFORE_OTHER = [
  { key: 'new_received', group: null, label: '一、本年新收政府信息公开申请数量' },
  { key: 'carried_in', group: null, label: '二、上年结转政府信息公开申请数量' },
  { key: 'granted', group: '三、本年度办理结果', label: '（一）予以公开' },
  { key: 'partly_granted', group: '三、本年度办理结果', label: '（二）部分公开（区分处理的，只计这一情形，不计其他情形）' },
  { key: 'denied_state_secret', group: '（三）不予公开', label: '1.属于国家秘密' },
  { key: 'denied_law_prohibits', group: '（三）不予公开', label: '2.其他法律行政法规禁止公开' },
  { key: 'denied_security_stability', group: '（三）不予公开', label: '3.危及“三安全一稳定”' },
  { key: 'denied_third_party', group: '（三）不予公开', label: '4.保护第三方合法权益' },
  { key: 'denied_internal_affairs', group: '（三）不予公开', label: '5.属于三类内部事务信息' },
  { key: 'denied_process_info', group: '（三）不予公开', label: '6.属于四类过程性信息' },
  { key: 'denied_enforcement_file', group: '（三）不予公开', label: '7.属于行政执法案卷' },
  { key: 'denied_query_matter', group: '（三）不予公开', label: '8.属于行政查询事项' },
  { key: 'unable_not_held', group: '（四）无法提供', label: '1.本机关不掌握相关政府信息' },
  { key: 'unable_needs_creation', group: '（四）无法提供', label: '2.没有现成信息需要另行制作' },
  { key: 'unable_still_unclear', group: '（四）无法提供', label: '3.补正后申请内容仍不明确' },
  { key: 'rejected_petition', group: '（五）不予处理', label: '1.信访举报投诉类申请' },
  { key: 'rejected_repeat', group: '（五）不予处理', label: '2.重复申请' },
  { key: 'rejected_publication', group: '（五）不予处理', label: '3.要求提供公开出版物' },
  { key: 'rejected_excessive', group: '（五）不予处理', label: '4.无正当理由大量反复申请' },
  { key: 'rejected_reconfirm', group: '（五）不予处理', label: '5.要求行政机关确认或重新出具已获取信息' },
] as const

const ROWS_AFTER_OTHER = [
  { key: 'result_total', group: '三、本年度办理结果', label: '（七）总计' },
  { key: 'carried_out', group: null, label: '四、结转下年度继续办理' },
] as const

export const TABLE3_ROWS_2019 = [
  ...ROWS_BEFORE_OTHER,
  { key: 'other_all', group: '三、本年度办理结果', label: '（六）其他处理' },
  ...ROWS_AFTER_OTHER,
] as const

export const TABLE3_ROWS_2021 = [
  ...ROWS_BEFORE_OTHER,
  {
    key: 'other_no_correction',
    group: '（六）其他处理',
    label: '1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请',
  },
  {
    key: 'other_fee_unpaid',
    group: '（六）其他处理',
    label: '2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请',
  },
  { key: 'other_misc', group: '（六）其他处理', label: '3.其他' },
  ...ROWS_AFTER_OTHER,
] as const

/** The fifteen cells of table 4, alike in both editions. */
export const TABLE4 = [
  { key: 'review_upheld', group: ['行政复议'], label: '结果维持' },
  { key: 'review_corrected', group: ['行政复议'], label: '结果纠正' },
  { key: 'review_other', group: ['行政复议'], label: '其他结果' },
  { key: 'review_pending', group: ['行政复议'], label: '尚未审结' },
  { key: 'review_total', group: ['行政复议'], label: '总计' },
  { key: 'direct_upheld', group: ['行政诉讼', '未经复议直接起诉'], label: '结果维持' },
  { key: 'direct_corrected', group: ['行政诉讼', '未经复议直接起诉'], label: '结果纠正' },
  { key: 'direct_other', group: ['行政诉讼', '未经复议直接起诉'], label: '其他结果' },
  { key: 'direct_pending', group: ['行政诉讼', '未经复议直接起诉'], label: '尚未审结' },
  { key: 'direct_total', group: ['行政诉讼', '未经复议直接起诉'], label: '总计' },
  { key: 'postreview_upheld', group: ['行政诉讼', '复议后起诉'], label: '结果维持' },
  { key: 'postreview_corrected', group: ['行政诉讼', '复议后起诉'], label: '结果纠正' },
  { key: 'postreview_other', group: ['行政诉讼', '复议后起诉'], label: '其他结果' },
  { key: 'postreview_pending', group: ['行政诉讼', '复议后起诉'], label: '尚未审结' },
  { key: 'postreview_total', group: ['行政诉讼', '复议后起诉'], label: '总计' },
] as const

export type Edition = '2019' | '2021'
export type Table3Column = (typeof TABLE3_COLUMNS)[number]['key']
export type Table3Row = (typeof TABLE3_ROWS_2019)[number]['key'] | (typeof TABLE3_ROWS_2021)[number]['key']
export type Table2Key = (typeof TABLE2_2019)[number]['key'] | (typeof TABLE2_2021)[number]['key']
type Table4Key = (typeof TABLE4)[number]['key']
/** Path of a value cell: `t2.<key>`, `t3.<row>.<column>` or `t4.<key>`. */
export type CellKey = `t2.${Table2Key}` | `t3.${Table3Row}.${Table3Column}` | `t4.${Table4Key}`
export type TableName = 't2' | 't3' | 't4'

export type Table2Cell = {
  readonly key: Table2Key
  readonly block: string
  readonly row: string
  readonly column: string
  readonly unit: string
  /** An increase or decrease: may be negative, printed as `+3`, `减3` or `-8`. */
  readonly signed?: boolean
  /** An amount of money: decimals are allowed. */
  readonly decimal?: boolean
}
export type Table3RowLabel = { readonly key: Table3Row; readonly group: string | null; readonly label: string }

type Template = {
  readonly basis: string
  readonly t2: readonly Table2Cell[]
  readonly t3: readonly Table3RowLabel[]
  readonly t4: typeof TABLE4
}

export const TEMPLATES: Readonly<Record<Edition, Template>> = {
  '2019': { basis: '国办公开办函〔2019〕60号', t2: TABLE2_2019, t3: TABLE3_ROWS_2019, t4: TABLE4 },
  '2021': { basis: '国办公开办函〔2021〕30号', t2: TABLE2_2021, t3: TABLE3_ROWS_2021, t4: TABLE4 },
}

/** The six applicant columns; the seventh, 总计, is their sum. */
export const APPLICANT_COLUMNS = [
  'natural_person',
  'commercial',
  'research',
  'public_interest',
  'legal_service',
  'other_org',
] as const satisfies readonly Table3Column[]

export const SECTION_TITLES = [
  '总体情况',
  '主动公开政府信息情况',
  '收到和处理政府信息公开申请情况',
  '政府信息公开行政复议、行政诉讼情况',
  '存在的主要问题及改进情况',
  '其他需要报告的事项',
] as const

/** Table titles as officers write them in findings. */
export const TABLE_TITLES: Readonly<Record<TableName, string>> = {
  t2: '主动公开政府信息情况',
  t3: '收到和处理政府信息公开申请情况',
  t4: '政府信息公开行政复议、行政诉讼情况',
}

/** Every cell key of an edition, in printed order: 22 + 161 + 15 keys for 2019, 10 + 175 + 15 for 2021. */
export function cellKeysOf(edition: Edition): readonly CellKey[] {
  return CELL_KEYS[edition]
}

const CELL_KEYS: Readonly<Record<Edition, readonly CellKey[]>> = { '2019': listCellKeys('2019'), '2021': listCellKeys('2021') }

function listCellKeys(edition: Edition): readonly CellKey[] {
  const { t2, t3, t4 } = TEMPLATES[edition]
  return [
    ...t2.map((cell) => `t2.${cell.key}` as const),
    ...t3.flatMap((row) => TABLE3_COLUMNS.map((column) => `t3.${row.key}.${column.key}` as const)),
    ...t4.map((cell) => `t4.${cell.key}` as const),
  ]
}

/** The key of a cell of table 3. */
export function table3Key(row: Table3Row, column: Table3Column): CellKey {
  return TABLE3_KEYS[row][column]
}

// Made once: keys are looked up in large objects and maps, which a string made anew each time would slow down.
const TABLE3_KEYS = Object.fromEntries(
  [...TABLE3_ROWS_2019, ...TABLE3_ROWS_2021].map((row) => [
    row.key,
    Object.fromEntries(TABLE3_COLUMNS.map((column) => [column.key, `t3.${row.key}.${column.key}`])),
  ]),
) as Readonly<Record<Table3Row, Readonly<Record<Table3Column, CellKey>>>>

/** The edition that a report for this year must use; null before 2019, when reports were free text. */
export function editionOfYear(year: number): Edition | null {
  if (year >= 2021) return '2021'
  return year >= 2019 ? '2019' : null
}

/** `一、本年新收政府信息公开申请数量 — 自然人`: the printed labels of a cell, for messages. */
export function cellLabel(key: CellKey, edition: Edition): string {
  return CELL_LABELS[edition].get(key) ?? makeLabel(key, edition)
}

// Made once: a page names each of its cells.
const labelsIn = (edition: Edition) => new Map(cellKeysOf(edition).map((key) => [key, makeLabel(key, edition)]))
const CELL_LABELS: Readonly<Record<Edition, ReadonlyMap<CellKey, string>>> = {
  '2019': labelsIn('2019'),
  '2021': labelsIn('2021'),
}

function makeLabel(key: CellKey, edition: Edition): string {
  const [table, rowKey, columnKey] = key.split('.')
  const { t2, t3, t4 } = TEMPLATES[edition]
  if (table === 't2') {
    const cell = t2.find((each) => each.key === rowKey)
    return cell ? `${cell.row}—${cell.column}` : key
  }
  if (table === 't4') {
    const cell = t4.find((each) => each.key === rowKey)
    return cell ? `${cell.group.at(-1)}—${cell.label}` : key
  }
  const row = t3.find((each) => each.key === rowKey)?.label ?? (rowKey === 'other_all' ? '（六）其他处理' : rowKey)
  return `${row}—${TABLE3_COLUMNS.find((each) => each.key === columnKey)?.label ?? columnKey}`
}
