import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { endWithUs } from './children.ts'

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts')
const SHIFT_CLOCK = join(import.meta.dirname, 'shift-clock.ts')
const LINES_KEPT = 400
const RESTART_AFTER_MS = 1_000
const PATIENCE_MS = 90_000
const STARTED = '(started)'

type Settings = Readonly<Record<string, string>>

/** A process of ours that its supervisor starts again when it ends, as systemd or Docker would. */
export type Program = {
  readonly name: string
  readonly pid: () => number | null
  /** The last lines it wrote. */
  readonly lines: () => readonly string[]
  /** Waits for a line that it writes after its last start. @throws Error with its last lines when none comes */
  readonly said: (what: RegExp) => Promise<void>
  /** How often it ended without being asked to. */
  readonly ownEnds: () => readonly string[]
  /** Kills it at once; it stays down until `start`. */
  readonly kill: () => Promise<void>
  /** Asks it to stop, and waits until it has. @returns its exit status */
  readonly stop: () => Promise<number | null>
  readonly start: () => void
  /** Holds from the next start on. */
  readonly configure: (change: { readonly settings?: Settings; readonly clockShiftMs?: number }) => void
  readonly freeze: () => void
  readonly thaw: () => void
}

/** `gouji` with these arguments, not started yet. */
export function programOf(name: string, args: readonly string[], settings: Settings): Program {
  let current: ChildProcess | null = null
  let isWanted = false
  let given = { args, settings, clockShiftMs: 0 }
  const lines: string[] = []
  const ownEnds: string[] = []

  const launch = () => {
    const { DATABASE_URL, REDIS_URL, ...environment } = process.env
    const shift = given.clockShiftMs === 0 ? [] : ['--import', SHIFT_CLOCK]
    const spawned = spawn(process.execPath, [...shift, MAIN, ...given.args], {
      env: { ...environment, ...given.settings, CHAOS_CLOCK_SHIFT_MS: String(given.clockShiftMs) },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const child = endWithUs(spawned)
    current = child
    let unfinished = ''
    const listen = (text: string) => {
      const parts = (unfinished + text).split('\n')
      unfinished = parts.pop() ?? ''
      lines.push(...parts)
      lines.splice(0, Math.max(0, lines.length - LINES_KEPT))
    }
    child.stdout.setEncoding('utf8').on('data', listen)
    child.stderr.setEncoding('utf8').on('data', listen)
    child.once('close', (status, signal) => {
      lines.push(`(process ${child.pid} ended: ${signal ?? `status ${status}`})`)
      if (current !== child) return
      current = null
      if (!isWanted) return
      ownEnds.push(`${name} ended by itself (${signal ?? `status ${status}`}): ${lines.at(-2) ?? ''}`)
      delay(RESTART_AFTER_MS).then(() => {
        if (isWanted && current === null) launch()
      })
    })
  }
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    isWanted = false
    const child = current
    if (child === null) return null
    const ended = new Promise<number | null>((resolve) => child.once('close', (status) => resolve(status)))
    child.kill(signal)
    return await ended
  }
  return {
    name,
    pid: () => current?.pid ?? null,
    lines: () => lines,
    said: async (what) => {
      const deadline = Date.now() + PATIENCE_MS
      while (!lines.slice(lines.lastIndexOf(STARTED)).some((line) => what.test(line))) {
        if (Date.now() > deadline) throw new Error(`${name} does not start:\n${lines.slice(-5).join('\n')}`)
        await delay(100)
      }
    },
    ownEnds: () => ownEnds,
    kill: async () => {
      await end('SIGKILL')
    },
    stop: () => end('SIGTERM'),
    configure: (change) => {
      given = { ...given, ...change }
    },
    start: () => {
      isWanted = true
      lines.push(STARTED)
      if (current === null) launch()
    },
    freeze: () => current?.kill('SIGSTOP'),
    thaw: () => current?.kill('SIGCONT'),
  }
}
