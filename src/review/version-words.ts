import type { Cause } from './compare-versions.ts'
import type { Language } from './language.ts'

const ZH = {
  title: '版本对照',
  compare: '与上一版对照',
  firstSeen: '首次见到',
  readAt: '读取时间',
  reader: '读取程序',
  same: '两版的表格、各部分文字与文中数据都相同。',
  cells: (count: number) => `单元格：${count} 处不同`,
  sections: (count: number) => `各部分文字：${count} 部分不同`,
  claims: (count: number) => `文中数据：${count} 条不同`,
  cell: '单元格',
  before: '前一版',
  after: '后一版',
  removed: '只见于前一版',
  added: '只见于后一版',
}

type Widened<T> = T extends string ? string : T
type VersionWords = { readonly [Key in keyof typeof ZH]: Widened<(typeof ZH)[Key]> }

const EN: VersionWords = {
  title: 'Versions compared',
  compare: 'compare with the one before',
  firstSeen: 'First seen',
  readAt: 'Read',
  reader: 'Reader',
  same: 'Tables, sections and figures in the text are the same in both.',
  cells: (count) => `Cells that differ: ${count}`,
  sections: (count) => `Sections that differ: ${count}`,
  claims: (count) => `Figures in the text that differ: ${count}`,
  cell: 'Cell',
  before: 'Earlier',
  after: 'Later',
  removed: 'only in the earlier',
  added: 'only in the later',
}

export function versionWords({ language }: { readonly language: Language }): VersionWords {
  return language === 'zh' ? ZH : EN
}

/** Why there is a later version. */
export const CAUSE_TITLES: Readonly<Record<Cause, Readonly<Record<Language, string>>>> = {
  'read-again': {
    zh: '文件没有变：同一文件由较新的读取程序重新读取，读得的内容不同。',
    en: 'The file is the same: a newer reader read it again, and otherwise.',
  },
  corrected: {
    zh: '同一网址上的文件变了：单位更换或更正了内容。',
    en: 'The file at the same address changed: its authority replaced or corrected it.',
  },
  'other-address': { zh: '后一版取自另一网址的文件。', en: 'The later version comes from a file at another address.' },
}
