import { makeOfd, type OfdSheet, type OfdStyle } from '../../extract/readers/make-ofd.ts'
import type { Draw } from '../draw.ts'
import type { Layout } from './layout.ts'
import { drawStyle, type Sheet, type SheetStyle, toSheets } from './sheets.ts'

function ofd(
  name: string,
  style: (draw: Draw) => OfdStyle,
  sheet: (draw: Draw) => Partial<SheetStyle> = () => ({}),
  change: (sheet: Sheet) => OfdSheet = (each) => each,
): Layout {
  return {
    name: `ofd-${name}`,
    format: 'ofd',
    render(report, draw) {
      const sheets = toSheets(report, drawStyle(draw, sheet(draw)))
      return makeOfd(sheets.map(change), style(draw), draw.chance(0.5) ? { Title: report.truth.title } : {})
    },
  }
}

/** OFD files as the converters of office programs and of printing drivers write them. */
export const OFD_LAYOUTS: readonly Layout[] = [
  ofd('runs', () => ({})),
  ofd(
    'template',
    () => ({ template: true, locations: 'absolute' }),
    () => ({ repeatsHeadings: true }),
  ),
  ofd('one-by-one', (draw) => ({
    prefix: draw.pick(['', 'o:']),
    runs: 'characters',
    rules: 'boxes',
    locations: 'root',
    nested: true,
  })),
  ofd(
    'scaled',
    () => ({ scale: 0.5, runs: 'glyphs', shared: true }),
    () => ({ sideways: true }),
  ),
  ofd(
    'turned',
    () => ({ pageTurn: true }),
    () => ({ width: 842, height: 595 }),
  ),
  ofd(
    'split-rows',
    () => ({ runs: 'no-steps' }),
    () => ({ width: 420, height: 595, margin: 50, splitsRows: true }),
  ),
]
