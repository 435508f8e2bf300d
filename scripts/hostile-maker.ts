import { HOSTILE_FILES } from '../test/extract/hostile/hostile-files.ts'
import { hostilePages, LONG_RUNS } from '../test/extract/hostile/hostile-pages.ts'
import { makeDocument } from '../test/generate/documents.ts'
import { LAYOUTS } from '../test/generate/layouts/index.ts'

// A process of its own makes one file, so that the memory which that takes is not taken for that of reading it.

/** A hostile file by its name, or a generated one of a layout. */
export type Wanted = { readonly hostile: string; readonly many: number } | { readonly layout: string }

process.once('message', async (wanted: Wanted) => {
  process.send?.(await make(wanted), () => process.disconnect())
})

async function make(wanted: Wanted): Promise<Uint8Array> {
  if ('layout' in wanted) return (await makeDocument(LAYOUTS.find(({ name }) => name === wanted.layout)!, 1)).bytes
  const known = [...hostilePages(wanted.many), ...LONG_RUNS, ...HOSTILE_FILES]
  const made = known.find(({ name }) => name === wanted.hostile)!.make()
  return typeof made === 'string' ? Buffer.from(made) : made
}
