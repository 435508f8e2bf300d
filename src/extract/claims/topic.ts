/** What a figure is about, told by the nearest noun. */
export type Topic = 'request' | 'review' | 'lawsuit' | 'disclosure' | 'ignored'

// Order decides between nouns that end at the same place.
const NOUNS: readonly (readonly [Topic, RegExp])[] = [
  ['ignored', /(?:撤回|更正|复议|许可|登记|救助|审批|行政检查)申请|申请(?:行政复议|更正)|行政许可|补正|征求意见/g],
  [
    'request',
    /依申请[^，。；、：（）\d]{0,12}|公开[^，。；、：（）\d]{0,10}申请(?:案件|事项|表)?|申请[^，。；、：（）\d]{0,8}公开(?:的?政府)?(?:信息)?|(?:自然人|法人|其他组织|公民|企业)申请/g,
  ],
  ['review', /行政复议|复议/g],
  ['lawsuit', /行政诉讼|诉讼|应诉|起诉/g],
  [
    'ignored',
    /12345|热线|信箱|留言|提案|建议|议案|问政|来信|来访|来电|信访(?!举报投诉类)|咨询|投诉(?!类)|工单|诉求|舆情|审批|登记|备案|事项清单|公众号(?:关注|粉丝)|阅读量|浏览量|点击/g,
  ],
  [
    'disclosure',
    /公开[^，。；、：（）\d]{0,14}(?:信息|文件|内容|数据)|(?:发布|更新|编发|推送)[^，。；、：（）\d]{0,16}信息|主动公开|信息公开(?!指南|年度?报|制度|目录|工作)|发布/g,
  ],
]

/** The topic named nearest before the end of the text; null where none is named. */
export function topicOf(text: string): Topic | null {
  let best: { readonly topic: Topic; readonly end: number } | null = null
  for (const [topic, noun] of NOUNS)
    for (const match of text.matchAll(noun)) {
      const end = match.index + match[0].length
      if (best === null || end > best.end) best = { topic, end }
    }
  return best?.topic ?? null
}
