import type { Db } from '../../db/connect.ts'
import { openCrawlDesk, registryDesk } from '../../src/cli/open-desk.ts'
import type { OpenQueues } from '../../src/jobs/metrics.ts'
import { PLAIN_MANNERS } from '../../src/model/manners.ts'

/** What the commands give to the review pages; without queues what is started waits in its rows. */
export function desksOf(db: Db, queues: OpenQueues = async () => null) {
  return { desk: registryDesk, crawls: openCrawlDesk({ db, queues, manners: PLAIN_MANNERS }) }
}
