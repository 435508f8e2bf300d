import type { CrawlProblem } from './crawl.ts'

/** So many crawls in a row must fail before a portal is called unhealthy: most recover by themselves. */
export const TOLD_AFTER = 3

/** What no further night mends: somebody has to do something. */
const FOR_A_PERSON: ReadonlySet<CrawlProblem['code']> = new Set([
  'needs-human',
  'moved',
  'robots',
  'refused-host',
  'browser-missing',
])

export type PortalCondition = 'never' | 'running' | 'healthy' | 'trying' | 'unhealthy'

/** How its last crawls went: the latest one that began (null: none did), and how many have ended since one was complete. */
type LastCrawls = {
  readonly state: string | null
  readonly failures: number
  readonly problems: readonly Pick<CrawlProblem, 'code'>[] | null
}

/** How a portal does, over its last crawls. */
export function conditionOf({ state, failures, problems }: LastCrawls): PortalCondition {
  if (state === null) return 'never'
  if (state === 'running' && failures === 0) return 'running'
  if (failures === 0) return 'healthy'
  const isForPerson = (problems ?? []).some(({ code }) => FOR_A_PERSON.has(code))
  return failures >= TOLD_AFTER || isForPerson ? 'unhealthy' : 'trying'
}
