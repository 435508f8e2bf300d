import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib'

const PAGE_LIMIT = 30 * 1024 * 1024
const FILE_LIMIT = 100 * 1024 * 1024

export class TooLarge extends Error {}

/**
 * Reads the body of an answer to its end, within limits, and unpacks it. `heard` is told how much has come so far. Throws for one that is
 * broken off: half a list is no list.
 */
export async function readBody(response: IncomingMessage, heard: (bytes: number) => void): Promise<Uint8Array> {
  const isText = /html|text\/|json|xml/i.test(response.headers['content-type'] ?? '')
  const limit = isText ? PAGE_LIMIT : FILE_LIMIT
  const tooLarge = () => new TooLarge(`larger than ${limit / 1024 / 1024} MB`)
  const chunks: Buffer[] = []
  let size = 0
  if (Number(response.headers['content-length']) > limit) {
    response.destroy()
    throw tooLarge()
  }
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    size += chunk.length
    heard(size)
    if (size > limit) throw tooLarge()
  }
  if (!response.complete) throw new Error('the connection was closed in the middle of the answer')
  const bytes = await unpack(Buffer.concat(chunks), response.headers['content-encoding'] ?? '', limit, tooLarge)
  // Compressed by the application and once more by the server in front of it, or labelled once only: no page begins so.
  return isText && isGzip(bytes) ? unpack(bytes, 'gzip', limit, tooLarge) : bytes
}

/** Servers label plain bytes as compressed, and compress without being asked: the bytes decide. Codings are undone from the last on. */
async function unpack(bytes: Buffer, codings: string, limit: number, tooLarge: () => Error): Promise<Buffer> {
  let unpacked = bytes
  try {
    for (const coding of codings.split(',').reverse()) unpacked = await unpackOnce(unpacked, coding, limit)
    return unpacked
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge()
    throw new Error(`the answer cannot be decompressed (${(error as Error).message})`, { cause: error })
  }
}

async function unpackOnce(bytes: Buffer, coding: string, limit: number): Promise<Buffer> {
  const bounded = { maxOutputLength: limit }
  if (/gzip/i.test(coding)) return isGzip(bytes) ? await promisify(gunzip)(bytes, bounded) : bytes
  if (/br/i.test(coding)) return await promisify(brotliDecompress)(bytes, bounded)
  if (/deflate/i.test(coding)) return await promisify((bytes[0] ?? 0) % 16 === 8 ? inflate : inflateRaw)(bytes, bounded)
  return bytes
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}
