import { chromium, type Page } from 'playwright'
import { findBrowser } from '../../../src/crawlers/find-browser.ts'
import { drawPdfPages } from '../../../src/extract/readers/pictures/picture-decode.ts'
import { type Grey, rotate } from '../../../src/extract/readers/pictures/picture-grey.ts'
import { sha256Of } from '../../../src/model/sha256.ts'
import { makeScan } from '../../extract/readers/make-scan.ts'
import type { Draw } from '../draw.ts'
import type { PrintedReport } from '../printed.ts'
import { html } from './html-style.ts'
import type { Layout } from './layout.ts'

/** Fonts that a Linux machine may have; one that is missing falls back to another. */
const FONTS = [
  'Noto Sans CJK SC',
  'Noto Serif CJK SC',
  'WenQuanYi Zen Hei',
  'WenQuanYi Micro Hei',
  'AR PL UMing CN',
  'AR PL UKai CN',
]

/** How a page looks before it is photographed: rules for its body, beside those of all pages. */
type Look = (draw: Draw) => string

function pageOf(report: PrintedReport, draw: Draw, look: Look): string {
  const font = draw.pick(FONTS)
  const size = 14 + draw.int(4)
  const rules = [
    `body{font:${size}px/1.7 '${font}','Noto Sans CJK SC',serif;width:980px;margin:30px auto;background:#fff}`,
    `table{border-collapse:collapse;width:100%;margin:10px 0}`,
    `td,th{border:${1 + draw.int(1)}px solid #${draw.chance(0.7) ? '000' : '444'};padding:${1 + draw.int(5)}px;text-align:center;font-weight:normal}`,
    `td p{margin:0}`,
    look(draw),
  ]
  const layout = html('picture-page', {
    page: (body) =>
      `<!DOCTYPE html><html><head><meta charset="utf-8"><style>${rules.join('\n')}</style></head><body>${body}</body></html>`,
  })
  return Buffer.from(layout.render(report, draw) as Uint8Array).toString('utf8')
}

/** Shows a page in a browser of its own. */
async function show<T>(content: string, scale: number, use: (page: Page) => Promise<T>): Promise<T> {
  const found = await findBrowser(null)
  if (found === null) throw new Error('pictures of reports are made by Chromium, which this machine does not have')
  const browser = await chromium.launch({ executablePath: found.executablePath, args: found.args })
  try {
    const page = await browser.newPage({ viewport: { width: 1040, height: 800 }, deviceScaleFactor: scale })
    await page.setContent(content)
    return await use(page)
  } finally {
    await browser.close()
  }
}

function picture(name: string, type: 'png' | 'jpeg', look: Look = () => ''): Layout {
  return {
    name: `picture-${name}`,
    format: 'picture',
    mayLose: true,
    isSlow: true,
    render: (report, draw) =>
      show(pageOf(report, draw, look), draw.pick([1, 1.5, 2]), (page) =>
        page.screenshot({ fullPage: true, type, ...(type === 'jpeg' && { quality: 60 }) }),
      ),
  }
}

const DOTS = 150
const POINTS = 72

/** The pages of a PDF as Chromium writes it. */
function pageNumbers(bytes: Buffer): number[] {
  return [...bytes.toString('latin1').matchAll(/\/Type \/Page\b(?!s)/g)].map((_, index) => index + 1)
}

function scan(name: string, degrees: (draw: Draw) => number): Layout {
  return {
    name: `scan-${name}`,
    format: 'scan',
    mayLose: true,
    isSlow: true,
    async render(report, draw) {
      const content = pageOf(report, draw, () => 'body{width:auto;margin:0}tr{break-inside:avoid}')
      const bytes = await show(content, 1, (page) =>
        page.pdf({ format: 'A4', margin: { top: '60px', bottom: '60px', left: '50px', right: '50px' }, scale: 0.72 }),
      )
      const file = { name: 'printed.pdf', bytes, sha256: sha256Of(bytes) }
      const pages: Grey[] = []
      for await (const { picture } of drawPdfPages(file, pageNumbers(bytes), DOTS / POINTS))
        pages.push(rotate(picture, degrees(draw)))
      return makeScan(pages, DOTS)
    },
  }
}

/** Grain of paper laid over the page. */
const GRAIN =
  "body::after{content:'';position:absolute;inset:0;opacity:.25;mix-blend-mode:multiply;background:url(\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='300' height='300'%3E%3Cfilter id='n'%3E%3CfeTurbulence type='fractalNoise' baseFrequency='.9' numOctaves='2'/%3E%3CfeColorMatrix type='saturate' values='0'/%3E%3C/filter%3E%3Crect width='300' height='300' filter='url(%23n)'/%3E%3C/svg%3E\")}"

/** Pictures of reports as screens, phones and scanners make them, and scans bound into a PDF. */
export const PICTURE_LAYOUTS: readonly Layout[] = [
  picture('screen', 'png'),
  picture('jpeg', 'jpeg'),
  picture('turned', 'jpeg', (draw) => `body{transform:rotate(${(draw.int(28) - 14) / 10}deg)}html{padding:30px 0}`),
  picture(
    'grey',
    'jpeg',
    (draw) => `html{background:#${draw.pick(['ddd', 'c8c8c8', 'e8e4d8'])}}body{background:none;color:#333}`,
  ),
  picture('blurred', 'jpeg', (draw) => `body{filter:blur(0.${2 + draw.int(3)}px)}`),
  picture('grainy', 'jpeg', () => GRAIN),
  picture('shaded', 'png', () => 'tr:nth-child(even) td{background:#e6eef7}'),
  scan('straight', () => 0),
  scan('turned', (draw) => (draw.int(20) - 10) / 10),
]
