import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { createZstdDecompress } from 'node:zlib'
import { type KeptTable, tablePath } from './manifest.ts'

export type SnapshotRow = { readonly sha256: string; readonly bytes: number }

/** The snapshots that the rows of a backup name, as its table of snapshots tells them. */
export async function* snapshotRows(folder: string, tables: readonly KeptTable[]): AsyncGenerator<SnapshotRow> {
  const columns = tables.find(({ name }) => name === 'snapshots')?.columns ?? []
  const [sha256, bytes] = [columns.indexOf('sha256'), columns.indexOf('bytes')]
  const unpacked = createReadStream(tablePath(folder, 'snapshots')).pipe(createZstdDecompress())
  // A tab or line break within a value is written as two characters.
  for await (const line of createInterface({ input: unpacked })) {
    const values = line.split('\t')
    yield { sha256: values[sha256] as string, bytes: Number(values[bytes]) }
  }
}

/** Does `work` for every item, so many at once, and holds no more of them in memory. The first error ends it. */
export async function forEachOf<Item>(
  items: AsyncIterable<Item>,
  atOnce: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const iterator = items[Symbol.asyncIterator]()
  let isOver = false
  const worker = async () => {
    while (!isOver) {
      const { value, done } = await iterator.next()
      if (done) return
      await work(value)
    }
  }
  try {
    await Promise.all(Array.from({ length: atOnce }, worker))
  } finally {
    isOver = true
    await iterator.return?.(undefined)
  }
}
