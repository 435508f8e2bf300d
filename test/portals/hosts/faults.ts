import type { IncomingMessage } from 'node:http'
import { gzipSync } from 'node:zlib'
import type { Routes } from '../../crawlers/serve.ts'

/** What can go wrong with the answers of any simulated host. */
export const FAULTS = [
  'slow',
  'drop',
  '521',
  '412',
  '202',
  'firewall',
  'captcha',
  'shell',
  '302loop',
  'softblock',
  'gzip-cut',
  'rename',
  '503',
  'robots',
] as const
export type Fault = (typeof FAULTS)[number]

/** The same host in trouble: every address but robots.txt, or those that `hits` names. `robots`: robots.txt forbids all of them. */
export function withFault(routes: Routes, fault: Fault, hits: (path: string) => boolean = () => true): Routes {
  if (fault === 'robots') return { ...routes, '/robots.txt': FORBIDDING }
  return new Proxy(routes, {
    get: (target, key) => {
      const path = String(key)
      const route = target[path] ?? target[path.replace(/\?.*$/, '')]
      return path === '/robots.txt' || !hits(path) ? route : (request: IncomingMessage) => answerOf(fault, route, request)
    },
  })
}

/** A script in the manner of shells that set a cookie and come back; the value is not one of theirs. */
const SHELL = '<html><script>var _0x4be1=["cookie"];document[_0x4be1[0]]="C=1";location.reload()</script></html>'
const JSL = '<script>document.cookie=("__jsl_clearance_s=17.0|-1|x;max-age=3600");location.href=location.pathname</script>'
const TS = '<html><head><meta content="x"><script>$_ts=window["$_ts"];if(!$_ts)$_ts={};</script></head><body></body></html>'

const FORBIDDING = { body: 'User-agent: *\nDisallow: /\n', headers: { 'content-type': 'text/plain' } }

const SLOW_MS = 150

/** The answer of the host in order, later than it might come. */
async function answerLate(route: Routes[string] | undefined, request: IncomingMessage) {
  const given = typeof route === 'function' ? await route(request) : (route ?? { status: 404, body: '' })
  const answer = typeof given === 'string' || given instanceof Uint8Array ? { body: given } : given
  return { ...answer, afterMs: SLOW_MS }
}

function answerOf(fault: Exclude<Fault, 'robots'>, route: Routes[string] | undefined, request: IncomingMessage) {
  const body = typeof route === 'string' ? route : ''
  switch (fault) {
    case 'slow':
      return answerLate(route, request)
    case 'drop':
      request.socket.destroy()
      return ''
    case '521':
      return { status: 521, body: JSL, headers: { 'set-cookie': '__jsluid_h=1; max-age=60' } }
    case '412':
      return { status: 412, body: TS }
    case '202':
      return { status: 202, body: TS }
    case 'firewall':
      return { status: 405, body: '<html><title>405</title><h1>很抱歉，您的访问被拦截</h1></html>' }
    case 'captcha':
      return { status: 200, body: '<html><h1>安全检查</h1><form>请输入验证码<input name="code"></form></html>' }
    case 'shell':
      return { status: 200, body: SHELL }
    case '302loop':
      return { status: 302, headers: { location: request.url ?? '/' } }
    case 'softblock':
      return {
        status: 200,
        body: '<html><title>示例区政府</title><body><p>欢迎访问示例区人民政府网站，政府信息公开年报</p></body></html>',
      }
    case 'gzip-cut': {
      const whole = gzipSync(body || '<html></html>')
      return { body: whole.subarray(0, whole.length - 12), headers: { 'content-encoding': 'gzip' } }
    }
    case 'rename':
      return new URL(request.url ?? '/', 'http://x').pathname === '/'
        ? '<html><title>示例区融媒体</title><body>新网站</body></html>'
        : { status: 302, headers: { location: '/' } }
    case '503':
      return { status: 503, body: '维护中' }
  }
}
