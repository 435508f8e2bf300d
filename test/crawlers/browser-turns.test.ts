import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { inBrowserTurn } from '../../src/crawlers/browser-turns.ts'

test('however many crawls want a browser, two run at once, and one that fails makes room', async () => {
  let running = 0
  let most = 0
  const look = async (index: number) => {
    most = Math.max(most, ++running)
    await delay(20)
    running--
    if (index === 1) throw new Error('it crashed')
    return index
  }
  const looks = await Promise.allSettled([0, 1, 2, 3, 4].map((index) => inBrowserTurn(() => look(index), undefined)))
  expect(looks.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled'])
  expect([most, running]).toEqual([2, 0])
})

test('a crawl that is told to stop waits for no browser', async () => {
  const open = Promise.withResolvers<void>()
  const others = [1, 2].map(() => inBrowserTurn(() => open.promise, undefined))
  const stop = new AbortController()
  const waiting = inBrowserTurn(async () => 'never', stop.signal)
  stop.abort()
  await expect(waiting).rejects.toThrow('aborted')
  open.resolve()
  await Promise.all(others)
})
