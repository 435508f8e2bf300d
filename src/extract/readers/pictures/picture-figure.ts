import type { Blot } from './picture-ink.ts'
import { countColumns } from './picture-lines.ts'
import type { Recognised } from './recogniser.ts'

type ReadLine = { readonly result: Recognised; readonly blots: readonly Blot[] }

/** A cell without ink is blank. */
const BLANK = 0.95
/** Recognition alone is never sure enough: the printed sums have to confirm it. */
export const MOST_BY_RECOGNITION = 0.89
/** Stands for ink in which nothing was recognised: the cell is not blank. */
const UNREAD = '\ufffd'
/** What is left when a figure has another number of characters than patches of ink. */
const MISCOUNTED = 0.4
/** A character that is a digit by shape with less than this is none. */
const LEAST_DIGIT = 0.5

/** Puts the lines of a cell together and tells how sure they are. What looks like digits and nothing else is a figure. */
export function readFigure(lines: readonly ReadLine[]): { readonly text: string; readonly confidence: number } {
  if (lines.length === 0) return { text: '', confidence: BLANK }
  const characters = lines.flatMap(({ result }) => result.characters)
  const text = characters.map((character) => character.text).join('')
  if (text === '') return { text: UNREAD, confidence: 0 }
  const isFigure = characters.every((character) => character.digitSure >= LEAST_DIGIT)
  if (!isFigure) return { text, confidence: Math.min(MOST_BY_RECOGNITION, ...characters.map(({ sure }) => sure)) }
  const columns = lines.reduce((sum, { blots }) => sum + countColumns(blots), 0)
  const sure = Math.min(MOST_BY_RECOGNITION, ...characters.map(({ digitSure }) => digitSure))
  return {
    text: characters.map(({ digit }) => digit).join(''),
    confidence: columns === characters.length ? sure : Math.min(sure, MISCOUNTED),
  }
}
