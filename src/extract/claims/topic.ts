/** What a figure is about, told by the nearest noun. */
export type Topic = 'request' | 'review' | 'lawsuit' | 'disclosure' | 'ignored'

/** Nouns of a topic. Every match holds one of the words, where they are given: to look for those is much cheaper. */
type Nouns = readonly [topic: Topic, words: readonly string[] | null, pattern: RegExp]

// Order decides between nouns that end at the same place.
const NOUNS: readonly Nouns[] = [
  [
    'ignored',
    ['申请', '许可', '补正', '征求'],
    /(?:撤回|更正|(?<!申请行政)(?<!申请)(?<!提起)复议|许可|登记|救助|审批|行政检查)申请|申请更正|行政许可|补正|征求意见/g,
  ],
  [
    'request',
    ['申请'],
    /依申请(?:(?!咨询|留言|来信|来访|来电|建议|提案|投诉|热线|信箱|诉求|工单|复议|诉讼)[^，。；、：（）\d]){0,12}|公开[^，。；、：（）\d]{0,10}申请(?:案件|事项|表)?|(?:自然人|法人|其他组织|公民|企业)?申请[^，。；、：（）\d]{0,8}公开(?:的?政府)?(?:信息)?|(?:自然人|法人|其他组织|公民|企业)申请/g,
  ],
  ['review', ['复议'], /行政复议|复议/g],
  ['lawsuit', ['诉'], /行政诉讼|诉讼|应诉|起诉/g],
  [
    'ignored',
    null,
    /12345|热线|信箱|留言|提案|建议|(?<!复)议案|问政|来信|来访|来电|信访(?!举报投诉类)|咨询|投诉(?!类)|工单|(?<!依申请公开的?)诉求|舆情|审批|登记|备案|事项清单|公众号(?:关注|粉丝)|阅读量|浏览量|点击/g,
  ],
  [
    'disclosure',
    ['公开', '发布', '信息'],
    /公开[^，。；、：（）\d]{0,14}(?:信息|文件|内容|数据)|(?:发布|更新|编发|推送)[^，。；、：（）\d]{0,16}信息|(?<!已经?|属于?)主动公开|信息公开(?!指南|年度?报|制度|目录|工作)|发布/g,
  ],
]

/** A noun further away than this says nothing of a figure. */
const REACH = 100

/** The topic named nearest before the end of the text; null where none is named. */
export function topicOf(text: string): Topic | null {
  const near = text.slice(-REACH)
  let best: { readonly topic: Topic; readonly end: number } | null = null
  for (const [topic, words, noun] of NOUNS) {
    if (words !== null && !words.some((word) => near.includes(word))) continue
    const end = lastEnd(near, noun)
    if (end > (best?.end ?? 0)) best = { topic, end }
  }
  return best?.topic ?? null
}

/** Where the last match ends; 0 where there is none. */
function lastEnd(text: string, pattern: RegExp): number {
  let end = 0
  pattern.lastIndex = 0
  while (pattern.exec(text)) end = pattern.lastIndex
  return end
}
