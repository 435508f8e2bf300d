import type { Place } from '../model/document.ts'
import type { Letter, ShownPage } from '../model/shown-page.ts'
import { type Html, html } from './html.ts'
import { reportWords } from './report-words.ts'
import { MARK_ID } from './sanitise-snapshot.ts'
import type { Reader } from './visitor.ts'

/** A box on a page that a finding speaks of: a cell, or the sentence. */
export type PageMark = { readonly label: string; readonly at: Place; readonly strength: 'selected' | 'quote' | 'other' }

type Boxed = PageMark & { readonly box: readonly [number, number, number, number] }

/** So many points of the page are shown above the place that the frame scrolls to. */
const ABOVE = 120

/** The page where the eye is to go first: that of the first mark that stands out, else the first. */
export function pageToShow(marks: readonly PageMark[]): number {
  return marks.find(({ strength, at }) => strength !== 'other' && at.page !== undefined)?.at.page ?? 1
}

/**
 * One page of an original as a picture. The picture stands in the page itself, since a frame of no origin asks for nothing in our name. Drawn
 * over it are the marked boxes, and the characters whose font the file does not carry, in a font of the reader's.
 */
export function pageBody(reader: Reader, { page, number, count, picture, marks }: PageShown): Html {
  const words = reportWords(reader)
  const boxed = marks.flatMap((mark): Boxed[] => {
    const { page: on, box } = mark.at
    return on !== number || box === undefined ? [] : [{ ...mark, box }]
  })
  const type = picture[0] === 0x89 ? 'image/png' : 'image/jpeg'
  return html`${page.letters.length > 0 && html`<p class="notice">${words.fontsMissing}</p>`}
  <figure class="page"><img src="data:${type};base64,${Buffer.from(picture).toString('base64')}" width="${Math.round(page.width)}" height="${Math.round(page.height)}" alt="${words.pageOf(number, count)}">
    ${(boxed.length > 0 || page.letters.length > 0) && overlay(page, boxed)}</figure>`
}

type PageShown = {
  readonly page: ShownPage
  /** Which page it is, from 1, of how many. */
  readonly number: number
  readonly count: number
  readonly picture: Uint8Array
  /** Those of all pages. */
  readonly marks: readonly PageMark[]
}

/** Boxes and characters as attributes of a drawing, since no style may stand in the page. */
function overlay({ width, height, letters }: ShownPage, marks: readonly Boxed[]): Html {
  const target = marks.find(({ strength }) => strength !== 'other')
  return html`<svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none">${linesOf(letters).map(lettersLine)}${marks.map(
    (mark) => {
      const [left, top, right, bottom] = mark.box
      const start = Math.max(0, top - ABOVE)
      const anchor =
        mark === target && html`<rect id="${MARK_ID}" class="anchor" x="0" y="${start}" width="1" height="${bottom - start}"/>`
      return html`${anchor}<rect class="${mark.strength}" x="${left - 2}" y="${top - 2}" width="${right - left + 4}" height="${bottom - top + 4}"><title>${mark.label}</title></rect>`
    },
  )}</svg>`
}

/** Letters of one baseline and size together, in their order. */
function linesOf(letters: readonly Letter[]): (readonly Letter[])[] {
  const lines: Letter[][] = []
  for (const letter of letters) {
    const line = lines.at(-1)
    if (line?.[0]?.y === letter.y && line[0].size === letter.size) line.push(letter)
    else lines.push([letter])
  }
  return lines
}

function lettersLine(line: readonly Letter[]): Html {
  // Characters beyond the first plane count as two where places are given one by one.
  const places = line.flatMap(({ text, x }) => Array.from({ length: text.length }, () => rounded(x)))
  return html`<text x="${places.join(' ')}" y="${rounded(line[0]!.y)}" font-size="${rounded(line[0]!.size)}">${line.map(({ text }) => text).join('')}</text>`
}

function rounded(points: number): number {
  return Math.round(points * 10) / 10
}
