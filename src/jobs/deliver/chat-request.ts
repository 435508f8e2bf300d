import { createHmac } from 'node:crypto'
import type { ChatKind, ChatTarget } from '../../model/target.ts'
import type { Message } from './message.ts'

/** What is posted to a group robot. */
export type ChatRequest = { readonly url: string; readonly body: string }

/**
 * Most bytes of text in UTF-8. 企业微信 documents 4096 for a markdown message; 钉钉 and 飞书 about 20 KB for the whole request,
 * from which the words around the text are kept free.
 */
const TEXT_LIMITS = { wecom: 4096, dingtalk: 18_000, feishu: 18_000 } as const satisfies Record<ChatKind, number>

const CUT = '… 其余见核查页面 the rest is on the review pages'

/** The message in the form that the robot's platform documents, signed where the robot wants it. */
export function toChatRequest({ kind, url, secret }: ChatTarget, message: Message, now: Date): ChatRequest {
  if (kind === 'wecom')
    return { url, body: JSON.stringify({ msgtype: 'markdown', markdown: { content: markdownOf(message, '\n', kind) } }) }
  if (kind === 'dingtalk')
    return {
      url: secret === null ? url : signedByDingtalk(url, secret, now),
      body: JSON.stringify({
        msgtype: 'markdown',
        // A single line break does not break the line there.
        markdown: { title: message.subject, text: markdownOf(message, '\n\n', kind) },
      }),
    }
  const post = { msg_type: 'post', content: { post: { zh_cn: { title: message.subject, content: paragraphsOf(message) } } } }
  return { url, body: JSON.stringify(secret === null ? post : { ...signatureOfFeishu(secret, now), ...post }) }
}

/** Rich text of 飞书: a paragraph a line, each of pieces that say what they are, so that no text becomes a link or a mention. */
function paragraphsOf({ lines, link }: Message): object[][] {
  const words = link === null ? null : linkWords(link)
  const toParagraph = (line: string) => (line === words ? [{ tag: 'a', text: line, href: link }] : [{ tag: 'text', text: line }])
  const size = (kept: readonly string[]) => bytesOf(JSON.stringify(kept.map(toParagraph)))
  return within([...lines, ...(words === null ? [] : [words])], size, TEXT_LIMITS.feishu).map(toParagraph)
}

function markdownOf({ subject, lines, link }: Message, lineBreak: string, kind: 'wecom' | 'dingtalk'): string {
  const written = [
    `**${inMarkdown(subject)}**`,
    ...lines.map(inMarkdown),
    ...(link === null ? [] : [`[${linkWords(link)}](${link})`]),
  ]
  return within(written, (kept) => bytesOf(kept.join(lineBreak)), TEXT_LIMITS[kind]).join(lineBreak)
}

function linkWords(link: string): string {
  return `核查页面 review pages ${new URL(link).host}`
}

/** Names and titles come from strangers: none of them becomes a link, a mention or a heading. */
function inMarkdown(text: string): string {
  return text.replace(/[<>[\]*_`#~|\\]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0))
}

/** The lines that fit into so many bytes by `size`; where some do not, the last one (a link) stays and a remark stands for the others. */
function within(lines: readonly string[], size: (kept: readonly string[]) => number, limit: number): string[] {
  if (size(lines) <= limit) return [...lines]
  const last = lines.at(-1) ?? ''
  const kept: string[] = []
  for (const line of lines.slice(0, -1)) {
    if (size([...kept, line, CUT, last]) > limit) break
    kept.push(line)
  }
  return size([...kept, CUT, last]) <= limit ? [...kept, CUT, last] : [...kept, CUT]
}

function bytesOf(text: string): number {
  return Buffer.byteLength(text)
}

/** 钉钉 custom robots, 加签: HMAC-SHA256 of "milliseconds, line feed, secret" under the secret, beside the time in the address. */
function signedByDingtalk(address: string, secret: string, now: Date): string {
  const timestamp = String(now.getTime())
  const url = new URL(address)
  url.searchParams.set('timestamp', timestamp)
  url.searchParams.set('sign', createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64'))
  return url.href
}

/** 飞书 custom robots, 签名校验: HMAC-SHA256 of nothing under "seconds, line feed, secret", beside the time in the body. */
function signatureOfFeishu(secret: string, now: Date): { timestamp: string; sign: string } {
  const timestamp = String(Math.floor(now.getTime() / 1000))
  return { timestamp, sign: createHmac('sha256', `${timestamp}\n${secret}`).digest('base64') }
}
