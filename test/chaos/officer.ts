import { setTimeout as delay } from 'node:timers/promises'

/** A finding to be decided on, and what is to be said of it. */
export type Intention = { readonly findingId: number; readonly note: string }

const PAUSE_MS = 400
const PATIENCE_MS = 180_000

/**
 * Decides on findings through the review pages, one after the other, as an officer does: one who gets no answer opens the page again and looks
 * whether the decision is there. Returns when all are decided. @throws Error when the pages give no answer for minutes
 */
export async function decide(origin: string, intentions: readonly Intention[]): Promise<void> {
  for (const intention of intentions) {
    const deadline = Date.now() + PATIENCE_MS
    while (!(await decideOnce(origin, intention))) {
      if (Date.now() > deadline)
        throw new Error(`finding ${intention.findingId} could not be decided on in ${PATIENCE_MS / 1_000} s`)
      await delay(PAUSE_MS)
    }
    await delay(PAUSE_MS)
  }
}

/** False where there was no answer, or not the one hoped for. */
async function decideOnce(origin: string, { findingId, note }: Intention): Promise<boolean> {
  try {
    const page = await fetch(`${origin}/findings/${findingId}`)
    const text = await page.text()
    if (page.status !== 200) return false
    if (text.includes(note)) return true
    const expected = /name="expected" value="(\d+)"/.exec(text)?.[1] ?? ''
    const { status } = await fetch(`${origin}/findings/${findingId}/decisions`, {
      method: 'POST',
      body: new URLSearchParams({ act: 'confirm', note, expected }),
      headers: { origin },
      redirect: 'manual',
    })
    return status === 303
  } catch {
    return false
  }
}

const PAGES = ['/', '/findings', '/reports', '/filings', '/portals', '/runs', '/readyz'] as const

/** The pages that do not answer as they should within a while, each as a sentence. */
export async function silentPages(origin: string): Promise<string[]> {
  const deadline = Date.now() + PATIENCE_MS
  const silent: string[] = []
  for (const path of PAGES) {
    let status = 'no answer'
    do {
      status = await fetch(`${origin}${path}`).then(
        async (answer) => {
          await answer.text()
          return String(answer.status)
        },
        (error: Error) => `no answer (${error.message})`,
      )
      if (status === '200') break
      await delay(PAUSE_MS)
    } while (Date.now() < deadline)
    if (status !== '200') silent.push(`the page ${path} gives ${status}`)
  }
  return silent
}
