import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Message } from '../../../src/jobs/deliver/message.ts'
import { sendChat } from '../../../src/jobs/deliver/send-chat.ts'
import { readChatTarget } from '../../../src/model/read-targets.ts'
import type { ChatTarget } from '../../../src/model/target.ts'
import { type ChatRobots, openChatRobots, SECRET } from './chat-robots.ts'

let robots: ChatRobots
beforeAll(async () => {
  robots = await openChatRobots()
})
afterAll(() => robots.close())
beforeEach(() => {
  robots.taken.length = 0
})

const message: Message = {
  subject: '勾稽 第 7 次夜间抓取：部分完成',
  lines: ['报告：新增 3', '网站 [点此](http://evil.example) <@all> *x*'],
  whole: null,
  link: 'https://gouji.example.gov.cn/',
}

function robot(written: string): ChatTarget {
  const target = readChatTarget(written.replace('=/', `=${robots.base}/`))
  if (target === null) throw new Error(`${written} is no robot`)
  return target
}

const send = (written: string, what: Message = message) => sendChat(robot(written), what, new Date())

test.each([
  { name: '企业微信', written: '企业微信=/wecom?key=right', breaks: '\n' },
  { name: '钉钉, signed', written: `dingtalk=/dingtalk?access_token=t#${SECRET}`, breaks: '\n\n' },
  { name: '飞书, signed', written: `feishu=/feishu#${SECRET}`, breaks: '\n' },
])('$name takes a message; what strangers wrote makes no link and no mention', async ({ written, breaks }) => {
  await send(written)
  const [{ text } = { text: '' }] = robots.taken
  expect(text.split(breaks)).toHaveLength(4)
  expect(text).toContain('报告：新增 3')
  expect(text).toContain('核查页面 review pages gouji.example.gov.cn')
  if (!written.startsWith('feishu')) {
    expect(text).toContain('［点此］(http://evil.example) ＜@all＞ ＊x＊')
    expect(text).toContain('](https://gouji.example.gov.cn/)')
  }
})

test.each([
  { written: 'wecom=/wecom?key=right', most: 4096 },
  { written: `dingtalk=/dingtalk#${SECRET}`, most: 20_000 },
  { written: `feishu=/feishu#${SECRET}`, most: 20_000 },
])('what is too long for $written is cut between lines, and says so', async ({ written, most }) => {
  const lines = Array.from({ length: 2_000 }, (_, index) => `第 ${index} 行，共有很多行`)
  await send(written, { ...message, lines })
  const [{ text, bytes } = { text: '', bytes: 0 }] = robots.taken
  expect(bytes).toBeLessThanOrEqual(most)
  expect(bytes).toBeGreaterThan(most * 0.8)
  expect(text).toContain('其余见核查页面')
  expect(text).toContain('gouji.example.gov.cn')
})

test.each([
  { name: 'a token that is not known', written: 'wecom=/wecom?key=wrong', says: /企业微信 WeCom: .*93000 invalid webhook url/ },
  { name: 'a wrong secret', written: 'dingtalk=/dingtalk#wrong', says: /钉钉 DingTalk: .*310000 sign not match/ },
  { name: 'no secret where one is wanted', written: 'feishu=/feishu', says: /飞书 Feishu: .*19021/ },
])('$name is a refusal, although the status is 200, and no further try mends it', async ({ written, says }) => {
  await expect(send(written)).rejects.toMatchObject({ fate: 'never', maybeSent: false, message: expect.stringMatching(says) })
  expect(robots.taken).toEqual([])
})

test.each([
  { name: 'too many messages', answer: { status: 200, body: '{"errcode":45009,"errmsg":"freq"}' }, fate: 'later' },
  { name: 'a server that is down', answer: { status: 502, body: '' }, fate: 'later' },
  { name: 'a page instead of an answer', answer: { status: 200, body: '<html>login</html>' }, fate: 'later' },
  { name: 'another address', answer: { status: 302, body: '' }, fate: 'never' },
] as const)('$name: $fate', async ({ answer, fate }) => {
  robots.others.push(answer)
  await expect(send('wecom=/wecom?key=right')).rejects.toMatchObject({ fate, maybeSent: false })
})

test('a connection that ends before the answer may have brought the message; one that never was has not', async () => {
  robots.others.push('drop')
  await expect(send('wecom=/wecom?key=right')).rejects.toMatchObject({ fate: 'later', maybeSent: true })
  const gone = createServer()
  await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve))
  const { port } = gone.address() as AddressInfo
  await new Promise((resolve) => gone.close(resolve))
  await expect(send(`wecom=http://127.0.0.1:${port}/?key=token-1`)).rejects.toMatchObject({
    fate: 'later',
    maybeSent: false,
    message: expect.not.stringContaining('token-1'),
  })
})
