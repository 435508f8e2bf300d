import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBucketStore } from '../../db/bucket-snapshot-store.ts'
import { openSnapshotStore, SnapshotDamaged, SnapshotMissing, type SnapshotStore } from '../../db/snapshot-store.ts'
import { sha256Of } from '../../src/model/sha256.ts'
import { nameHere, openTestStorage } from './object-storage.ts'

/** A store, and where it keeps the bytes: a file to be damaged, and what messages call it. */
type World = {
  store: SnapshotStore
  fileOf: (sha256: string) => string
  nameOf: (sha256: string) => string
  close: () => Promise<void>
}

const nameIn = (sha256: string) => `${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}.zst`

async function inFolder(): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'gouji-snapshots-'))
  const fileOf = (sha256: string) => join(folder, nameIn(sha256))
  return { store: openSnapshotStore(folder), fileOf, nameOf: fileOf, close: () => rm(folder, { recursive: true, force: true }) }
}

async function inBucket(change: { at: 'bucket' | 'named'; prefix: string }): Promise<World> {
  const storage = await openTestStorage({ lenient: change.at === 'named' })
  const stopNaming = nameHere()
  const keyOf = (sha256: string) => [change.prefix, nameIn(sha256)].filter((part) => part !== '').join('/')
  return {
    store: openBucketStore({ ...storage[change.at], prefix: change.prefix }),
    fileOf: (sha256) => storage.fileOf(keyOf(sha256)),
    nameOf: (sha256) => `s3://evidence/${keyOf(sha256)}`,
    close: async () => {
      stopNaming()
      await storage.close()
    },
  }
}

const worlds = [
  { name: 'a folder', open: inFolder },
  { name: 'a bucket in the path', open: () => inBucket({ at: 'bucket', prefix: 'night/snapshots' }) },
  { name: 'a bucket before the host', open: () => inBucket({ at: 'named', prefix: '' }) },
]

describe.each(worlds)('snapshots in $name', ({ open }) => {
  let world: World
  beforeAll(async () => {
    world = await open()
  })
  afterAll(() => world.close())

  test('any bytes come back as they were, under their hash', async () => {
    const { store } = world
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
    const { store, fileOf } = world
    const bytes = Buffer.from('年度报告'.repeat(50_000))
    const [sha256 = ''] = await Promise.all(Array.from({ length: 8 }, () => store.put(bytes)))
    const names = new Set((await readdir(dirname(fileOf(sha256)))).map((name) => name.split('._S3rver')[0]))
    expect([...names]).toEqual([`${sha256}.zst`])
    expect(await store.has(sha256)).toBe(true)
  })

  test('a missing snapshot, a damaged one and a name that is no hash are told apart', async () => {
    const { store, fileOf, nameOf } = world
    const missing = sha256Of('never put')
    expect(await store.has(missing)).toBe(false)
    await expect(store.get(missing)).rejects.toThrow(SnapshotMissing)
    await expect(store.get('../../etc/passwd')).rejects.toThrow('is not a SHA-256')

    const bytes = Buffer.from('whole')
    const sha256 = await store.put(bytes)
    const other = await store.put(Buffer.from('other'))
    for (const damage of [Buffer.from('not zstd'), await readFile(fileOf(other))]) {
      await writeFile(fileOf(sha256), damage)
      await expect(store.get(sha256)).rejects.toThrow(SnapshotDamaged)
      await expect(store.get(sha256)).rejects.toThrow(nameOf(sha256))
      expect(await store.has(sha256)).toBe(false)
    }
  })

  test('what is damaged is mended when the same bytes are put again', async () => {
    const { store, fileOf } = world
    const bytes = Buffer.from('kept for years')
    const sha256 = await store.put(bytes)
    await writeFile(fileOf(sha256), (await readFile(fileOf(sha256))).subarray(0, 9))
    await store.put(bytes)
    expect(Buffer.from(await store.get(sha256)).toString()).toBe('kept for years')
  })
})

test('files that dead processes left while they wrote are removed by and by; those that are being written stay', async () => {
  const { store, fileOf, close } = await inFolder()
  try {
    expect(await store.clean()).toBe(0)
    const kept = await store.put(Buffer.from('kept'))
    const writing = join(dirname(dirname(dirname(fileOf(kept)))), '.writing')
    expect(await readdir(writing)).toEqual([])
    for (const name of ['left', 'going-on']) await writeFile(join(writing, name), 'half of a sna')
    // The machine on which the folder lies has a clock of its own, which is years behind.
    const [then, hoursBefore] = [new Date('2019-05-05T12:00:00Z'), new Date('2019-05-05T09:00:00Z')]
    await utimes(join(writing, 'left'), hoursBefore, hoursBefore)
    await utimes(join(writing, 'going-on'), then, then)
    await utimes(writing, hoursBefore, hoursBefore)
    expect(await store.clean()).toBe(0)
    await utimes(writing, then, then)
    expect(await store.clean()).toBe(1)
    expect(await readdir(writing)).toEqual(['going-on'])
    expect(await store.has(kept)).toBe(true)
  } finally {
    await close()
  }
})

test('a folder that is copied to a bucket as it is, is a store', async () => {
  const [folder, bucket] = [await inFolder(), await inBucket({ at: 'bucket', prefix: 'copied' })]
  try {
    const sha256 = await folder.store.put(Buffer.from('copied'))
    const elsewhere = await bucket.store.put(Buffer.from('another'))
    expect(folder.fileOf(sha256).endsWith(nameIn(sha256))).toBe(true)
    expect(await readFile(bucket.fileOf(elsewhere))).toEqual(
      await readFile(folder.fileOf(await folder.store.put(Buffer.from('another')))),
    )
  } finally {
    await folder.close()
    await bucket.close()
  }
})
