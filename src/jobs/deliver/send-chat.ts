import { CHAT_KINDS, type ChatKind, type ChatTarget } from '../../model/target.ts'
import { toChatRequest } from './chat-request.ts'
import type { Message } from './message.ts'
import { SendFailure } from './send-failure.ts'

const TIMEOUT_MS = 20_000
const ANSWER_LIMIT = 500

/** Codes of refusals that pass by themselves: too many messages at once, or the platform is busy. */
const PASSING: Readonly<Record<ChatKind, readonly number[]>> = {
  wecom: [-1, 45009],
  dingtalk: [-1, 130101, 410100],
  feishu: [9499, 11232, 99991400],
}

/** Posts a message to a group robot. The platforms tell of failures within answers of status 200. @throws SendFailure */
export async function sendChat(target: ChatTarget, message: Message, now: Date): Promise<void> {
  const { url, body } = toChatRequest(target, message, now)
  const answer = await post(target, url, body)
  const problem = refusalOf(target.kind, answer)
  if (problem) throw new SendFailure(`${titleOf(target.kind)}: ${problem.text}`, { fate: problem.fate })
}

type Answer = { readonly status: number; readonly text: string }

async function post({ kind }: ChatTarget, url: string, body: string): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body,
      // The address holds the token: it is not carried on to wherever an answer points.
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    return { status: response.status, text: await response.text() }
  } catch (cause) {
    const { reason, maybeSent } = describe(cause)
    throw new SendFailure(`${titleOf(kind)}: ${reason}`, { fate: 'later', maybeSent })
  }
}

/** Errors of before anything was sent: the message cannot have arrived. */
const BEFORE_SENDING =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_.*|.*_CERT.*|ERR_TLS_.*|ERR_SSL_.*)$/

function describe(cause: unknown): { reason: string; maybeSent: boolean } {
  if (cause instanceof DOMException && cause.name === 'TimeoutError')
    return { reason: `没有回应 no answer within ${TIMEOUT_MS / 1000} s`, maybeSent: true }
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause
  const code = (inner as { code?: string }).code ?? (inner instanceof Error ? inner.message : String(inner))
  return { reason: `无法连接 cannot be reached (${code})`, maybeSent: !BEFORE_SENDING.test(code) }
}

/** What an answer of the platform refuses, and whether that may pass; null when it took the message. */
function refusalOf(kind: ChatKind, { status, text }: Answer): { text: string; fate: 'later' | 'never' } | null {
  if (status === 429 || status >= 500) return { text: `HTTP ${status}`, fate: 'later' }
  if (status >= 300) return { text: `HTTP ${status}`, fate: 'never' }
  const answer = parsed(text)
  const code = answer?.['errcode'] ?? answer?.['code'] ?? answer?.['StatusCode']
  if (typeof code !== 'number') return { text: `没有按约定回应 unexpected answer: ${text.slice(0, ANSWER_LIMIT)}`, fate: 'later' }
  if (code === 0) return null
  const reason = answer?.['errmsg'] ?? answer?.['msg'] ?? answer?.['StatusMessage'] ?? ''
  return {
    text: `已拒收 refused, ${code} ${String(reason).slice(0, ANSWER_LIMIT)}`,
    fate: PASSING[kind].includes(code) ? 'later' : 'never',
  }
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function titleOf(kind: ChatKind): string {
  return `${CHAT_KINDS[kind].zh} ${CHAT_KINDS[kind].en}`
}
