import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { z } from 'zod'
import type { ReviewEnv } from '../visitor.ts'
import { PLAIN_PAGES } from '../words.ts'
import type { Titled } from './definition.ts'
import { named } from './schemas.ts'

type Known = { readonly status: ContentfulStatusCode; readonly title: Titled }

/** What can be wrong with a request to the API, beside what any page may answer. */
export const PROBLEMS = {
  'sign-in-needed': { status: 401, title: { zh: '需要登录或令牌', en: 'Not signed in, and no token' } },
  'unknown-parameter': { status: 400, title: { zh: '没有这个查询参数', en: 'There is no such parameter' } },
  'repeated-parameter': { status: 400, title: { zh: '查询参数重复', en: 'A parameter is given twice' } },
  'invalid-parameter': { status: 400, title: { zh: '查询参数的值不对', en: 'A parameter cannot be this' } },
  'invalid-cursor': { status: 400, title: { zh: '翻页标记不对', en: 'The cursor is not one of this list' } },
  'invalid-body': { status: 400, title: { zh: '提交的内容不对', en: 'What was sent is not what is taken here' } },
  'not-json': { status: 415, title: { zh: '只接受 JSON', en: 'Only JSON is taken' } },
  'not-your-act': { status: 403, title: { zh: '您的角色不能这样处理', en: 'The act is for another role' } },
  incomplete: { status: 422, title: { zh: '缺少此操作所需的内容', en: 'The act needs more than was given' } },
  'acted-meanwhile': { status: 409, title: { zh: '其他人已先处理', en: 'Somebody else acted meanwhile' } },
  'not-possible': {
    status: 409,
    title: { zh: '当前状态下不能这样处理', en: 'The act is not possible where the finding stands' },
  },
} as const satisfies Readonly<Record<string, Known>>

export type ProblemCode = keyof typeof PROBLEMS

/** One thing in the request that is wrong. */
type Mistake = { readonly in: 'query' | 'body'; readonly name: string; readonly message: string }

type ProblemParts = {
  /** What, where, and what to do. */
  readonly detail: string
  readonly mistakes?: readonly Mistake[]
  /** Further facts by name. */
  readonly more?: Readonly<Record<string, unknown>>
}

/** A request that cannot be answered as asked; becomes the answer. */
export class ApiProblem extends Error {
  readonly code: ProblemCode
  readonly parts: ProblemParts
  constructor(code: ProblemCode, parts: ProblemParts) {
    super(parts.detail)
    this.code = code
    this.parts = parts
  }
}

export const PROBLEM = named(
  'Problem',
  z.looseObject({
    type: z.string().describe('where /api tells of it; its last part is a word that programs may compare'),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('what, where, and what to do'),
    instance: z.string().describe('the path that was asked for'),
    mistakes: z
      .array(z.object({ in: z.enum(['query', 'body']), name: z.string(), message: z.string() }))
      .optional()
      .describe('each thing in the request that is wrong'),
  }),
)

/** Whether a path is of the API, which answers programs and never with a page. */
export function isOfApi(path: string): boolean {
  return path.startsWith('/api/')
}

export function problemAnswer(c: Context<ReviewEnv>, { code, parts: { detail, mistakes, more } }: ApiProblem): Response {
  const { status, title } = PROBLEMS[code]
  return send(c, status, { code, title: title.en, detail, ...(mistakes && { mistakes }), ...more })
}

/** What a page would say to a person, said to a program. */
export function plainProblem(c: Context<ReviewEnv>, status: ContentfulStatusCode, what: keyof typeof PLAIN_PAGES): Response {
  const { title, text } = PLAIN_PAGES[what].en
  return send(c, status, { code: codeOf(what), title, detail: text })
}

/** `otherDistrict` → `other-district`. */
export function codeOf(what: keyof typeof PLAIN_PAGES): string {
  return what.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

type Sent = { readonly code: string; readonly title: string; readonly detail: string }

/** As RFC 9457 lays down. */
function send(c: Context<ReviewEnv>, status: ContentfulStatusCode, { code, title, detail, ...more }: Sent): Response {
  const problem = { ...more, type: `/api#problem-${code}`, title, status, detail, instance: c.req.path }
  return c.body(`${JSON.stringify(problem)}\n`, status, { 'Content-Type': 'application/problem+json; charset=utf-8' })
}
