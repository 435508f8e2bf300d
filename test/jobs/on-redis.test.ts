import { expect, test } from 'vitest'
import { openJobWorld } from './job-world.ts'
import { openTestRedis, redisMissing } from './redis-server.ts'
import { reportPage } from './report-page.ts'

const skipped = redisMissing()

test.skipIf(skipped !== null)(`the same run with its queues on Redis${skipped === null ? '' : `, ${skipped}`}`, async () => {
  const redis = await openTestRedis()
  const world = await openJobWorld({ redisUrl: redis.url })
  try {
    expect(world.backend.kind).toBe('redis')
    const runId = await world.startRun()
    await world.see(runId, [
      { url: 'http://127.0.0.1:3/xxgk/nianbao/1.html', bytes: reportPage('yl-gonganju', 2025), date: '2026-01-20' },
      { url: 'http://127.0.0.1:3/xxgk/nianbao/2.html', bytes: reportPage('yl-gonganju', 2024), date: '2025-01-20' },
    ])
    const summary = await world.finish(runId)
    expect(summary).toMatchObject({ run: { state: 'complete' }, reports: { new: 2, total: 2 } })
    expect(summary.findings.byRule).toContainEqual({ rule: 'T3-01', severity: 'error', count: 1 })
  } finally {
    await world.close()
    await redis.close()
  }
})
