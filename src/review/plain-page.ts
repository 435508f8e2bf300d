import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { isOfApi, plainProblem } from './api/problem.ts'
import { html } from './html.ts'
import { layout } from './layout.ts'
import { type ReviewEnv, visitorOf } from './visitor.ts'
import { PLAIN_PAGES } from './words.ts'

/** A page that says in plain words why there is nothing else to see, and what to do; the API says the same to programs. */
export function plainPage(c: Context<ReviewEnv>, status: ContentfulStatusCode, what: keyof typeof PLAIN_PAGES) {
  if (isOfApi(c.req.path)) return plainProblem(c, status, what)
  const visitor = visitorOf(c)
  const { title, text } = PLAIN_PAGES[what][visitor.language]
  const body = html`<main class="plain"><h1>${title}</h1><p>${text}</p>
    <p><a href="/">${visitor.words.toOverview}</a></p></main>`
  return c.html(layout(visitor, { title, current: null, body }), status)
}
