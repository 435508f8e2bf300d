import { parseArgs } from 'node:util'
import { FAULTS } from '../test/chaos/faults.ts'
import { added, NOTHING, plannedRounds, runChaos } from '../test/chaos/run-chaos.ts'
import type { BackendKind } from '../test/chaos/world.ts'
import { redisMissing } from '../test/jobs/redis-server.ts'

// npm run chaos [-- --backend redis|postgres] [--rounds N] [--seed N] [--only TEXT] [--portal ID]
// Lets nights of the sample portals go by in real processes, on a PostgreSQL and a Redis of their own, and strikes: processes killed, servers
// stopped, a disk filled, portals cut, clocks skewed. Each night must end by itself and leave what a night without faults leaves.
// Without a backend: both in turn. Exit status 1 when something was lost, doubled or wrong.

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) },
    rounds: { type: 'string', default: '1000' },
    backend: { type: 'string' },
    only: { type: 'string', default: '' },
    portal: { type: 'string' },
  },
})
const { only } = values
const seed = Number(values.seed)
const isBackend = (name: string | undefined): name is BackendKind => name === 'redis' || name === 'postgres'
if (values.backend !== undefined && !isBackend(values.backend)) throw new Error('--backend is redis or postgres.')
const backends: readonly BackendKind[] = isBackend(values.backend) ? [values.backend] : ['postgres', 'redis']
console.log(`seed ${seed}`)
// Ends at once, with all that it has started.
process.once('SIGINT', () => process.exit(130))
process.once('SIGTERM', () => process.exit(143))

let total = NOTHING
for (const backend of backends) {
  const rounds = plannedRounds(backend, { seed, only }).slice(0, Number(values.rounds))
  const missing = backend === 'redis' ? redisMissing() : null
  if (missing !== null) {
    console.log(`${rounds.length} rounds on Redis · NOT RUN: ${missing}`)
    total = added(total, { ...NOTHING, notRun: rounds.flat().length })
  } else if (rounds.length > 0) {
    const say = (line: string) => console.log(`${new Date().toTimeString().slice(0, 8)} ${backend} · ${line}`)
    total = added(total, await runChaos({ seed, backend, rounds, portal: values.portal ?? null, nights: 2, say }))
  }
}
if (total.faults + total.notRun === 0)
  throw new Error(`No fault is called "${only}". There are: ${FAULTS.map(({ name }) => name).join(', ')}.`)
const notes = [
  ...(total.wrong > 0 ? [`${total.wrong} wrong otherwise`] : []),
  ...(total.notRun > 0 ? [`${total.notRun} not run`] : []),
]
console.log([`${total.faults} faults, ${total.lost} lost, ${total.doubled} doubled`, ...notes].join(', '))
process.exitCode = total.lost + total.doubled + total.wrong > 0 ? 1 : 0
