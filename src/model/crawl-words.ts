/**
 * What crawls say of entries and portals, in both languages; `{}` stands for a name, an address or another of these sentences. Records hold the English
 * sentence; pages in Chinese find theirs by it, also for records of years ago: an English one that is changed here leaves the old one behind it.
 */
const SENTENCES = {
  'and-more': { en: '{} (and {} more)', zh: '{}（另有 {} 项）' },

  // Why an entry of a list is no report, or whose it is.
  'other-form': { en: 'the same report in another form; the text is "{}"', zh: '同一年报的其他形式，正文为“{}”' },
  'not-registered': {
    en: 'a report of {}, which is not registered; add the name or an alias if it should be',
    zh: '“{}”的年报，该单位未登记；如应登记，请补充名称或别名',
  },
  'not-of-column': { en: 'a report of {}, which this column is not registered for', zh: '“{}”的年报，本栏目未登记该单位' },
  'web-site-paper': {
    en: 'yearly paper on the web site, not on information disclosure',
    zh: '网站工作年度报表，不是信息公开年报',
  },
  notice: { en: 'notice or instruction about reports', zh: '关于年报的通知或办法' },
  assessment: { en: 'assessment of reports', zh: '关于年报的通报或考核' },
  form: { en: 'form or instructions for filling it in', zh: '格式文本或填报说明' },
  interpretation: { en: 'interpretation of a report', zh: '年报的解读' },
  'another-paper': { en: 'another yearly paper', zh: '其他年度文件' },
  'part-of-year': { en: 'covers less than a year', zh: '不足一年的报告' },
  'summary-page': { en: 'summary page of many reports', zh: '多份年报的汇总页' },
  news: { en: 'news about reports', zh: '关于年报的工作动态' },
  'table-alone': { en: 'a table on its own', zh: '单独的表格' },
  'other-title': {
    en: 'the title does not name an annual report on information disclosure',
    zh: '标题不是政府信息公开工作年度报告',
  },
  'not-a-report': { en: 'not a report', zh: '不是年报' },

  // Why a host is not asked any more, or did not answer.
  'not-asked': { en: 'not asked: {}', zh: '未请求：{}' },
  'budget-used': {
    en: 'the {} requests that the host may be asked on one day are used up; the rest follows on the next',
    zh: '该主机今天的 {} 次请求已用完，其余次日继续',
  },
  'come-back-late': { en: 'the host asks to come back after {} s', zh: '网站要求 {} 秒之后再来' },
  'refused-today': { en: 'the host refused {} requests today', zh: '网站今天拒绝了 {} 次请求' },
  silent: { en: 'the host did not answer {} times in a row ({})', zh: '网站连续 {} 次没有回应（{}）' },
  firewall: { en: 'a firewall in front of the host turned us away (HTTP {})', zh: '网站前的防火墙拒绝了请求（HTTP {}）' },
  'connection-refused': { en: 'the host refuses connections', zh: '网站拒绝连接' },
  'connection-closed': { en: 'the host closed the connection', zh: '网站断开了连接' },
  'name-unknown': { en: 'the name service does not know the host', zh: '域名无法解析' },
  'name-service-away': { en: 'the name service does not answer', zh: '域名解析服务没有回应' },
  'no-answer': { en: 'the host does not answer', zh: '网站没有回应' },
  'host-unreachable': { en: 'the host cannot be reached', zh: '网站无法到达' },
  'network-unreachable': { en: 'the network cannot be reached', zh: '网络不通' },
  'certificate-expired': { en: 'its certificate has expired', zh: '网站证书已过期' },
  'certificate-own': { en: 'its certificate is self-signed', zh: '网站证书为自签名' },
  'certificate-of-other': { en: 'its certificate is for another host', zh: '网站证书属于其他主机' },
  'certificate-unverified': { en: 'its certificate cannot be verified', zh: '网站证书无法验证' },
  'page-gone': { en: 'the page does not exist (HTTP {})', zh: '网页不存在（HTTP {}）' },
  'says-gone': {
    en: 'the answer is a page that says the address does not exist, or the home page',
    zh: '返回的是“页面不存在”的提示页或首页',
  },
  'request-refused': { en: 'the host refuses the request (HTTP {})', zh: '网站拒绝了请求（HTTP {}）' },
  captcha: {
    en: 'the host asks for a captcha; open it in a browser, and collect by hand (gouji ingest)',
    zh: '网站要求输入验证码；请在浏览器中打开，人工收集后用 gouji ingest 导入',
  },
  'unchanged-unknown': {
    en: 'the answer is "unchanged", and what it was is not known any more',
    zh: '网站答复“未变”，而原内容已不可得',
  },
  'answer-empty': { en: 'the answer is empty', zh: '返回内容为空' },
  'server-error': { en: 'the server answers HTTP {}', zh: '服务器返回 HTTP {}' },
  'robots-forbid': {
    en: 'robots.txt of the portal does not allow it; ask the portal for leave, or collect by hand and use gouji ingest',
    zh: '网站的 robots.txt 不允许抓取；请征得网站同意，或人工收集后用 gouji ingest 导入',
  },

  // What became of a column or an article.
  'not-opened': { en: '"{}" could not be opened: {}', zh: '“{}”未能打开：{}' },
  'page-not-read': { en: 'page {} of the column could not be read: {}', zh: '栏目第 {} 页未能读取：{}' },
  'much-less': {
    en: 'the column shows {} entries and showed {} the last time; open it and see whether the others moved',
    zh: '栏目现有 {} 个条目，上次有 {} 个；请打开查看其余是否已迁移',
  },
  'broken-off': { en: 'the reading was broken off before the last page', zh: '未读到最后一页' },
  'empty-column': {
    en: 'no list of articles was found in the column; open the address and check whether it moved or is drawn by script',
    zh: '栏目内未见文章列表；请打开网址，查看是否已迁移，或由脚本生成',
  },
  'may-be-at': {
    en: 'the column may be at {}. Nothing was changed: look, then accept with gouji portals try ADDRESS --save --instead-of {}',
    zh: '栏目可能在 {}。尚未作任何更改：请核对后运行 gouji portals try 网址 --save --instead-of {}',
  },
  'leads-to-strangers': {
    en: "the site leads to {}, where no host is registered: it was not asked, and may be a stranger's. Ask the authority before you register it",
    zh: '网站指向 {}，该主机未登记，没有请求，可能并非官方网站；登记前请向单位核实',
  },
} as const satisfies Readonly<Record<string, { readonly en: string; readonly zh: string }>>

export type CrawlSentence = keyof typeof SENTENCES

/** The English sentence, as records hold it, with its gaps filled in order. */
export function said(sentence: CrawlSentence, ...values: readonly (string | number)[]): string {
  return filled(SENTENCES[sentence].en, values)
}

/** The Chinese sentence for an English one of these, with those that stand in its gaps; null for any other. */
export function saidInChinese(text: string): string | null {
  for (const { pattern, zh } of PATTERNS) {
    const match = pattern.exec(text)
    if (match)
      return filled(
        zh,
        match.slice(1).map((value) => saidInChinese(value) ?? value),
      )
  }
  return null
}

const PATTERNS = Object.values(SENTENCES).map(({ en, zh }) => ({
  pattern: new RegExp(`^${en.split('{}').map(escaped).join('(.+?)')}$`, 's'),
  zh,
}))

/** Letters as they are in a pattern. */
function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

function filled(sentence: string, values: readonly (string | number)[]): string {
  const rest = [...values]
  return sentence.replaceAll('{}', () => String(rest.shift() ?? ''))
}
