import type { Language } from '../language.ts'

const ZH = {
  title: 'HTTP 接口',
  lead: '供程序使用：页面上看到的数据和可做的处理，这里都有。可用于统计看板、数据同步。',
  document: 'OpenAPI 文档',
  token: '令牌',
  tokenText:
    '在“我的账号”中生成令牌，随每次请求放在请求头中。令牌的权限不超过其账号的角色和地区；已登录的浏览器也可直接打开这些地址。',
  paging: '翻页',
  pagingText:
    '列表每次返回一页，next 为下一页的标记（请求头 Link 中也有），作为 after 传回；为空即最后一页。标记不会失效，翻页中途数据有变也不会重复或遗漏未变动的行。',
  etag: '没有变化就不传',
  etagText: '每个回答带有 ETag。下次请求时放在 If-None-Match 中，内容相同则返回 304，不再传送。',
  csv: 'CSV',
  csvText:
    '标有 CSV 的列表加 format=csv，即得表格（UTF-8 带标记，Excel 可直接打开）。空白表示没有数值，不等于零；会被表格软件当作公式的文字前加撇号，JSON 中则为原样。',
  limits: '限度',
  limitsText: '每页行数上限见各列表的 limit；一次批量处理最多 1000 条；请求内容最多 64 KB。',
  problems: '出错时',
  problemsText: '按 RFC 9457 返回 application/problem+json：detail 说明哪里不对、怎么办；type 的末段供程序判断。',
  code: '代码',
  status: '状态',
  meaning: '含义',
  least: '角色',
  parameter: '参数',
  values: '取值',
  says: '说明',
  sent: '提交内容',
  answer: '返回内容',
  fields: '字段',
  required: '必填',
}

const EN: typeof ZH = {
  title: 'HTTP API',
  lead: 'For programs: what the pages show and do, for dashboards and for pulling the data.',
  document: 'OpenAPI document',
  token: 'Token',
  tokenText:
    'Make a token under “My account” and send it with each request. It may what its role and the districts of its account allow, and no more. A browser that has signed in can open these addresses, too.',
  paging: 'Paging',
  pagingText:
    'A list comes page by page. Give next (also in the header Link) back as after; null is the last page. A cursor never expires, and rows that do not change meanwhile are neither repeated nor left out.',
  etag: 'Nothing new, nothing sent',
  etagText: 'Each answer has an ETag. Give it back as If-None-Match, and the same content is answered by 304 and not sent again.',
  csv: 'CSV',
  csvText:
    'Lists marked CSV come as a table with format=csv (UTF-8 with its mark, so that Excel opens it). An empty field is null, never zero; text that a spreadsheet would calculate is led by an apostrophe, while JSON has it as printed.',
  limits: 'Limits',
  limitsText: 'The most rows of a page are told at each limit; a bulk act takes 1,000 findings at most, a body 64 KB.',
  problems: 'What can be wrong',
  problemsText:
    'As RFC 9457 lays down, application/problem+json: detail says what, where and what to do; the last part of type is for programs.',
  code: 'Code',
  status: 'Status',
  meaning: 'Meaning',
  least: 'Role',
  parameter: 'Parameter',
  values: 'Values',
  says: 'Meaning',
  sent: 'Sent',
  answer: 'Answer',
  fields: 'fields',
  required: 'required',
}

export function referenceWords(language: Language): typeof ZH {
  return language === 'en' ? EN : ZH
}

export const SECTION_TITLES: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  overview: { zh: '总览', en: 'Overview' },
  me: { zh: '当前账号', en: 'Who asks' },
  findings: { zh: '核查结果', en: 'Findings' },
  reports: { zh: '年报', en: 'Reports' },
  cells: { zh: '表格数据', en: 'Cells' },
  misreadings: { zh: '读取有误', en: 'Misreadings' },
  districts: { zh: '地区', en: 'Districts' },
  authorities: { zh: '行政机关', en: 'Authorities' },
  filings: { zh: '公布情况', en: 'Filing' },
  portals: { zh: '门户网站', en: 'Portals' },
  runs: { zh: '运行', en: 'Runs' },
  releases: { zh: '数据集', en: 'Releases' },
}
