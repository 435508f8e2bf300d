import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { openSnapshotStore } from '../../db/snapshot-store.ts'
import { createQueueBoard } from '../../src/cli/queue-board.ts'
import { enqueue } from '../../src/jobs/queues.ts'
import { createReviewApp } from '../../src/review/app.ts'
import { BOARD_PATH } from '../../src/review/queue-board.ts'
import { openJobWorld } from '../jobs/job-world.ts'
import { openTestRedis, redisMissing } from '../jobs/redis-server.ts'
import { desksOf } from './desks.ts'
import { addAccount, cookieOf } from './sign-in.ts'

/** The dashboard over queues in which two releases wait. */
async function look(redisUrl: string | null) {
  const world = await openJobWorld({ redisUrl })
  try {
    const { db, queues } = world.context
    await enqueue(queues, 'release', [{ name: 'first' }, { name: 'second' }])
    const board = createQueueBoard(queues, BOARD_PATH)
    const snapshots = openSnapshotStore(tmpdir())
    const app = createReviewApp({ ...desksOf(db), db, snapshots, thisMachine: false, board: async () => board })
    const cookie = await cookieOf(db, await addAccount(db, { role: 'administrator' }))
    const headers = { cookie: cookie.secure, origin: 'https://gouji.example' }
    const ask = (path: string, init: RequestInit = {}) => app.request(`https://gouji.example${path}`, { headers, ...init })

    expect((await ask('/queues', { headers: {} })).status).toBe(401)
    const page = await ask('/queues')
    expect(page.status).toBe(200)
    expect(page.headers.get('content-security-policy')).toMatch(/script-src 'self'.*connect-src 'self'/)
    const script = /src="(static\/js\/main\.[^"]+)"/.exec(await page.text())?.[1]
    expect((await ask(`/queues/${script}`)).headers.get('content-type')).toMatch(/javascript/)
    const listed = (await (await ask('/queues/api/queues?activeQueue=release&page=1&jobsPerPage=10')).json()) as {
      queues: { name: string; counts: Record<string, number> }[]
    }
    expect(listed.queues.find(({ name }) => name === 'release')?.counts['waiting']).toBe(2)
    expect((await ask('/queues/api/queues/release/empty', { method: 'PUT' })).status).toBe(405)
    expect(await queues.of('release').getJobCounts('waiting')).toEqual({ waiting: 2 })
    expect((await ask('/findings')).headers.get('content-security-policy')).toContain("base-uri 'none'")
  } finally {
    await world.close()
  }
}

test('the dashboard shows the queues in PostgreSQL to administrators, and changes nothing', () => look(null))

const skipped = redisMissing()
test.skipIf(skipped !== null)(`the same on Redis${skipped === null ? '' : `, ${skipped}`}`, async () => {
  const redis = await openTestRedis()
  try {
    await look(redis.url)
  } finally {
    await redis.close()
  }
})
