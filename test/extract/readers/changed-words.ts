import fc from 'fast-check'
import { expect } from 'vitest'
import { readDocument } from '../../../src/extract/readers/read-document.ts'
import { GiveUp } from '../../../src/model/give-up.ts'
import { fileOf } from './readable.ts'

/** Changes words of 32 bits of a binary file, mostly into limits and offsets: each time there is a document or a reason. */
export async function expectAnswersToChangedWords(whole: Uint8Array): Promise<void> {
  const word = fc.oneof(fc.constantFrom(0, 0xffffffff, 0x7fffffff, 0xfffffffe), fc.nat(5000))
  const changes = fc.array(fc.tuple(fc.nat(whole.length - 4), word), { minLength: 1, maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(changes, async (changed) => {
      const bytes = Buffer.from(whole)
      for (const [at, value] of changed) bytes.writeUInt32LE(value, at)
      const result = await readDocument(fileOf(bytes)).catch((error: unknown) => error)
      expect(result instanceof GiveUp || Array.isArray((result as { blocks?: unknown }).blocks)).toBe(true)
    }),
    { numRuns: 500 },
  )
}
