import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import type { Visit } from './review-visits.ts'

/** How people ask: how many at once, and how long each looks at a page before the next click. */
export type Users = { readonly users: number; readonly pauseMs: number }

export type Measured = {
  /** Of each answer, in ms. */
  readonly times: readonly number[]
  readonly perSecond: number
  /** Bytes of the last page, compressed; 0 for a form, which is answered with an address. */
  readonly weight: number
}

type Asking = Users & { readonly visits: number; readonly cookies: readonly string[] }

/** Asks for a page as so many people, each over a connection and with a session of their own. @throws Error at any answer but the page */
export async function measureVisits(
  origin: string,
  visit: Visit,
  { users, pauseMs, visits, cookies }: Asking,
): Promise<Measured> {
  const times: number[] = []
  let body = ''
  let next = 0
  const began = performance.now()
  const use = async (_: unknown, user: number) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const cookie = cookies[user % cookies.length]!
    // People do not click in time with each other.
    await sleep((pauseMs * user) / users)
    while (next < visits) {
      const { path, form } = visit(next++)
      const asked = performance.now()
      const answer = await ask(origin + path, { agent, cookie, form: form?.toString() })
      times.push(performance.now() - asked)
      if (answer.status !== (form ? 303 : 200)) throw new Error(`${path} gave ${answer.status}`)
      if (!form) body = answer.body
      await sleep(pauseMs)
    }
    agent.destroy()
  }
  await Promise.all(Array.from({ length: users }, use))
  const perSecond = (times.length / (performance.now() - began)) * 1_000
  return { times, perSecond, weight: body === '' ? 0 : gzipSync(body).length }
}

type Question = { readonly agent: Agent; readonly cookie: string; readonly form: string | undefined }

function ask(url: string, { agent, cookie, form }: Question): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const headers = {
      cookie,
      'Sec-Fetch-Site': 'same-origin',
      ...(form !== undefined && {
        'Content-Type': 'application/x-www-form-urlencoded',
        'Content-Length': String(Buffer.byteLength(form)),
      }),
    }
    const asked = request(url, { agent, headers, method: form === undefined ? 'GET' : 'POST' }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(parts).toString() }))
      answer.on('error', reject)
    })
    asked.on('error', reject)
    asked.end(form)
  })
}

/** The time within which that share of the answers came. */
export function within(times: readonly number[], share: number): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] ?? Number.NaN
}
