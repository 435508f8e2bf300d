import type { Language } from './language.ts'

/** Words of lists of findings that are kept under a name. */
const ZH = {
  title: '存下的列表',
  all: '全部',
  save: '存为……',
  edit: '改名、删除',
  name: '名称',
  nameHint: '同名的会被替换',
  share: '全体可见',
  shared: '共享',
  keep: '存下',
  change: '保存',
  remove: '删除',
  problem: '没有存下：名称须为 1 至 40 字，不与自己的其他列表同名，每人最多 50 个。',
  back: '返回列表',
}

type ViewWords = { readonly [Key in keyof typeof ZH]: string }

const EN: ViewWords = {
  title: 'Saved lists',
  all: 'all',
  save: 'Save as …',
  edit: 'Rename, delete',
  name: 'Name',
  nameHint: 'one of the same name is replaced',
  share: 'shown to everybody',
  shared: 'shared',
  keep: 'Save',
  change: 'Save',
  remove: 'Delete',
  problem:
    'Not saved: the name needs 1 to 40 characters, none of your other lists may have it, and each person keeps 50 at most.',
  back: 'Back to the list',
}

export function savedViewWords({ language }: { readonly language: Language }): ViewWords {
  return language === 'zh' ? ZH : EN
}
