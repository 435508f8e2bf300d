import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { enqueue } from '../../src/jobs/queues.ts'
import { createWorkers } from '../../src/jobs/workers.ts'
import { type JobWorld, openJobWorld } from './job-world.ts'
import { silentLog } from './silent-log.ts'

let world: JobWorld
beforeAll(async () => {
  world = await openJobWorld()
})
afterAll(() => world.close())

test('a queued release is written to the data folder; asking again changes nothing', async () => {
  const { backend, context, processors } = world
  const folder = join(context.dataDir, 'releases')
  const workers = createWorkers(backend, processors, { queues: ['release'], concurrency: 1, log: silentLog })
  await enqueue(context.queues, 'release', [{ name: '2025.1' }])
  const releases = async () => (await readdir(folder).catch(() => [])).filter((name) => !name.startsWith('.'))
  await expect.poll(releases, { timeout: 30_000 }).toEqual(['2025.1'])
  expect(await readFile(join(folder, '2025.1', 'csv', 'reports.csv'), 'utf8')).toMatch(/^year,filer,authority,/)
  await workers.close()

  await rm(join(folder, '2025.1', 'codebook.md'))
  const job = { signal: new AbortController().signal }
  await processors.release.run({ name: '2025.1' }, job)
  expect(await readdir(join(folder, '2025.1'))).not.toContain('codebook.md')
})
