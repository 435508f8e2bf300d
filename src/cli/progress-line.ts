import type { WriteStream } from 'node:tty'

const EVERY_MS = 100

/** One line that tells how far a long command has come; where nobody looks on, nothing is written. */
export function progressOn(terminal: WriteStream): { readonly show: (text: string) => void; readonly clear: () => void } {
  if (!terminal.isTTY) return { show: () => undefined, clear: () => undefined }
  let shownAt = 0
  const write = (text: string) => terminal.write(`\r\u001b[2K${text}`)
  return {
    show: (text) => {
      if (performance.now() - shownAt < EVERY_MS) return
      shownAt = performance.now()
      write(text)
    },
    clear: () => {
      if (shownAt > 0) write('')
    },
  }
}
