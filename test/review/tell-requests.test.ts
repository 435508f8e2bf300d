import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { answerSpan } from '../../src/cli/answer-span.ts'
import { type AnsweredRequest, tellRequests } from '../../src/review/tell-requests.ts'
import type { ReviewEnv } from '../../src/review/visitor.ts'

function openApp() {
  const told: AnsweredRequest[] = []
  const app = new Hono<ReviewEnv>()
  app.use(tellRequests((answered) => told.push(answered)))
  app.use('/registry*', (_c, next) => next())
  app.get('/healthz', (c) => c.text('alive'))
  app.get('/', (c) => c.text('overview'))
  app.get('/findings/:id', (c) => c.text('a finding'))
  app.post('/first/:token', (c) => c.redirect('/'))
  app.get('/broken/:id', () => {
    throw Object.assign(new Error('词语 of a document'), { code: '57P01' })
  })
  app.notFound((c) => c.text('no such page', 404))
  app.onError((_error, c) => c.text('failed', 500))
  return { app, told }
}

test.each([
  { method: 'GET', path: '/', name: 'GET /', status: 200, error: null },
  { method: 'GET', path: '/findings/12?authority=yl-gonganju&q=张三', name: 'GET /findings/:id', status: 200, error: null },
  { method: 'POST', path: '/first/a-secret-token', name: 'POST /first/:token', status: 302, error: null },
  { method: 'GET', path: '/nowhere/张三', name: 'GET', status: 404, error: null },
  { method: 'GET', path: '/broken/1', name: 'GET /broken/:id', status: 500, error: '57P01' },
])('$method $path is told as "$name", without anything that came with it', async ({ method, path, name, status, error }) => {
  const { app, told } = openApp()
  const headers = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', cookie: 'session=secret' }
  await app.request(path, { method, headers })
  expect(told).toHaveLength(1)
  const span = answerSpan(told[0]!)
  expect(span).toMatchObject({ name, kind: 'answered', parentId: null, error, facts: { 'http.response.status_code': status } })
  expect(span.to).toBeGreaterThanOrEqual(span.from)
  expect(JSON.stringify(span)).not.toMatch(/张三|secret|gonganju|词语|0af7651916cd43dd/)
})

test('what a machine asks all the time is not told', async () => {
  const { app, told } = openApp()
  for (const path of ['/healthz', '/readyz', '/metrics', '/assets/style.css']) await app.request(path)
  expect(told).toEqual([])
})
