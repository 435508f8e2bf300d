import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { isStale, openSender } from '../../src/crawlers/send.ts'

const GET = { method: 'GET', headers: {}, body: null }
const limits = { silentMs: 400, wholeMs: 1_500 }
const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections()
})

async function serve(answer: (response: ServerResponse, request: number) => void, patience = limits) {
  let requests = 0
  const server = createServer((_request, response) => answer(response, ++requests))
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  const sender = openSender('loopback', patience)
  return { send: () => sender.send(url, GET, undefined).finally(sender.close), sender, url, requests: () => requests }
}

async function drip(response: ServerResponse, pieces: number, everyMs: number): Promise<void> {
  for (let piece = 0; piece < pieces; piece++) {
    response.write('x')
    await delay(everyMs)
  }
  response.end()
}

test('an answer may take longer than a silence may last', async () => {
  const { send } = await serve((response) => void drip(response, 6, 400), { silentMs: 1_500, wholeMs: 60_000 })
  expect((await send()).bytes).toHaveLength(6)
})

test('a host that answered while this process was busy is not taken for a silent one', async () => {
  const busyAfterwards = (response: ServerResponse) => {
    response.end('y')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2 * limits.silentMs)
  }
  const { send } = await serve(
    (response) => {
      response.write('x')
      setTimeout(() => setImmediate(busyAfterwards, response), 100)
    },
    { ...limits, wholeMs: 60_000 },
  )
  expect((await send()).bytes).toHaveLength(2)
})

test.each([
  ['never answers', () => undefined, 'no answer for 0.4 s'],
  ['stops in the middle', (response: ServerResponse) => void response.write('x'), 'no answer for 0.4 s'],
  ['drips for ever', (response: ServerResponse) => void drip(response, 1e6, 50), 'no complete answer within 1.5 s'],
])('a host that %s is given up', async (_name, answer, message) => {
  const { send, requests } = await serve(answer)
  await expect(send()).rejects.toThrow(message)
  expect(requests()).toBe(1)
})

test('a request that the host has seen and dropped is not sent again at once', async () => {
  const { send, requests } = await serve((response) => response.destroy())
  await expect(send()).rejects.toThrow()
  expect(requests()).toBe(1)
})

test('a request on a kept connection that is closed meanwhile is told as such, and not sent again by itself', async () => {
  const { sender, url, requests } = await serve((response, request) => {
    if (request === 2) response.destroy()
    else response.end('x')
  })
  await sender.send(url, GET, undefined)
  const failure = await sender.send(url, GET, undefined).catch((error: Error) => error)
  expect(failure instanceof Error && isStale(failure)).toBe(true)
  expect(requests()).toBe(2)
  sender.close()
})
