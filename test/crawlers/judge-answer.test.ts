import { expect, test } from 'vitest'
import { isPage, judgeAnswer } from '../../src/crawlers/judge-answer.ts'

const long = `<html><title>年报</title><body>${'正文。'.repeat(5_000)}`
const cases = [
  { name: 'an ordinary page', status: 200, text: long, outcome: 'ok' },
  { name: 'a file', status: 200, text: null, outcome: 'ok' },
  { name: 'not modified', status: 304, text: null, outcome: 'unchanged' },
  { name: 'not there', status: 404, text: '', outcome: 'gone' },
  { name: 'throttled', status: 429, text: '', outcome: 'blocked' },
  { name: 'a web firewall', status: 521, text: '<script>document.cookie="__jsl_clearance=1"</script>', outcome: 'blocked' },
  {
    name: 'a challenge with 200',
    status: 200,
    text: '<script>document.cookie=("__jsl_clearance_s=1")</script>',
    outcome: 'blocked',
  },
  { name: 'a challenge with 202', status: 202, text: '<script>$_ts=window["$_ts"]</script>', outcome: 'blocked' },
  { name: 'a captcha', status: 200, text: '<p>请输入验证码</p>', outcome: 'needs-human' },
  { name: 'a captcha in a field', status: 403, text: '<form><input placeholder="请输入验证码"></form>', outcome: 'needs-human' },
  { name: 'a firewall', status: 468, text: '<h1>您的请求疑似攻击行为</h1>', outcome: 'blocked' },
  {
    name: 'a script that sets a cookie and comes back',
    status: 200,
    text: '<html><script>var _0x3f2a=["c"];document.cookie="C="+_0x3f2a[0];location.reload()</script></html>',
    outcome: 'blocked',
  },
  {
    name: 'a stub that leads elsewhere',
    status: 200,
    text: '<script>location.replace("./jgxx_2044/")</script>',
    outcome: 'ok',
  },
  {
    name: 'a page that a script draws',
    status: 200,
    text: '<html><div id="app"></div><script src="/js/app.js"></script></html>',
    outcome: 'ok',
  },
  { name: 'a long page that speaks of captchas', status: 200, text: `${long}请输入验证码`, outcome: 'ok' },
  { name: 'a server error', status: 502, text: '', outcome: 'later' },
  {
    name: 'a soft 404 by its title',
    status: 200,
    text: '<html><title>404错误</title><body><img></body></html>',
    outcome: 'soft-404',
  },
  {
    name: 'a soft 404 by its text',
    status: 200,
    text: '<html><title>示例区</title><body>您访问的页面不存在或已删除</body></html>',
    outcome: 'soft-404',
  },
] as const
test.each(cases)('$name: $outcome', ({ status, text, outcome }) => {
  expect(judgeAnswer(status, text)).toBe(outcome)
})

test.each([
  ['%PDF-1.7', 'text/html', false],
  ['PK\x03\x04', 'application/octet-stream', false],
  ['<!DOCTYPE html><p>', 'application/pdf', true],
  ['<html>', null, true],
  ['plain words', 'text/plain', true],
  ['\x00\x01\x02', 'application/octet-stream', false],
])('%j sent as %j: page %j', (start, type, page) => {
  expect(isPage(Buffer.from(start, 'latin1'), type)).toBe(page)
})
