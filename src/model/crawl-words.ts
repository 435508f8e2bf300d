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
  'breaks-off': { en: 'the list breaks off before page {}, after {}: {}', zh: '列表在第 {} 页之前中断，已读 {}：{}' },
  'without-entries': { en: 'an answer without entries', zh: '返回内容中没有条目' },
  'nothing-new': {
    en: 'page {} of the column shows nothing that earlier pages did not; the paging does not work, or the portal throttles us',
    zh: '栏目第 {} 页与前面各页内容相同；翻页失效，或网站限制了访问',
  },
  'too-many-pages': { en: 'the list has more than {} pages; the rest was not read', zh: '列表超过 {} 页，其余未读' },
  'keeps-changing': {
    en: 'the list changed each time it was read: it counted {} entries at last',
    zh: '列表每次读取都有变化，最后一次为 {} 项',
  },
  'other-site': {
    en: 'the site calls itself "{}", and nothing on the page speaks of {}: its column was not read; if the address is right, give the portal the name by which the site calls itself',
    zh: '网站自称“{}”，页面上未提及“{}”，该栏目未读取；如网址无误，请按网站的自称填写网站名称',
  },
  'framed-by-stranger': {
    en: 'the list stands in a frame of {}, which is not registered for portal {}; name it under "other_hosts"',
    zh: '列表嵌在 {} 的框架中，网站 {} 未登记该主机；请填入 other_hosts',
  },
  'leads-home': {
    en: 'it leads to the home page: the site was renamed or rebuilt, or its columns moved; look for the column there and correct its address',
    zh: '网址转到首页：网站已更名、改版，或栏目已迁移；请在首页找到该栏目并更正网址',
  },
  'a-file': { en: 'the answer is a file, not a page', zh: '返回的是文件，不是网页' },
  'a-page': { en: 'the answer is a page, not a file', zh: '返回的是网页，不是文件' },
  'not-linked': { en: 'its file is not linked any more', zh: '附件已不再链接' },
  'nothing-fits': {
    en: 'neither a list of articles with a report among them nor a report was found; open the address, check whether the column moved, and name its page',
    zh: '未见含有年报的文章列表，也未见年报；请打开网址，查看栏目是否已迁移，并填写正确网址',
  },
  'nothing-fits-kept': {
    en: 'neither a list of articles with a report among them nor a report was found; open the address, check whether the column moved, and name its page (kept: {})',
    zh: '未见含有年报的文章列表，也未见年报；请打开网址，查看栏目是否已迁移，并填写正确网址（已留存：{}）',
  },
  'not-understood': {
    en: 'the page could not be understood ({}); please report this address',
    zh: '网页未能解析（{}）；请反馈该网址',
  },
  'pictures-too-large': {
    en: 'its {} pictures have {} MB together and were not read; please look at them',
    zh: '共 {} 张图片，合计 {} MB，未读取；请人工查看',
  },

  // What a browser met.
  'no-browser': {
    en: 'the list is drawn by script and no browser was found; install Chromium, or name one in PLAYWRIGHT_CHROMIUM_PATH',
    zh: '列表由脚本生成，本机没有可用的浏览器；请安装 Chromium，或在 PLAYWRIGHT_CHROMIUM_PATH 中指定',
  },
  'browser-failed': { en: 'the browser could not read the list: {}', zh: '浏览器未能读取列表：{}' },
  'browser-silent': {
    en: 'the page has not answered for {} s; a script of its own keeps it busy',
    zh: '网页 {} 秒没有回应，被自身脚本占用',
  },
  'asked-no-more': { en: 'its host is asked nothing more', zh: '不再请求该主机' },
  'list-page-not-read': { en: 'page {} of the list could not be read: {}', zh: '列表第 {} 页未能读取：{}' },
  'list-not-whole': { en: 'the list could not be read wholly: {}', zh: '列表未能完整读取：{}' },
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

  // Last, since they fit the end of longer ones, too.
  'entries-of': { en: '{} of {} entries', zh: '{} 项（共 {} 项）' },
  entries: { en: '{} entries', zh: '{} 项' },
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
