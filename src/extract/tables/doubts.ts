/**
 * Why a cell is not wholly sure that it stands where it was read. Each lowers the confidence of its cells to the figure that the code beside
 * it names; `gouji explain` tells the sentence.
 */
export const DOUBTS = {
  'edition-open': { zh: '表二未印统一格式的栏目名，版本不能确定', en: 'no heading tells which edition of table 2 this is' },
  'by-order': {
    zh: '表头未能指明此列，按统一格式的顺序对应',
    en: 'the headings do not tell the column: given by the order of the form',
  },
  'headings-disagree': { zh: '表头与统一格式的列序不一致', en: 'the headings and the order of the form disagree' },
  'column-meaning': {
    zh: '表头所印与统一格式的栏目含义不同',
    en: "the heading says something else than the form's",
  },
  'row-shifted': { zh: '本行格数与表头不符，可能错列', en: 'the row does not fit its headings and may be shifted' },
  'row-overfull': { zh: '本行格数多于表格列数，可能有字符被误认为表线', en: 'the row has more cells than the table has columns' },
  'row-twice': { zh: '同一行出现两次且数字不同', en: 'the row is printed twice with different figures' },
  'table-twice': {
    zh: '本表出现两次且数字不同，未注明哪一份属于本年度',
    en: 'the table is printed twice with different figures, and no words tell which one is of this year',
  },
  'row-unclear': {
    zh: '行标签缺失或与官方标签差别较大',
    en: 'the row has no label, or one that is hardly like the official one',
  },
  'row-disturbed': { zh: '本行数字之间夹有其他文字', en: 'other words stand between the values of the row' },
  'row-crowded': {
    zh: '行标签或数字前紧接另一行的标签，数字可能属于那一行',
    en: 'the label of another row stands directly before it or its values',
  },
  'rows-in-disorder': { zh: '相邻各行次序混乱，数字可能属于别的行', en: 'the rows around it stand in disorder' },
  'rows-moved': { zh: '数字可能属于相邻的行', en: 'the values may belong to the row before or behind' },
  'blank-at-end': { zh: '本行末格空白，也可能是前面少了一格', en: 'the row ends in a blank: a cell before it may be missing' },
  'digits-cut': { zh: '数字连排，按勾稽关系拆开', en: 'digits ran together and were cut by the sums' },
  'blanks-lost': { zh: '空白格未保留，按勾稽关系推定位置', en: 'blank cells were not kept: places follow from the sums' },
  'blank-row': { zh: '只印有行标签，没有数字', en: 'the label stands there without a value' },
  'group-by-order': {
    zh: '表头未指明行政复议或行政诉讼，按顺序对应',
    en: 'no heading names the group: given by the order of the form',
  },
  'groups-fail': { zh: '连续十五个数不符合各组之和', en: 'the fifteen values do not make the sums of their groups' },
  'other-rows': { zh: '“（六）其他处理”各行对应关系不唯一', en: 'it is open which rows of （六）其他处理 these are' },
  'other-section': { zh: '取自本部分以外的表格', en: 'the cell stands outside the section of its table' },
  'sums-broken': { zh: '多数行的横向合计不成立，可能整表错列', en: 'most rows do not add up: the columns may be others' },
  'figure-spaced': { zh: '数字中间有空格', en: 'there are blanks inside the number' },
  'figure-zero-first': { zh: '数字以0开头，可能是两格相连', en: 'the number begins with 0: two cells may have run together' },
  'figure-marked': { zh: '数字后带有注释标记', en: "a footnote's mark stands behind the number" },
  'figure-letters': { zh: '数字中混有形似的字母', en: 'letters stand for digits' },
  'column-open': { zh: '页面没有表线，所属列按位置推定', en: 'no lines are drawn: the column follows from where it stands' },
  'row-open': {
    zh: '页面没有表线或在本行换页，所属行不能完全确定',
    en: 'no lines are drawn, or the page ends here: it is open which row it belongs to',
  },
  recognised: { zh: '由图片识别，识别把握不大', en: 'recognised in a picture, not surely' },
  'in-prose': { zh: '数字取自正文文字，不是表格', en: 'the figure stands in a sentence, not in a table' },
  'second-way': { zh: '首选读法缺此格，由另一读法补上', en: 'the way chosen lacks the cell: taken from another way' },
  'ways-differ': { zh: '两种读法结果不同', en: 'two ways of reading differ' },
} as const satisfies Readonly<Record<string, { readonly zh: string; readonly en: string }>>

export type Doubt = keyof typeof DOUBTS
