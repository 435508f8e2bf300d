import type { Place } from '../model/document.ts'
import type { Letter, ShownPage } from '../model/shown-page.ts'
import { type Html, html } from './html.ts'
import { PAGE_SCALES } from './page-picture.ts'
import { reportWords } from './report-words.ts'
import { MARK_ID } from './sanitise-snapshot.ts'
import type { Zoom } from './snapshot-zoom.ts'
import type { Reader } from './visitor.ts'

/** A box on a page that a finding speaks of: a cell, or the sentence. */
export type PageMark = { readonly label: string; readonly at: Place; readonly strength: 'selected' | 'quote' | 'other' }

type Boxed = PageMark & { readonly page: number; readonly box: readonly [number, number, number, number] }

/** So many points of the page are shown above the place that the frame scrolls to. */
const ABOVE = 120

/**
 * The pages of an original as pictures below each other, with a line to choose a page by. Drawn over them are the marked boxes, and the
 * characters whose font the file does not carry, in a font of the reader's.
 */
export function pagesBody(
  reader: Reader,
  sha256: string,
  { pages, marks, zoom }: { readonly pages: readonly ShownPage[]; readonly marks: readonly PageMark[]; readonly zoom: Zoom },
): Html {
  const words = reportWords(reader)
  const placed = marks.flatMap((mark): Boxed[] => {
    const { page, box } = mark.at
    return page === undefined || box === undefined ? [] : [{ ...mark, page, box }]
  })
  const target = placed.find(({ strength }) => strength !== 'other')
  const scale = zoom === '200' || zoom === '300' ? PAGE_SCALES.fine : PAGE_SCALES.plain
  return html`${
    pages.length > 1 &&
    html`<nav class="pages" aria-label="${words.pages}">${words.pages} ${pages.map((_, index) => html`<a href="#page-${index + 1}">${index + 1}</a> `)}</nav>`
  }${pages.some(({ letters }) => letters.length > 0) && html`<p class="notice">${words.fontsMissing}</p>`}
  ${pages.map((page, index) => {
    const number = index + 1
    const onPage = placed.filter((mark) => mark.page === number)
    return html`<figure class="page" id="page-${number}"><img src="/snapshots/${sha256}/pages/${number}?scale=${scale}" width="${Math.round(page.width)}" height="${Math.round(page.height)}" alt="${words.pageOf(number, pages.length)}" loading="lazy">
      ${(onPage.length > 0 || page.letters.length > 0) && overlay(page, onPage, target)}</figure>`
  })}`
}

/** Boxes and characters as attributes of a drawing, since no style may stand in the page. */
function overlay({ width, height, letters }: ShownPage, marks: readonly Boxed[], target: Boxed | undefined): Html {
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
