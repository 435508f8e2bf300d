import { monitorEventLoopDelay } from 'node:perf_hooks'

/** How often the loop is looked at, in ms; what it records holds this time itself. */
const RESOLUTION_MS = 10

/** By how many seconds this process came late to what it had to do. */
export type LoopDelay = { readonly p50: number; readonly p99: number; readonly max: number }

/** Watches the event loop from now on; each call of the result tells of the time since the one before, null where nothing was seen in it. */
export function watchLoop(): () => LoopDelay | null {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  histogram.enable()
  const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e9 - RESOLUTION_MS / 1e3)
  return () => {
    if (histogram.count === 0) return null
    const delay = { p50: late(histogram.percentile(50)), p99: late(histogram.percentile(99)), max: late(histogram.max) }
    histogram.reset()
    return delay
  }
}
