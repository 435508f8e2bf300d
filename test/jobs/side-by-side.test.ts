import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { workSideBySide } from '../../src/jobs/side-by-side.ts'

test('work goes on side by side; one piece alone waits for those before it, and those after it wait for its end', async () => {
  const { beside, alone } = workSideBySide()
  const told: string[] = []
  const work = (name: string) => async () => {
    told.push(`${name} begins`)
    await delay(20)
    told.push(`${name} ends`)
  }
  await Promise.all([
    beside(work('a')),
    beside(work('b')),
    alone(work('c')),
    alone(work('d')),
    beside(work('e')),
    beside(work('f')),
  ])
  expect(told).toEqual([
    'a begins',
    'b begins',
    'a ends',
    'b ends',
    'c begins',
    'c ends',
    'd begins',
    'd ends',
    'e begins',
    'f begins',
    'e ends',
    'f ends',
  ])
})

test('work that fails holds nobody up', async () => {
  const { beside, alone } = workSideBySide()
  const failing = [beside(() => Promise.reject(new Error('first'))), alone(() => Promise.reject(new Error('second')))]
  const after = beside(async () => 'done')
  expect(await Promise.allSettled(failing)).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }])
  expect(await after).toBe('done')
})
