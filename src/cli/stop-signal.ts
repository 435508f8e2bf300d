import { isScriptOfNpm } from '../config.ts'

/** npm passes on the Ctrl-C that the terminal has sent to us already: two within this time are one. */
const SAME_KEY_MS = 1_000
const LOOK_EVERY_MS = 1_000

/** Aborts when the process is asked to stop (Ctrl-C, SIGTERM), so that everything can be closed in order; a second Ctrl-C ends it at once. */
export function stopSignal(): AbortSignal {
  const stopping = new AbortController()
  let askedAt = 0
  const stop = () => {
    if (stopping.signal.aborted && Date.now() - askedAt > SAME_KEY_MS) process.exit(130)
    askedAt ||= Date.now()
    stopping.abort()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  if (isScriptOfNpm()) watchParent(() => stopping.abort())
  return stopping.signal
}

/** Of a script of npm only the shell between it and us hears of SIGTERM, and ends without passing it on: then we have another parent. */
function watchParent(gone: () => void): void {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    gone()
  }, LOOK_EVERY_MS)
  timer.unref()
}

export async function untilStopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
