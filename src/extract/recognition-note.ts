import type { Block, Note } from '../model/document.ts'
import { type Cells, SURE } from '../model/report.ts'
import { type CellKey, cellLabel, type Edition } from '../model/template.ts'

/** A note names no more cells than an officer would read. */
const NAMED = 6

/** Says how many cells were recognised in pictures and which of them no printed sum confirms; nothing when none were. */
export function recognitionNotes(blocks: readonly Block[], cells: Cells, edition: Edition | null): Note[] {
  if (edition === null || !blocks.some(isRecognised)) return []
  const keys = (Object.keys(cells) as CellKey[]).filter((key) => cells[key]!.kind !== 'missing')
  const doubtful = keys.filter((key) => cells[key]!.confidence < SURE)
  const named = doubtful
    .slice(0, NAMED)
    .map((key) => `“${cellLabel(key, edition)}”`)
    .join('、')
  const rest = doubtful.length > NAMED ? `等${doubtful.length}格` : ''
  const which = doubtful.length === 0 ? '均由表内合计印证' : `其中${named}${rest}未经表内合计印证，请对照原件核实`
  return [{ code: 'read-by-recognition', message: `文字和数字由图片识别得到：共${keys.length}格，${which}。` }]
}

function isRecognised(block: Block): boolean {
  if (block.kind === 'paragraph') return block.pieces.some(({ confidence }) => confidence !== undefined)
  return block.kind === 'grid' && block.rows.some((row) => row.some((cell) => cell?.confidence !== undefined))
}
