import { createHash } from 'node:crypto'

/** SHA-256 of bytes or UTF-8 text, lower-case hex: names snapshots and fingerprints. */
export function sha256Of(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex')
}
