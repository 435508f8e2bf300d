import { measureAccuracy } from './accuracy.ts'
import { measureMemory } from './memory.ts'
import { measureSpeed } from './speed.ts'

// npm run bench [-- speed [FOLDER] [--rounds N]]                        speed over a folder of reports, against yardsticks
//               -- accuracy [--documents N] [--only TEXT] [--seed N]    how right generated documents are read, by format and layout
//               -- memory [--documents N] [--only TEXT]                 memory over generated documents
// Without a name, or with a folder in its place: speed.

const BENCHES: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  speed: measureSpeed,
  accuracy: measureAccuracy,
  memory: measureMemory,
}

const [name = 'speed', ...args] = process.argv.slice(2)
const bench = BENCHES[name]
if (bench) await bench(args)
else await measureSpeed([name, ...args])
