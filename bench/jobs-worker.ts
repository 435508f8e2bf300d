import { once } from 'node:events'
import { createBackend } from '../src/jobs/backend.ts'
import { createWorkers } from '../src/jobs/workers.ts'
import { emptyProcessors, type Place } from './jobs-queues.ts'

// A worker in a process of its own, with processors that do nothing. It begins when it is told to, and tells how many jobs it has done.

const [place = '', concurrency = ''] = process.argv.slice(2)
const backend = await createBackend(JSON.parse(place) as Place)
const log = { debug: () => undefined, info: () => undefined, warn: console.warn, error: console.error }
let done = 0
const { processors } = emptyProcessors()
const counted = { ...processors, check: { ...processors.check, afterwards: async () => void done++ } }
process.send?.('ready')
await once(process, 'message')
const workers = createWorkers(backend, counted, { queues: ['check'], concurrency: Number(concurrency), log })
const telling = setInterval(() => {
  if (done > 0) process.send?.(done)
  done = 0
}, 20)
await once(process, 'disconnect')
clearInterval(telling)
await workers.close()
process.exit()
