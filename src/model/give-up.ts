/** Reasons why an item can never be processed as it is. Anything that may work later is thrown as an ordinary error and retried. */
export const GIVE_UP_REASONS = {
  'empty-file': { zh: '文件为空', en: 'the file is empty' },
  'unknown-format': { zh: '无法识别的文件格式', en: 'the file format is not known' },
  'unsupported-format': { zh: '暂不支持的文件格式', en: 'the file format is known but not read by this version' },
  'encrypted-file': { zh: '文件已加密，无法读取', en: 'the file is protected by a password' },
  'recogniser-missing': { zh: '未安装图片文字识别组件', en: 'what reads pictures is not installed' },
  'damaged-file': { zh: '文件已损坏或不完整', en: 'the file is damaged or truncated' },
  'too-large': { zh: '文件过大', en: 'the file is larger than the limit' },
  'too-slow': { zh: '读取超时', en: 'the file takes too long to read' },
  'not-a-report': { zh: '不是政府信息公开工作年度报告', en: 'not an annual report on government information disclosure' },
  'not-found': { zh: '页面不存在', en: 'the page does not exist' },
  'foreign-host': { zh: '网址不属于已登记的网站', en: 'the host is not registered' },
  'robots-disallowed': { zh: '网站 robots.txt 不允许抓取', en: 'robots.txt does not allow it' },
} as const satisfies Record<string, { zh: string; en: string }>

export type GiveUpReason = keyof typeof GIVE_UP_REASONS

/** Thrown when an item can never work: told to the reviewer by its reason, never retried. */
export class GiveUp extends Error {
  readonly reason: GiveUpReason
  readonly detail: string

  /** `detail` says what was seen and what to do about it, in one English sentence. */
  constructor(reason: GiveUpReason, detail: string, options?: ErrorOptions) {
    super(`${GIVE_UP_REASONS[reason].en}: ${detail}`, options)
    this.name = 'GiveUp'
    this.reason = reason
    this.detail = detail
  }
}
