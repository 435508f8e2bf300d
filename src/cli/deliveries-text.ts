import type { Delivery } from '../../db/deliveries.ts'

const STATES = { owed: '待发送 owed', sent: '已发送 sent', failed: '发送失败 failed' } as const

/** What became of messages, one line each, on the clock of Asia/Shanghai. */
export function deliveriesText(deliveries: readonly Delivery[]): string {
  return deliveries.map(lineOf).join('')
}

function lineOf({ run_id, target, state, attempts, sent_at, error }: Delivery): string {
  const when = sent_at === null ? '' : ` ${sent_at.toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' })}`
  const why = error === null ? '' : ` · ${error}`
  return `run ${run_id}  ${target}  ${STATES[state]}${when} · 次数 attempts ${attempts}${why}\n`
}
