import { GiveUp } from '../../model/give-up.ts'

/** What a part of a document says; null for one that cannot be read, which does not keep the rest from being read. */
export function whereReadable<Result>(read: () => Result): Result | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof GiveUp) return null
    throw error
  }
}
