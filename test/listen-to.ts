import type { ChildProcess } from 'node:child_process'
import type { Readable } from 'node:stream'

export type Running = {
  readonly child: ChildProcess
  /** Its exit status; null where a signal ended it. */
  readonly ended: Promise<number | null>
  /** All that it has written so far, to either stream. */
  readonly said: () => string
}

/** Keeps what a process says, and when it ends. */
export function listenTo(child: ChildProcess & { readonly stdout: Readable; readonly stderr: Readable }): Running {
  let said = ''
  const listen = (text: string) => {
    said += text
  }
  child.stdout.setEncoding('utf8').on('data', listen)
  child.stderr.setEncoding('utf8').on('data', listen)
  const ended = new Promise<number | null>((resolve) => child.on('close', (status) => resolve(status)))
  return { child, ended, said: () => said }
}
