import { expect, test } from 'vitest'
import { NOTHING, runChaos } from './run-chaos.ts'

/** A short round of `npm run chaos`: one portal, one night, three faults. CHAOS_SEED repeats one. */
const seed = Number(process.env['CHAOS_SEED'] ?? Math.floor(Math.random() * 1_000_000))

test(
  `a night whose workers, scheduler and database are killed leaves what an undisturbed one leaves (CHAOS_SEED=${seed})`,
  async () => {
    const lines: string[] = []
    const tally = await runChaos({
      seed,
      backend: 'postgres',
      rounds: [['kill all workers', 'kill the scheduler', 'stop PostgreSQL at once']],
      portal: 'yunlan-townships',
      nights: 1,
      say: (line) => lines.push(line),
    })
    expect(tally, lines.join('\n')).toEqual({ ...NOTHING, faults: 3 })
  },
  15 * 60_000,
)
