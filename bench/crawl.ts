import { availableParallelism, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { measureNight } from './crawl-night.ts'
import { measureOverhead } from './crawl-overhead.ts'

/**
 * What a crawl costs: the processor time of a page against fetching and parsing it and nothing else, and what the rest is spent on; the
 * time and memory of many portals at once on one worker at their pace (`--portals`, default 1000), and its speed without any pace. All
 * against simulated portals in another process, with real waits.
 */
export async function measureCrawl(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      bodies: { type: 'string', default: '40' },
      rounds: { type: 'string', default: '6' },
      portals: { type: 'string', default: '1000' },
      pace: { type: 'string', default: '3' },
    },
  })
  const [load = 0] = loadavg()
  console.log(`load of the machine ${load.toFixed(1)} on ${availableParallelism()} cores\n`)
  await measureOverhead({ bodies: Number(values.bodies), rounds: Number(values.rounds) })
  const portals = Number(values.portals)
  if (portals === 0) return
  await measureNight({ portals, crawls: portals, pace: Number(values.pace) })
  await measureNight({ portals: Math.min(portals, 200), crawls: 200, pace: 0 })
}
