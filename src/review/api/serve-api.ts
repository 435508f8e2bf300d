import type { Context, Handler } from 'hono'
import { z } from 'zod'
import type { Register } from '../guard.ts'
import { NotFound } from '../request.ts'
import { type ReviewEnv, visitorOf } from '../visitor.ts'
import { answerCsv, answerJson } from './answer.ts'
import type { ApiDefinition } from './definition.ts'
import { findingHandlers } from './finding-handlers.ts'
import type { ApiDeps, ApiHandlers, ApiRequest } from './handlers.ts'
import { openApiDocument } from './openapi.ts'
import { overviewHandlers } from './overview-handlers.ts'
import { ApiProblem, problemAnswer } from './problem.ts'
import { apiReference } from './reference-page.ts'
import { registryHandlers } from './registry-handlers.ts'
import { releaseHandlers } from './release-handlers.ts'
import { reportHandlers } from './report-handlers.ts'
import { API_ROUTES, type ApiRoute, definitionOf } from './routes.ts'

/** Serves the HTTP API, its reference page and its document. */
export function serveApi(page: Register, deps: ApiDeps): void {
  const handlers: ApiHandlers<ApiRoute> = {
    ...overviewHandlers(deps),
    ...findingHandlers(deps),
    ...reportHandlers(deps),
    ...registryHandlers(deps),
    ...releaseHandlers(deps),
  }
  page('GET /api', apiReference)
  page('GET /api/openapi.json', (c) => answerJson(c, openApiDocument()))
  for (const route of API_ROUTES) page(route, apiPage(route, handlers[route] as AnyHandler))
}

/** A handler of whichever route: what it is given has been checked by the schemas of that route. */
type AnyHandler = (request: ApiRequest<never>) => Promise<object>

function apiPage(route: ApiRoute, handle: AnyHandler): Handler<ReviewEnv> {
  const definition = definitionOf(route)
  return async (c) => {
    try {
      const params = paramsIn(c, definition)
      const query = queryIn(c, route, definition)
      const body = definition.body === undefined ? {} : await bodyIn(c, definition.body)
      const answered = await handle({ params, query, body, visitor: visitorOf(c), c } as unknown as ApiRequest<never>)
      const { items, next } = answered as { readonly items?: readonly object[]; readonly next?: string | null }
      if (next) c.header('Link', `<${pathAfter(c, next)}>; rel="next"`)
      if (definition.row !== undefined && items !== undefined && query['format'] === 'csv')
        return answerCsv(c, items, Object.keys(definition.row.shape))
      return answerJson(c, answered)
    } catch (error) {
      if (error instanceof ApiProblem) return problemAnswer(c, error)
      throw error
    }
  }
}

function pathAfter(c: Context<ReviewEnv>, next: string): string {
  const { pathname, searchParams } = new URL(c.req.url)
  searchParams.set('after', next)
  return `${pathname}?${searchParams}`
}

type Checked = Readonly<Record<string, unknown>>

function paramsIn(c: Context<ReviewEnv>, { params }: ApiDefinition): Checked {
  const parsed = (params ?? z.object({})).safeParse(c.req.param())
  if (!parsed.success) throw new NotFound('a part of the path')
  return parsed.data
}

/** @throws ApiProblem where a parameter is not known, given twice, or cannot be what it is */
function queryIn(c: Context<ReviewEnv>, route: ApiRoute, { query = z.object({}) }: ApiDefinition): Checked {
  const known = Object.keys(query.shape)
  const given = c.req.queries()
  const unknown = Object.keys(given).filter((name) => !known.includes(name))
  if (unknown.length > 0) {
    const knows = known.length === 0 ? 'no parameters' : known.join(', ')
    throw new ApiProblem('unknown-parameter', {
      detail: `${route} has no parameter ${unknown.map((name) => JSON.stringify(name)).join(', ')}; it knows ${knows}.`,
      mistakes: unknown.map((name) => ({ in: 'query', name, message: 'not known' })),
      more: { known },
    })
  }
  const twice = Object.keys(given).filter((name) => (given[name]?.length ?? 0) > 1)
  if (twice.length > 0)
    throw new ApiProblem('repeated-parameter', {
      detail: `${twice.join(', ')}: each parameter is given once. Ask once for each value.`,
      mistakes: twice.map((name) => ({ in: 'query', name, message: 'given more than once' })),
    })
  const parsed = query.safeParse(c.req.query())
  if (parsed.success) return parsed.data
  const mistakes = mistakesOf(parsed.error, 'query')
  throw new ApiProblem('invalid-parameter', {
    detail: `${sentenceOf(mistakes)} See /api for what each parameter may be.`,
    mistakes,
  })
}

/** @throws ApiProblem where the body is no JSON, or not what the route takes */
async function bodyIn(c: Context<ReviewEnv>, schema: z.ZodObject): Promise<Checked> {
  if (!/^application\/json\s*(?:;|$)/i.test(c.req.header('Content-Type') ?? ''))
    throw new ApiProblem('not-json', {
      detail: 'Send the body as JSON with the header Content-Type: application/json. Nothing was done.',
    })
  const given: unknown = await c.req.json().catch(() => {
    throw new ApiProblem('invalid-body', { detail: 'The body is not JSON that can be read. Nothing was done.' })
  })
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  const mistakes = mistakesOf(parsed.error, 'body')
  throw new ApiProblem('invalid-body', {
    detail: `${sentenceOf(mistakes)} Nothing was done; see /api for what is taken.`,
    mistakes,
  })
}

type Mistake = { readonly in: 'query' | 'body'; readonly name: string; readonly message: string }

const MOST_MISTAKES = 20

function mistakesOf(error: z.ZodError, where: Mistake['in']): Mistake[] {
  return error.issues.slice(0, MOST_MISTAKES).map(({ path, message }) => ({ in: where, name: path.join('.'), message }))
}

function sentenceOf(mistakes: readonly Mistake[]): string {
  return `${mistakes.map(({ name, message }) => (name === '' ? message : `${name}: ${message}`)).join('; ')}.`
}
