import type { CrawlProblem } from '../model/crawl.ts'
import type { HostWay } from '../model/host-ledger.ts'
import type { PortalCondition } from '../model/portal-condition.ts'

type Titles<Key extends string> = Readonly<Record<Key, { readonly zh: string; readonly en: string }>>

export const PORTAL_CONDITIONS: Titles<PortalCondition> = {
  never: { zh: '尚未抓取', en: 'never crawled' },
  running: { zh: '抓取中', en: 'being crawled' },
  healthy: { zh: '正常', en: 'healthy' },
  trying: { zh: '上次未成功，将自动重试', en: 'did not succeed, tried again by itself' },
  unhealthy: { zh: '异常，请查看', en: 'unhealthy, please look' },
}

/** How a host is reached, where not strictly. */
export const HOST_WAYS: Titles<Exclude<HostWay, 'strict'>> = {
  legacy: { zh: '证书有效，加密方式陈旧', en: 'valid certificate, outdated encryption' },
  unverified: { zh: '证书无法验证：只读取，不发送任何信息', en: 'certificate cannot be verified: read only, nothing is sent' },
  http: { zh: '以 http 访问', en: 'reached by http' },
  https: { zh: '以 https 访问', en: 'reached by https' },
}

export const PROBLEM_TITLES: Titles<CrawlProblem['code']> = {
  ok: { zh: '正常', en: 'fetched' },
  unchanged: { zh: '未变', en: 'unchanged' },
  gone: { zh: '网页不存在', en: 'gone' },
  'soft-404': { zh: '地址失效', en: 'not there' },
  blocked: { zh: '网站拒绝访问', en: 'blocked' },
  robots: { zh: '网站不允许抓取（robots.txt），请人工收集', en: 'robots.txt forbids it; collect by hand' },
  later: { zh: '暂时无法读取', en: 'later' },
  moved: { zh: '网站改版或迁移，请重新查找栏目', en: 'moved; look for the column anew' },
  'found-elsewhere': { zh: '已查找栏目的新地址，请核对', en: 'looked for the new place of the column; please look' },
  'needs-human': { zh: '需要人工查看', en: 'needs a person' },
  'refused-host': { zh: '地址不在登记的主机上', en: 'host not registered' },
  'too-large': { zh: '内容过大', en: 'too large' },
  'browser-missing': { zh: '缺少浏览器', en: 'no browser' },
  'empty-column': { zh: '栏目内未见列表', en: 'no list in the column' },
  'much-less': { zh: '条目比上次少一半以上', en: 'much less than the last time' },
}
