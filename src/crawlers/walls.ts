/** What stands between us and a page. None of them is broken. */
export type Wall = 'challenge' | 'firewall' | 'captcha' | 'throttle'

/** Such pages are short; a long one that holds the words is an ordinary page. */
const WALL_LENGTH = 6_000
/** A page that is nothing but a script which sets a cookie or hides what it does, and comes back. */
const SHELL_LENGTH = 2_048

const CAPTCHA = /请输入验证码|输入(?:图中|图片中?的?)?验证码|滑动验证|拖动滑块|安全验证|人机验证|captcha/i
const FIREWALL = /访问(?:请求)?(?:已)?被(?:拦截|阻断)|疑似攻击|请求(?:已)?被(?:拦截|阻断)|Web应用防火墙|网站防火墙/
const THROTTLE = /访问过于频繁|请求过于频繁|操作过于频繁/
/** 加速乐, 瑞数, 阿里云, and shells that name none. */
const CHALLENGE = /__jsl_clearance|__jsluid|\$_ts\s*[=.[]|acw_sc__v2|C3VK/
const SHELL = /document\.cookie|\beval\s*\(|\b_0x[\da-f]{3,}|\bl=1166\b/

/** The wall that a page is, or null for an ordinary one. `status` is that of its answer. */
export function wallOf(status: number, text: string | null): Wall | null {
  if (text === null || text.length >= WALL_LENGTH) return null
  const shown = shownOf(text)
  if (CHALLENGE.test(text)) return 'challenge'
  if (CAPTCHA.test(text.replace(/<script\b[\s\S]*?<\/script>/gi, ''))) return 'captcha'
  if (FIREWALL.test(shown)) return 'firewall'
  if (THROTTLE.test(shown)) return 'throttle'
  const isShell = text.length < SHELL_LENGTH && shown === '' && /<script/i.test(text) && SHELL.test(text)
  return isShell || (status === 202 && shown === '' && /<script/i.test(text)) ? 'challenge' : null
}

/** What a reader sees of a page, without blanks. */
export function shownOf(html: string): string {
  return html
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<(script|style|noscript|title)\b[\s\S]*?<\/\1>/gi, '')
    .replace(/<[^>]*>/g, '')
    .replace(/&nbsp;|\s+/g, '')
}
