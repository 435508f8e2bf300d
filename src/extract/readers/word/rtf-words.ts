/** Groups whose content is not printed, or is printed elsewhere, or is another rendering of what is printed. */
export const LEFT_OUT = new Set([
  'colortbl',
  'listtable',
  'listoverridetable',
  'revtbl',
  'rsidtbl',
  'filetbl',
  'header',
  'headerl',
  'headerr',
  'headerf',
  'footer',
  'footerl',
  'footerr',
  'footerf',
  'footnote',
  'annotation',
  'atnid',
  'atnauthor',
  'fldinst',
  'xe',
  'tc',
  'shprslt',
  'nonshppict',
  'nonesttables',
  'objdata',
  'comment',
  'themedata',
  'datastore',
  'generator',
  'pgptbl',
])
/** Groups that are marked as ones that older readers pass over, yet are read. */
export const KNOWN_EXTENSIONS = new Set(['shpinst', 'shppict', 'nesttableprops', 'shptxt', 'pict', 'listtext', 'pntext', 'ud'])

/** Properties of the document by the groups that hold them, under the names that DOCX gives them. */
export const PROPERTIES: Readonly<Record<string, string>> = {
  title: 'title',
  subject: 'subject',
  author: 'creator',
  operator: 'lastModifiedBy',
  keywords: 'keywords',
  doccomm: 'description',
  creatim: 'created',
  revtim: 'modified',
}
export const TIME_WORDS = ['yr', 'mo', 'dy', 'hr', 'min'] as const

export const CHARACTERS: Readonly<Record<string, string>> = {
  tab: '\t',
  line: '\n',
  page: '\n',
  column: '\n',
  softline: '\n',
  emdash: '—',
  endash: '–',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
  emspace: '\u2003',
  enspace: '\u2002',
  qmspace: '\u2005',
}
