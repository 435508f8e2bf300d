import * as deliveries from '../../../db/deliveries.ts'
import { latestOfPortals } from '../../../db/portal-health.ts'
import * as runs from '../../../db/runs.ts'
import { hider, secretsOfMessages } from '../../model/hide-secrets.ts'
import { conditionOf } from '../../model/portal-condition.ts'
import type { JobContext } from '../context.ts'
import type { JobData } from '../queue-names.ts'
import type { RunSummary } from '../run-summary.ts'
import { NotNow, type Processor } from '../workers.ts'
import { composeMessage, type Message, type SickPortal } from './message.ts'
import { send } from './send.ts'
import { SendFailure } from './send-failure.ts'

const MINUTE_MS = 60_000

/** Waits before the second attempt, the third, …; after the last one a delivery has failed. Four hours and twenty minutes in all. */
const WAITS_MS = [1, 5, 15, 60, 180].map((minutes) => minutes * MINUTE_MS)

/** Tells one target of one run. A run is told once; only where no answer came is it told again, and the message says so. */
export function deliverJob(context: JobContext): Processor<JobData['deliver']> {
  const { db, log, notify } = context
  return {
    run: async ({ deliveryId }, { tell, span }) => {
      const delivery = await deliveries.take(db, deliveryId)
      if (!delivery) {
        const waitMs = await deliveries.waitFor(db, deliveryId)
        if (waitMs === null) return
        throw new NotNow(Math.max(waitMs, 1_000))
      }
      tell?.({ run: delivery.run_id })
      const ids = { run: delivery.run_id, delivery: deliveryId, target: delivery.target }
      try {
        const target = notify.targets.find(({ name }) => name === delivery.target)
        if (!target) throw new SendFailure('设置中已无此接收方 the settings of this worker do not name it', { fate: 'later' })
        const message = await messageOf(context, delivery)
        await send(notify, target, message, `gouji.${delivery.run_id}.${deliveryId}.${delivery.owed_at.getTime()}`)
      } catch (error) {
        if (!(error instanceof SendFailure)) throw error
        const retryMs = error.fate === 'never' ? null : (WAITS_MS[delivery.attempts - 1] ?? null)
        await deliveries.recordFailure(db, deliveryId, { error: error.message, retryMs, maybeSent: error.maybeSent })
        log.warn({ ...ids, err: error, attempt: delivery.attempts, retryMs }, 'the summary could not be delivered')
        if (retryMs !== null) throw new NotNow(retryMs, { cause: error })
        span?.tell({ 'gouji.delivered': false })
        return
      }
      await deliveries.recordSent(db, deliveryId)
      log.info({ ...ids, attempt: delivery.attempts }, 'the summary was delivered')
    },
    recordFailure: async ({ deliveryId }, error) => {
      const hide = hider(secretsOfMessages(notify))
      await deliveries.recordFailure(db, deliveryId, { error: hide(error.message), retryMs: null, maybeSent: true })
    },
    afterwards: async () => undefined,
  }
}

async function messageOf({ db, notify }: JobContext, delivery: deliveries.Delivery): Promise<Message> {
  const run = await runs.get(db, delivery.run_id)
  return composeMessage({
    runId: delivery.run_id,
    summary: (run?.summary ?? null) as RunSummary | { problem: string } | null,
    sickPortals: await sickPortals(db),
    publicUrl: notify.publicUrl,
    isRepeated: delivery.maybe_sent,
  })
}

async function sickPortals(db: JobContext['db']): Promise<SickPortal[]> {
  const portals = await latestOfPortals(db)
  return portals
    .filter((portal) => conditionOf(portal) === 'unhealthy')
    .map(({ id, name, lastError }) => ({ id, name, problem: lastError === null ? null : problemText(lastError.problem) }))
}

function problemText({ code, message }: { readonly code: string; readonly message: string }): string {
  return `${code} ${message.replace(/\s+/g, ' ').slice(0, 120)}`
}
