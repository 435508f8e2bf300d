import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export const SECRET = 'SECf00d+/='
const HOUR_MS = 3_600_000

type Body = {
  readonly msgtype?: string
  readonly markdown?: { readonly content?: string; readonly title?: string; readonly text?: string }
  readonly msg_type?: string
  readonly content?: { readonly post?: { readonly zh_cn?: { readonly title: string; readonly content: { text: string }[][] } } }
  readonly timestamp?: string
  readonly sign?: string
}

/** An answer given instead of the ordinary one: `drop` closes the connection when the message has been read. */
type Other = { readonly status: number; readonly body: string } | 'drop'

export type ChatRobots = {
  readonly base: string
  /** Messages that were taken; `bytes` is what the platform limits, the text or the whole request. */
  readonly taken: { readonly kind: string; readonly text: string; readonly bytes: number }[]
  /** How often anybody asked. */
  readonly asked: () => number
  /** Answers for the next requests, before the ordinary ones. */
  readonly others: Other[]
  readonly close: () => Promise<void>
}

/** Group robots that check what those of 企业微信, 钉钉 and 飞书 check, and refuse as these do: in answers of status 200. */
export async function openChatRobots(): Promise<ChatRobots> {
  const taken: { kind: string; text: string; bytes: number }[] = []
  const others: Other[] = []
  let asked = 0
  const server = createServer(async (request, response) => {
    asked += 1
    const raw = await bodyOf(request)
    const other = others.shift()
    if (other === 'drop') return request.socket.destroy()
    const url = new URL(request.url ?? '', 'http://robots')
    const kind = url.pathname.slice(1)
    const judge = { wecom: judgeWecom, dingtalk: judgeDingtalk, feishu: judgeFeishu }[kind]
    const { answer, text } = judge?.(JSON.parse(raw) as Body, url, raw) ?? { answer: { errcode: 404 }, text: null }
    if (other) return response.writeHead(other.status).end(other.body)
    if (text !== null) taken.push({ kind, text, bytes: Buffer.byteLength(kind === 'wecom' ? text : raw) })
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken,
    others,
    asked: () => asked,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

type Judged = { readonly answer: object; readonly text: string | null }
const refused = (answer: object): Judged => ({ answer, text: null })

function judgeWecom({ msgtype, markdown }: Body, url: URL): Judged {
  if (url.searchParams.get('key') !== 'right') return refused({ errcode: 93000, errmsg: 'invalid webhook url' })
  const text = markdown?.content ?? ''
  if (msgtype !== 'markdown' || text === '') return refused({ errcode: 40008, errmsg: 'invalid message type' })
  if (Buffer.byteLength(text) > 4096) return refused({ errcode: 40058, errmsg: 'markdown.content exceed max length 4096' })
  return { answer: { errcode: 0, errmsg: 'ok' }, text }
}

function judgeDingtalk({ msgtype, markdown }: Body, url: URL, raw: string): Judged {
  const time = url.searchParams.get('timestamp') ?? ''
  const sign = createHmac('sha256', SECRET).update(`${time}\n${SECRET}`).digest('base64')
  if (!/^\d{13}$/.test(time) || Math.abs(Date.now() - Number(time)) > HOUR_MS)
    return refused({ errcode: 310000, errmsg: 'invalid timestamp' })
  if (url.searchParams.get('sign') !== sign) return refused({ errcode: 310000, errmsg: 'sign not match' })
  if (msgtype !== 'markdown' || !markdown?.title || !markdown.text)
    return refused({ errcode: 40035, errmsg: 'missing parameter' })
  if (Buffer.byteLength(raw) > 20_000) return refused({ errcode: 460101, errmsg: 'message too long' })
  return { answer: { errcode: 0, errmsg: 'ok' }, text: markdown.text }
}

function judgeFeishu({ msg_type, content, timestamp = '', sign }: Body, _url: URL, raw: string): Judged {
  const right = createHmac('sha256', `${timestamp}\n${SECRET}`).digest('base64')
  if (!/^\d{10}$/.test(timestamp) || Math.abs(Date.now() / 1000 - Number(timestamp)) > 3600 || sign !== right)
    return refused({ code: 19021, msg: 'sign match fail or timestamp is not within one hour from current time' })
  const post = content?.post?.zh_cn
  if (msg_type !== 'post' || !post) return refused({ code: 9499, msg: 'Bad Request' })
  if (Buffer.byteLength(raw) > 20_480) return refused({ code: 11246, msg: 'too large' })
  const text = [post.title, ...post.content.map((line) => line.map((part) => part.text).join(''))].join('\n')
  return { answer: { StatusCode: 0, StatusMessage: 'success', code: 0, data: {}, msg: 'success' }, text }
}
