import { type DrawnField, type DrawnPage, type DrawnShape, type DrawnText, makePdf } from '../../extract/readers/make-pdf.ts'
import type { Draw } from '../draw.ts'
import type { Layout } from './layout.ts'
import { drawStyle, type Sheet, type SheetStyle, type SheetText, toSheets, widthOf } from './sheets.ts'

/** How a program writes sheets as PDF. */
type PdfStyle = {
  readonly sheet?: (draw: Draw) => Partial<SheetStyle>
  readonly texts?: (text: SheetText, draw: Draw) => readonly DrawnText[]
  readonly shape?: (line: Sheet['lines'][number], draw: Draw) => DrawnShape
  /** Changes a page that was drawn; `sheet` is what is on it. */
  readonly page?: (page: DrawnPage, sheet: Sheet, draw: Draw) => DrawnPage
  readonly rest?: Pick<Layout, 'mayLose' | 'losesBlanks'>
}

function pdf(name: string, { sheet, texts, shape, page, rest }: PdfStyle = {}): Layout {
  return {
    name: `pdf-${name}`,
    format: 'pdf',
    ...rest,
    render(report, draw) {
      const sheets = toSheets(report, drawStyle(draw, sheet?.(draw)))
      const pages = sheets.map((each) => {
        const drawn: DrawnPage = {
          width: each.width,
          height: each.height,
          texts: each.texts.flatMap((text) => texts?.(text, draw) ?? [text]),
          shapes: each.lines.map((line) => shape?.(line, draw) ?? { line }),
        }
        return page?.(drawn, each, draw) ?? drawn
      })
      return makePdf(pages, draw.chance(0.5) ? { Title: report.truth.title, Producer: 'sheets' } : {})
    },
  }
}

/** A line as a filled box of its thickness. */
function thinBox([x1, y1, x2, y2]: Sheet['lines'][number]): DrawnShape {
  return { fill: [Math.min(x1, x2) - 0.2, Math.min(y1, y2) - 0.2, Math.max(x1, x2) + 0.3, Math.max(y1, y2) + 0.3] }
}

/** Each character for itself, with the small differences that justification and kerning make. */
function oneByOne(text: SheetText, draw: Draw): DrawnText[] {
  if (text.turn) return [text]
  let x = text.x
  return [...text.text].map((character) => {
    const placed = { ...text, x: x + (draw.int(10) - 5) * 0.012 * text.size, text: character }
    x += widthOf(character) * text.size
    return placed
  })
}

/** The page turned counter-clockwise about itself, as a landscape page that is laid on a portrait one. */
function laidSideways(page: DrawnPage): DrawnPage {
  const width = page.width!
  const turn = (x: number, y: number) => [y, width - x] as const
  return {
    ...page,
    width: page.height!,
    height: width,
    texts: page.texts!.map((text) => {
      const [x, y] = turn(text.x, text.y)
      return { ...text, x, y, turn: ((text.turn ?? 0) + 90) % 360 }
    }),
    shapes: page.shapes!.map((shape) => {
      const [x1, y1, x2, y2] = 'line' in shape ? shape.line : shape.fill
      const [left, bottom] = turn(x1, y1)
      const [right, top] = turn(x2, y2)
      return 'line' in shape ? { line: [left, bottom, right, top] } : { fill: [left, top, right, bottom] }
    }),
  }
}

/** Values as fields of a form; the rest of the page as it is. */
function asFields(page: DrawnPage, sheet: Sheet): DrawnPage {
  const fields: DrawnField[] = []
  const texts: DrawnText[] = []
  for (const text of sheet.texts) {
    const { x, y, size, isValue } = text
    if (!isValue) texts.push(text)
    else fields.push({ box: [x - 3, y - size, x + widthOf(text.text) * size + 3, y + size * 0.3], value: text.text })
  }
  return { ...page, texts, fields }
}

/** A table written again on the next page: what each program does where a table is longer than a page. */
const SMALL_PAGE = { width: 420, height: 595, margin: 50 }

/** PDF files with a text layer, as word processors, browsers, form programs and text recognition make them. */
export const PDF_LAYOUTS: readonly Layout[] = [
  pdf('ruled'),
  pdf('thin-boxes', { shape: thinBox, sheet: () => ({ repeatsHeadings: true, number: String }) }),
  pdf('row-lines', { sheet: () => ({ rules: 'rows' }) }),
  pdf('unruled', { sheet: () => ({ rules: 'none', number: (page) => `- ${page} -` }), rest: { losesBlanks: true } }),
  pdf('one-by-one', { texts: oneByOne }),
  pdf('unembedded', { texts: (text) => [{ ...text, unembedded: true }] }),
  pdf('landscape', { sheet: () => ({ width: 842, height: 595 }) }),
  pdf('turned', { sheet: () => ({ width: 842, height: 595 }), page: (page) => ({ ...laidSideways(page), rotate: 90 }) }),
  pdf('laid-sideways', { sheet: () => ({ width: 842, height: 595 }), page: laidSideways }),
  pdf('sideways-labels', { sheet: () => ({ sideways: true }) }),
  pdf('small-pages', {
    sheet: () => ({ ...SMALL_PAGE, runningTitle: '青禾县政务公开资料汇编', number: (page) => String(page + 20) }),
  }),
  pdf('split-rows', { sheet: () => ({ ...SMALL_PAGE, splitsRows: true }) }),
  pdf('form-fields', { page: asFields }),
  pdf('watermark', {
    page: (page, { width, height }, draw) => {
      const words = draw.pick(['公开', '青禾县', '样张'])
      const slanting = { x: width / 4, y: height * 0.7, text: words, size: 70, turn: 40, colour: [0.8, 0.8, 0.8] as const }
      const upright = { ...slanting, turn: 0, y: height / 2 }
      return { ...page, texts: [draw.chance(0.5) ? slanting : upright, ...page.texts!] }
    },
  }),
  pdf('hidden-text', {
    page: (page, _, draw) => ({
      ...page,
      texts: [
        ...page.texts!,
        ...page
          .texts!.filter(() => draw.chance(0.3))
          .map((text) => ({ ...text, x: text.x + 2, y: text.y + 3, text: '8', colour: [1, 1, 1] as const })),
      ],
    }),
  }),
  pdf('recognised', { texts: (text) => [{ ...text, invisible: true }], rest: { mayLose: true } }),
]
