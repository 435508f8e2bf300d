import { setTimeout as delay } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { openWork } from '../src/cli/open-work.ts'
import { readConfig } from '../src/config.ts'
import { startIngestRun } from '../src/jobs/ingest.ts'
import { createProcessors } from '../src/jobs/processors.ts'
import { QUEUE_NAMES } from '../src/jobs/queue-names.ts'
import { createWorkers } from '../src/jobs/workers.ts'
import { makeDocument } from '../test/generate/documents.ts'
import { LAYOUTS } from '../test/generate/layouts/index.ts'

const LOOK_EVERY_MS = 2
/** A worker that has nothing to do has come to rest after so long. */
const REST_MS = 300

/** Times in ms from a snapshot that is kept to its findings, report by report, on a worker with nothing else to do; the first start of reading is not among them. */
export async function measureLatency(
  env: Readonly<Record<string, string>>,
  { reports }: { readonly reports: number },
): Promise<number[]> {
  const { context, backend, close } = await openWork(readConfig(env))
  const workers = createWorkers(backend, createProcessors(context), { queues: QUEUE_NAMES, concurrency: 2, log: context.log })
  const layout = LAYOUTS.find(({ name }) => name === 'html-clean')!
  const times: number[] = []
  for (let seed = 1; seed <= reports + 1; seed++) {
    const { bytes } = await makeDocument(layout, seed)
    const url = pathToFileURL(`/bench-${seed}.html`).href
    await delay(REST_MS)
    const from = performance.now()
    await startIngestRun(context, [{ url, title: `bench-${seed}`, read: async () => bytes }], {
      district: null,
      onProblem: (_, error) => {
        throw error
      },
    })
    const checked = () =>
      context.db
        .selectFrom('report_versions as v')
        .innerJoin('captures as c', 'c.version_id', 'v.id')
        .select('v.checked_at')
        .where('c.url', '=', url)
        .where('v.checked_at', 'is not', null)
        .executeTakeFirst()
    while (!(await checked())) await delay(LOOK_EVERY_MS)
    times.push(performance.now() - from)
  }
  await workers.close()
  await close()
  return times.slice(1)
}
