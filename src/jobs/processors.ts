import { auditJob } from './audit-job.ts'
import { checkJob } from './check-job.ts'
import type { JobContext } from './context.ts'
import { crawlJob } from './crawl-job.ts'
import { deliverJob } from './deliver/deliver-job.ts'
import { extractJob } from './extract-job.ts'
import { notifyJob } from './notify-job.ts'
import { pruneJob } from './prune-job.ts'
import { releaseJob } from './release-job.ts'
import { tryJob } from './try-job.ts'
import type { Processors } from './workers.ts'

export function createProcessors(context: JobContext): Processors {
  return {
    crawl: crawlJob(context),
    extract: extractJob(context),
    check: checkJob(context),
    audit: auditJob(context),
    release: releaseJob(context),
    notify: notifyJob(context),
    deliver: deliverJob(context),
    try: tryJob(context),
    prune: pruneJob(context),
  }
}
