import { isLoopback } from './loopback.ts'
import { sha256Of } from './sha256.ts'
import { CHAT_KINDS, type ChatKind, type ChatTarget, type MailServer, type MailTarget } from './target.ts'

/**
 * A robot as written in the settings: `dingtalk=https://…?access_token=…#SEC…`. What stands behind `#` is the secret that signs; as a
 * fragment it is never part of a request. Null for what is no such thing, or would send the token in the clear.
 */
export function readChatTarget(text: string): ChatTarget | null {
  const [, kindName = '', address = ''] = /^([^=]+)=(.+)$/.exec(text.trim()) ?? []
  const kind = kindOf(kindName.trim())
  if (kind === null || !URL.canParse(address)) return null
  const url = new URL(address)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) return null
  const secret = decodeURIComponent(url.hash.slice(1)) || null
  url.hash = ''
  return { kind, name: `${kind}-${sha256Of(url.href).slice(0, 6)}`, url: url.href, secret }
}

function kindOf(name: string): ChatKind | null {
  const known = Object.entries(CHAT_KINDS).find(([kind, { zh }]) => name === kind || name === zh)
  return known ? (known[0] as ChatKind) : null
}

/** An e-mail address as a target; null for what is none. */
export function readMailTarget(text: string): MailTarget | null {
  const address = text.trim()
  return /^[^\s@<>,;:"]+@[^\s@<>,;:"]+$/.test(address) ? { kind: 'mail', name: `mail:${address}`, address } : null
}

/** `smtp://user:password@host:587` or `smtps://…` (TLS from the first byte); null for anything else. */
export function readMailServer(text: string): Omit<MailServer, 'from'> | null {
  if (!URL.canParse(text)) return null
  const { protocol, hostname, port, username, password } = new URL(text)
  if ((protocol !== 'smtp:' && protocol !== 'smtps:') || hostname === '') return null
  const secure = protocol === 'smtps:'
  const login = username === '' ? null : { user: decodeURIComponent(username), password: decodeURIComponent(password) }
  return { host: hostname, port: Number(port) || (secure ? 465 : 587), secure, login }
}
