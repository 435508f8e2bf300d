import { makeDocument } from '../test/generate/documents.ts'
import { LAYOUTS } from '../test/generate/layouts/index.ts'

// A process of its own makes the documents, so that its memory is not taken for that of reading them.
process.on('message', async ({ layout, seed }: { layout: string; seed: number }) => {
  const { bytes, fileName } = await makeDocument(LAYOUTS.find(({ name }) => name === layout)!, seed)
  process.send?.({ seed, bytes, fileName })
})
