import { measureAccuracy } from './accuracy.ts'
import { measureCrawl } from './crawl.ts'
import { measureJobs } from './jobs.ts'
import { measureMemory } from './memory.ts'
import { measurePapers } from './papers.ts'
import { measureRelease } from './release.ts'
import { measureReview } from './review.ts'
import { measureRules } from './rules.ts'
import { measureSimilarity } from './similarity.ts'
import { measureSpeed } from './speed.ts'

// npm run bench [-- speed [FOLDER] [--rounds N]]                        speed over a folder of reports, against yardsticks
//               -- accuracy [--documents N] [--only TEXT] [--seed N]    how right generated documents are read, by format and layout
//               -- memory [--documents N] [--only TEXT]                 memory over generated documents
//               -- rules [--reports N] [--national N]                   how well slips in generated reports are found and located, and how fast
//               -- crawl [--portals N] [--rounds N]                    processor time of a page, and a thousand portals on one worker
//               -- jobs [--jobs N] [--reports N] [--rounds N] [--only TEXT]  queues, storing and latency against yardsticks
//               -- similarity [--texts N]                               copies among made texts, by year and by district
//               -- review [--findings N] [--reports N] [--visits N] [--data FOLDER]  the review pages over a country's findings
//               -- release [--reports N] [--only NAMES] [--rounds N] [--data FOLDER]  a release in each format beside COPY
//               -- papers [--findings N] [--data FOLDER]  the papers of a year, for a tenth of the districts and for all
// Without a name, or with a folder in its place: speed.

const BENCHES: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  speed: measureSpeed,
  accuracy: measureAccuracy,
  memory: measureMemory,
  rules: measureRules,
  similarity: measureSimilarity,
  crawl: measureCrawl,
  jobs: measureJobs,
  review: measureReview,
  papers: measurePapers,
  release: measureRelease,
}

const [name = 'speed', ...args] = process.argv.slice(2)
const bench = BENCHES[name]
if (bench) await bench(args)
else await measureSpeed([name, ...args])
