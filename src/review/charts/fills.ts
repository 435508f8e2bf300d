import { type Html, html, trusted } from '../html.ts'

/** Colours of a chart, by the variables of the stylesheet: so that they follow the dark page and the printed one. */
const TONES = ['ink', 'soft', 'error', 'warning'] as const
type Tone = (typeof TONES)[number]

/** How an area is filled, so that nothing is told by colour alone. */
type Texture = 'solid' | 'hatch' | 'cross' | 'dots' | 'empty'

export type Fill = { readonly tone: Tone; readonly texture: Texture }

const PATTERNS: Readonly<Record<'hatch' | 'cross' | 'dots', string>> = {
  hatch: '<path d="M-1 7 7 -1M2 10 10 2M-4 4 4 -4"/>',
  cross: '<path d="M-1 7 7 -1M2 10 10 2M-4 4 4 -4M-1 -1 10 10M5 -3 13 5M-3 5 5 13"/>',
  dots: '<circle cx="2" cy="2" r="1.2"/><circle cx="6" cy="6" r="1.2"/>',
}

/** Once on a page with charts: the textures that its areas refer to. Their ids are these and nobody else's. */
export function chartTextures(): Html {
  const patterns = Object.entries(PATTERNS).flatMap(([texture, drawing]) =>
    TONES.map(
      (tone) =>
        `<pattern id="${texture}-${tone}" class="texture ${tone}" width="8" height="8" patternUnits="userSpaceOnUse">${drawing}</pattern>`,
    ),
  )
  return html`<svg class="textures" aria-hidden="true" width="0" height="0"><defs>${trusted(patterns.join(''))}</defs></svg>`
}

/** The attributes of an area: the class gives its colour and outline, the reference its texture. */
export function areaAttributes({ tone, texture }: Fill): Html {
  const isPattern = texture !== 'solid' && texture !== 'empty'
  return html`class="area ${tone} ${texture}"${isPattern && html` fill="url(#${texture}-${tone})"`}`
}

/** A sample of a fill for legends; the word stands beside it. */
export function swatch(fill: Fill): Html {
  return html`<svg class="swatch" aria-hidden="true" width="12" height="12"><rect x="0.5" y="0.5" width="11" height="11" ${areaAttributes(fill)}/></svg>`
}
