import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { sharedWork } from '../../src/review/shared-work.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-03-01T00:00:00Z') }))
afterEach(() => void vi.useRealTimers())

test('what is asked for again within a minute is not made again, and says when it was made', async () => {
  const shared = sharedWork<number>({ mostKept: 9 })
  let made = 0
  const ask = () => shared('a', async () => ++made)
  const [first, second] = await Promise.all([ask(), ask()])
  expect(first).toEqual({ result: 1, at: new Date('2026-03-01T00:00:00Z') })
  expect(second).toEqual(first)
  vi.setSystemTime(new Date('2026-03-01T00:01:00Z'))
  expect((await ask()).result).toBe(1)
  vi.setSystemTime(new Date('2026-03-01T00:01:01Z'))
  expect(await ask()).toEqual({ result: 2, at: new Date('2026-03-01T00:01:01Z') })
})

test('one thing is made after the other, and others are not mixed up', async () => {
  const shared = sharedWork<string>({ mostKept: 9 })
  let working = 0
  const work = (name: string) =>
    shared(name, async () => {
      expect(++working).toBe(1)
      await new Promise((resolve) => setTimeout(resolve, 5))
      working--
      return name
    })
  expect((await Promise.all(['a', 'b', 'c'].map(work))).map(({ result }) => result)).toEqual(['a', 'b', 'c'])
})

test('a failure is told to those who waited, and is not kept', async () => {
  const shared = sharedWork<number>({ mostKept: 9 })
  const failing = () => shared('a', () => Promise.reject(new Error('the database is away')))
  await expect(Promise.all([failing(), failing()])).rejects.toThrow('away')
  expect((await shared('a', async () => 1)).result).toBe(1)
})

test('no more is kept than said', async () => {
  const shared = sharedWork<number>({ mostKept: 2 })
  let made = 0
  for (const key of ['a', 'b', 'c', 'a']) await shared(key, async () => ++made)
  expect(made).toBe(4)
})
