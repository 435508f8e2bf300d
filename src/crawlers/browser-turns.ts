import { setTimeout as delay } from 'node:timers/promises'

/** Browsers that this process runs at once: each takes a few hundred MB, while a worker crawls hundreds of portals. */
const MOST_BROWSERS = 2
const POLL_MS = 200

let running = 0

/** Does work that starts a browser when one may run beside those that do. */
export async function inBrowserTurn<T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  while (running >= MOST_BROWSERS) await delay(POLL_MS, undefined, { signal })
  running++
  try {
    return await work()
  } finally {
    running--
  }
}
