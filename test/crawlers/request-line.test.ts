import { expect, test } from 'vitest'
import { openRequestLine, type RequestLine } from '../../src/crawlers/request-line.ts'
import { listRequest } from '../../src/crawlers/tasks.ts'

const start = { page: 1, way: 0, firstWay: 0, hops: 0, isExpected: null, count: null, round: 0 }
const pages = (...names: readonly string[]) =>
  names.map((name) => listRequest({ ...start, column: 0, ways: [{ url: `http://127.0.0.1:1/${name}/` }] }))

async function takenFrom(line: RequestLine): Promise<string[]> {
  const taken: string[] = []
  for (let next = await line.fetchNextRequest(); next !== null; next = await line.fetchNextRequest()) {
    taken.push(next.url.split('/')[3] ?? '')
    await line.markRequestHandled(next)
  }
  return taken
}

test('requests come in the order in which they were added; what goes first keeps its own order', async () => {
  const line = openRequestLine()
  line.add(pages('a', 'b'))
  line.add(pages('c', 'd'), 'beginning')
  expect(await takenFrom(line)).toEqual(['c', 'd', 'a', 'b'])
})

test('what was asked once is not asked again, whether it waits or is done', async () => {
  const line = openRequestLine()
  line.add(pages('a', 'a', 'b'))
  expect(await takenFrom(line)).toEqual(['a', 'b'])
  line.add(pages('b', 'c'))
  expect(await takenFrom(line)).toEqual(['c'])
})

test('a line is finished when nothing waits and nothing is under way; what is given back comes last, as it was', async () => {
  const line = openRequestLine()
  line.add(pages('a', 'b'))
  const first = (await line.fetchNextRequest())!
  first.retryCount++
  await line.reclaimRequest(first)
  expect(line.getPendingCount()).toBe(2)
  const second = (await line.fetchNextRequest())!
  const again = (await line.fetchNextRequest())!
  expect([second.url, again]).toEqual(['http://127.0.0.1:1/b/', first])
  expect([await line.isEmpty(), await line.isFinished()]).toEqual([true, false])
  await line.markRequestHandled(second)
  await line.markRequestHandled(again)
  expect([await line.isFinished(), await line.handledCount(), line.getPendingCount()]).toEqual([true, 2, 0])
})
