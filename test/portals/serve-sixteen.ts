import { appendFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { HOST_NAMES, type HostName } from './sixteen/hosts.ts'
import { isWorldFault, startSixteen, type WorldFault } from './sixteen/start-sixteen.ts'

const USAGE = `Serves all hosts of the simulated world until it is ended.
  node test/portals/serve-sixteen.ts --port BASE [--fault HOST=FAULT]… [--pace SECONDS] [--portals FILE] [--log FILE]
  --port     first of ${HOST_NAMES.length} ports of 127.0.0.1
  --fault    puts a host in trouble: gbk=503
  --pace     seconds between two requests, as the portals file has it
  --portals  where to write the portals file; without it, it is printed
  --log      file for one JSON line a request: host, startedAt, endedAt, method, path, status`

/** Reads HOST=FAULT. */
function readFault(given: string): readonly [HostName, WorldFault] {
  const [host = '', fault = ''] = given.split('=')
  const name = HOST_NAMES.find((each) => each === host)
  if (name === undefined || !isWorldFault(fault)) throw new Error(`--fault ${given}: no such host or fault\n${USAGE}`)
  return [name, fault]
}

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4800' },
    fault: { type: 'string', multiple: true, default: [] },
    pace: { type: 'string', default: '0.05' },
    portals: { type: 'string' },
    log: { type: 'string' },
  },
})
const { log } = values
const world = await startSixteen({
  basePort: Number(values.port),
  pace: Number(values.pace),
  faults: Object.fromEntries(values.fault.map(readFault)),
  ...(log !== undefined && {
    onRequest: ({ status, ...request }) => appendFileSync(log, `${JSON.stringify({ ...request, status: status() })}\n`),
  }),
})
if (values.portals === undefined) process.stdout.write(world.portalsYaml)
else {
  writeFileSync(values.portals, world.portalsYaml)
  process.stdout.write(`${values.portals}\n`)
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void world.close())
