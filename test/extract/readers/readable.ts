import type { Block, Document } from '../../../src/model/document.ts'
import { sha256Of } from '../../../src/model/sha256.ts'
import type { SnapshotFile } from '../../../src/model/snapshot.ts'

/** A file of the given bytes or text, as a reader receives it. */
export function fileOf(content: Uint8Array | string, name = 'report'): SnapshotFile {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  return { name, bytes, sha256: sha256Of(bytes) }
}

/**
 * Blocks in a form that reads like the page: a paragraph is its text (`# …` for a heading, `a ¦ b` for pieces), a grid its rows of cell
 * texts, where `←` and `↑` continue the cell to the left or above and `∅` is a position that the table leaves out.
 */
export function readable(blocks: readonly Block[]): (string | string[][])[] {
  return blocks.map((block) => {
    if (block.kind === 'picture') return `[picture ${block.source}]`
    if (block.kind === 'grid') {
      return block.rows.map((row, y) =>
        row.map((cell, x) => (cell === null ? '∅' : cell.column < x ? '←' : cell.row < y ? '↑' : cell.text)),
      )
    }
    const text = block.pieces.length > 1 ? block.pieces.map((piece) => piece.text).join(' ¦ ') : block.text
    return block.heading === null ? text : `${'#'.repeat(block.heading)} ${text}`
  })
}

/** All text of a document, for looking up what must or must not be in it. */
export function textOf(document: Pick<Document, 'blocks'>): string {
  return document.blocks
    .map((block) => {
      if (block.kind === 'paragraph') return block.text
      if (block.kind === 'picture') return ''
      return block.rows.map((row) => row.map((cell) => cell?.text ?? '').join(' ')).join('\n')
    })
    .join('\n')
}
