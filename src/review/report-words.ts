import type { Language } from './language.ts'

const ZH = {
  pages: '页',
  pageOf: (page: number, count: number) => `原文第${page}页，共${count}页`,
  zoom: '缩放',
  fitWidth: '适合宽度',
  fontsMissing: '原文件未嵌入部分字体：这些字由本机字体补上，字形可能与原件不同。',
  notShown: (reason: string) => `原文无法在此显示（${reason}）。请下载原文件查看。`,
  noSuchPage: '原文没有这一页。',
  notShownHere: '此处不能逐页显示原文。请下载原文件查看。',
  officeOriginal: '原文件是办公文档，浏览器不能直接显示。以下是从中读出的文字；排版请下载原文件查看。',
}

type Widened<T> = T extends string ? string : T
type ReportWords = { readonly [Key in keyof typeof ZH]: Widened<(typeof ZH)[Key]> }

const EN: ReportWords = {
  pages: 'Pages',
  pageOf: (page, count) => `Page ${page} of ${count} of the original`,
  zoom: 'Zoom',
  fitWidth: 'fit',
  fontsMissing:
    'The file does not carry all of its fonts: those characters are shown in a font of this machine and may look otherwise in print.',
  notShown: (reason) => `The original cannot be shown here (${reason}). Please download the file.`,
  noSuchPage: 'The original has no such page.',
  notShownHere: 'The pages of the original cannot be shown here. Please download the file.',
  officeOriginal:
    'The original is an office document, which a browser cannot show. Below is the text that was read from it; its layout is in the file.',
}

/** What the page of a report says, beside the words of all pages. */
export function reportWords({ language }: { readonly language: Language }): ReportWords {
  return language === 'zh' ? ZH : EN
}
