import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSnapshotStore, SnapshotDamaged, SnapshotMissing } from '../../db/snapshot-store.ts'
import { sha256Of } from '../../src/model/sha256.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gouji-snapshots-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const pathOf = (sha256: string) => join(folder, sha256.slice(0, 2), sha256.slice(2, 4), `${sha256}.zst`)

test('any bytes come back as they were, under their hash', async () => {
  const store = openSnapshotStore(folder)
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 5_000 }), async (bytes) => {
      const sha256 = await store.put(bytes)
      expect(sha256).toBe(sha256Of(bytes))
      expect(Buffer.compare(await store.get(sha256), bytes)).toBe(0)
    }),
    { numRuns: 50 },
  )
})

test('the same bytes put by many at once are one whole file, and nothing else is left', async () => {
  const store = openSnapshotStore(folder)
  const bytes = Buffer.from('年度报告'.repeat(50_000))
  const [sha256 = ''] = await Promise.all(Array.from({ length: 8 }, () => store.put(bytes)))
  expect(await readdir(join(pathOf(sha256), '..'))).toEqual([`${sha256}.zst`])
  expect(await store.has(sha256)).toBe(true)
})

test('a missing snapshot, a damaged one and a name that is no hash are told apart', async () => {
  const store = openSnapshotStore(folder)
  const missing = sha256Of('never put')
  expect(await store.has(missing)).toBe(false)
  await expect(store.get(missing)).rejects.toThrow(SnapshotMissing)
  await expect(store.get('../../etc/passwd')).rejects.toThrow('is not a SHA-256')

  const bytes = Buffer.from('whole')
  const sha256 = await store.put(bytes)
  const other = await store.put(Buffer.from('other'))
  for (const damage of [
    Buffer.from('not zstd'),
    await import('node:fs/promises').then(({ readFile }) => readFile(pathOf(other))),
  ]) {
    await writeFile(pathOf(sha256), damage)
    await expect(store.get(sha256)).rejects.toThrow(SnapshotDamaged)
    await expect(store.get(sha256)).rejects.toThrow(pathOf(sha256))
  }
  await store.put(bytes)
  expect(Buffer.from(await store.get(sha256)).toString()).toBe('whole')
})
