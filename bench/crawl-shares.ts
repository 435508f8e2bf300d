import { Session } from 'node:inspector/promises'

/** What a frame of a profile belongs to, the first that fits; frames that fit none belong to what called them. */
const WORK: readonly (readonly [name: string, place: RegExp])[] = [
  ['parsing pages', /\/(?:htmlparser2|domhandler|entities)\/|cheerio\/dist\/esm\/(?:load|parse)/],
  [
    'reading lists and articles',
    /\/(?:cheerio|cheerio-select|css-select|css-what|domutils|boolbase)\/|crawlers\/(?:read-(?:list|article)|dom|families|article-files)/,
  ],
  ['Crawlee', /\/(?:@crawlee|@apify|ow|callsites|@vladfrangu|@sindresorhus)\/|crawlers\/(?:read-pages|request-line|crawlee)/],
  [
    'judging entries and answers',
    /crawlers\/(?:judge|match-|walls|crawl-state|second-look|take-|answer|not-there)|model\/decode/,
  ],
  [
    'clocks, hosts, cookies, robots',
    /crawlers\/(?:domain-clock|host-clock|memory-ledger|fetcher|ladder|robots|registr)|\/(?:tough-cookie|tldts)/,
  ],
  ['hashing', /model\/sha256/],
  [
    'network',
    /crawlers\/(?:send|body)|node:(?:_http|net|dns|internal\/(?:streams?|net|http|js_stream|stream_base|dns|timers))|node:events/,
  ],
]
const REST = 'the rest of Node'

/** Shares of the busy time of some work, by a profile of it: from 0 to 1. */
export async function sharesOf(work: () => Promise<void>): Promise<ReadonlyMap<string, number>> {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.start')
  await work()
  const { profile } = await session.post('Profiler.stop')
  session.disconnect()
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]))
  const parents = new Map(profile.nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)))
  const times = new Map<string, number>()
  const { samples = [], timeDeltas = [] } = profile
  for (const [index, sample] of samples.entries()) {
    const name = nodes.get(sample)!.callFrame.functionName
    if (name === '(idle)') continue
    let kind = name === '(garbage collector)' ? 'garbage collection' : null
    for (let id: number | undefined = sample; kind === null && id !== undefined; id = parents.get(id)) {
      const { url } = nodes.get(id)!.callFrame
      kind = WORK.find(([, place]) => place.test(url))?.[0] ?? null
    }
    times.set(kind ?? REST, (times.get(kind ?? REST) ?? 0) + (timeDeltas[index] ?? 0))
  }
  const all = [...times.values()].reduce((sum, time) => sum + time, 0)
  return new Map([...times].sort((a, b) => b[1] - a[1]).map(([kind, time]) => [kind, time / all]))
}

export function printShares(shares: ReadonlyMap<string, number>): void {
  console.log('\nwhat a crawl that keeps nothing is spent on')
  for (const [kind, share] of shares) console.log(`${(share * 100).toFixed(1).padStart(7)} %  ${kind}`)
}
