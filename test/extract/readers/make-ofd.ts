import { zipSync } from 'fflate'

/** A text on a page; x and y are points from the upper left corner to the left end of the baseline. */
type OfdText = {
  readonly x: number
  readonly y: number
  readonly text: string
  readonly size: number
  /** Counter-clockwise, in degrees. */
  readonly turn?: number
}
export type OfdSheet = {
  readonly width: number
  readonly height: number
  readonly texts: readonly OfdText[]
  readonly lines: readonly (readonly [number, number, number, number])[]
}

/** How a program writes OFD. */
export type OfdStyle = {
  /** The prefix of names, with its colon. */
  readonly prefix?: string
  /** Texts as whole runs, one by one, as glyphs of a font, or without the distances of their characters. */
  readonly runs?: 'runs' | 'characters' | 'glyphs' | 'no-steps'
  readonly rules?: 'lines' | 'boxes'
  /** How parts name each other: from their folder, from the root with a slash, or from the root without one. */
  readonly locations?: 'relative' | 'absolute' | 'root'
  /** Lines of a page in a template below it. */
  readonly template?: boolean
  /** Lines of a page in a drawing that it refers to. */
  readonly shared?: boolean
  /** Objects in blocks inside blocks. */
  readonly nested?: boolean
  /** Texts are set larger and scaled down. */
  readonly scale?: number
  /** Everything is turned counter-clockwise on a page of the other format. */
  readonly pageTurn?: boolean
}

const NAMESPACE = 'http://www.ofdspec.org/2016'
const MILLIMETRES = 25.4 / 72
/** A PNG of one black point. */
const POINT = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=='

/** Writes a small OFD document: a page for each sheet, its properties, and one picture among its resources. */
export function makeOfd(
  sheets: readonly OfdSheet[],
  style: OfdStyle = {},
  info: Readonly<Record<string, string>> = {},
  more: Readonly<Record<string, string>> = {},
): Uint8Array {
  const { prefix = 'ofd:', locations = 'relative' } = style
  const declared = prefix === '' ? `xmlns="${NAMESPACE}"` : `xmlns:${prefix.slice(0, -1)}="${NAMESPACE}"`
  const part = (root: string, content: string) =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<${prefix}${root} ${declared}>${content}</${prefix}${root}>`
  const tag = (name: string, content: string, attributes = '') => `<${prefix}${name}${attributes}>${content}</${prefix}${name}>`
  const at = (path: string) => (locations === 'absolute' ? `/Doc_0/${path}` : locations === 'root' ? `Doc_0/${path}` : path)
  const parts = new Map<string, string>()
  const templates: string[] = []
  const pages: string[] = []
  const drawings: string[] = []
  for (const [index, sheet] of sheets.entries()) {
    const drawn = drawSheet(style.pageTurn ? turned(sheet) : sheet, style, tag, index)
    const area = tag('Area', tag('PhysicalBox', drawn.size))
    if (style.template) {
      parts.set(`Tpls/Tpl_${index}/Content.xml`, part('Page', area + tag('Content', tag('Layer', drawn.rules))))
      templates.push(`<${prefix}TemplatePage ID="${500 + index}" BaseLoc="${at(`Tpls/Tpl_${index}/Content.xml`)}"/>`)
    }
    if (style.shared)
      drawings.push(tag('CompositeGraphicUnit', tag('Content', drawn.rules), ` ID="${900 + index}" Width="9" Height="9"`))
    const rules = style.template
      ? ''
      : style.shared
        ? `<${prefix}CompositeObject ID="${800 + index}" ResourceID="${900 + index}" Boundary="0 0 400 400"/>`
        : drawn.rules
    const objects = rules + drawn.texts
    const layer = tag('Layer', style.nested ? tag('PageBlock', tag('PageBlock', objects)) : objects, ' Type="Body"')
    const template = style.template ? `<${prefix}Template TemplateID="${500 + index}" ZOrder="Background"/>` : ''
    parts.set(`Pages/Page_${index}/Content.xml`, part('Page', template + area + tag('Content', layer)))
    pages.push(`<${prefix}Page ID="${100 + index}" BaseLoc="${at(`Pages/Page_${index}/Content.xml`)}"/>`)
  }
  const media = tag('MultiMedia', tag('MediaFile', 'image_7.png'), ' ID="7" Type="Image" Format="PNG"')
  parts.set(
    'DocumentRes.xml',
    part('Res', tag('MultiMedias', media) + tag('CompositeGraphicUnits', drawings.join(''))).replace(
      declared,
      `${declared} BaseLoc="Res"`,
    ),
  )
  const usual = tag('PageArea', tag('PhysicalBox', '0 0 210 297'))
  const common = tag('CommonData', `${usual}${tag('DocumentRes', at('DocumentRes.xml'))}${templates.join('')}`)
  parts.set('Document.xml', part('Document', common + tag('Pages', pages.join(''))))
  const properties = Object.entries(info).map(([name, value]) => tag(name, escapeXml(value)))
  const body = tag(
    'DocBody',
    tag('DocInfo', tag('DocID', '0') + properties.join('')) +
      tag('DocRoot', at('Document.xml').replace(/^(?!.*Doc_0)/, 'Doc_0/')),
  )
  const files: Record<string, Uint8Array> = { 'OFD.xml': Buffer.from(part('OFD', body)) }
  for (const [name, content] of parts) files[`Doc_0/${name}`] = Buffer.from(content)
  files['Doc_0/Res/image_7.png'] = Buffer.from(POINT, 'base64')
  for (const [name, content] of Object.entries(more)) files[name] = Buffer.from(content)
  return zipSync(files, { level: 1, mtime: new Date(2026, 0, 1) })
}

type Tag = (name: string, content: string, attributes?: string) => string

function drawSheet(sheet: OfdSheet, style: OfdStyle, tag: Tag, page: number) {
  let id = 1000 * (page + 1)
  const texts = sheet.texts.flatMap((text) => {
    const pieces = style.runs === 'characters' ? characters(text) : [text]
    return pieces.map((piece) => drawText(piece, style, tag, id++))
  })
  const rules = sheet.lines.map(([x1, y1, x2, y2]) => {
    const [left, top, width, height] = [Math.min(x1, x2), Math.min(y1, y2), Math.abs(x2 - x1), Math.abs(y2 - y1)].map(
      (value) => value * MILLIMETRES,
    ) as [number, number, number, number]
    const boundary = ` ID="${id++}" Boundary="${[left, top, Math.max(width, 0.2), Math.max(height, 0.2)].map(short).join(' ')}"`
    if (style.rules === 'boxes') {
      const path = `M 0 0 L ${short(Math.max(width, 0.2))} 0 L ${short(Math.max(width, 0.2))} ${short(Math.max(height, 0.2))} L 0 ${short(Math.max(height, 0.2))} C`
      return tag('PathObject', tag('AbbreviatedData', path), `${boundary} Stroke="false" Fill="true"`)
    }
    return tag('PathObject', tag('AbbreviatedData', `M 0 0 L ${short(width)} ${short(height)}`), `${boundary} LineWidth="0.2"`)
  })
  const size = `0 0 ${short(sheet.width * MILLIMETRES)} ${short(sheet.height * MILLIMETRES)}`
  return { size, texts: texts.join(''), rules: rules.join('') }
}

function characters({ x, y, text, size, turn = 0 }: OfdText): OfdText[] {
  let along = 0
  const [cos, sin] = [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)]
  return [...text].map((character) => {
    const placed = { x: x + along * cos, y: y - along * sin, text: character, size, turn }
    along += advance(character) * size
    return placed
  })
}

function drawText({ x, y, text, size, turn = 0 }: OfdText, { runs = 'runs', scale = 1 }: OfdStyle, tag: Tag, id: number): string {
  const height = (size * MILLIMETRES) / scale
  const angle = (turn * Math.PI) / 180
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)].map((value) => value * scale) as [number, number]
  const matrix = turn === 0 && scale === 1 ? '' : ` CTM="${[cos, -sin, sin, cos, 0, 0].map(short).join(' ')}"`
  // The baseline begins at the left edge of the object's own space, one type size below its upper edge.
  const down = height
  const [shiftX, shiftY] = [down * sin, down * cos]
  const boundary = [x * MILLIMETRES - shiftX, y * MILLIMETRES - shiftY, height * text.length, height * 1.3].map(short).join(' ')
  const steps = [...text].slice(0, -1).map((character) => short(advance(character) * height))
  const distances = runs === 'no-steps' || steps.length === 0 ? '' : ` DeltaX="${shorten(steps)}"`
  const code = tag('TextCode', escapeXml(text), ` X="0" Y="${short(down)}"${distances}`)
  const glyphs =
    runs === 'glyphs'
      ? tag(
          'CGTransform',
          tag('Glyphs', [...text].map((character) => character.charCodeAt(0) % 977).join(' ')),
          ` CodePosition="0" CodeCount="${text.length}" GlyphCount="${text.length}"`,
        )
      : ''
  return tag('TextObject', glyphs + code, ` ID="${id}" Boundary="${boundary}" Font="5" Size="${short(height)}"${matrix}`)
}

/** Equal distances in a row as `g count distance`. */
function shorten(steps: readonly string[]): string {
  const parts: string[] = []
  for (let start = 0; start < steps.length; ) {
    let end = start
    while (steps[end] === steps[start]) end++
    parts.push(end - start > 1 ? `g ${end - start} ${steps[start]}` : steps[start]!)
    start = end
  }
  return parts.join(' ')
}

function turned(sheet: OfdSheet): OfdSheet {
  const turn = (x: number, y: number) => [y, sheet.width - x] as const
  return {
    width: sheet.height,
    height: sheet.width,
    texts: sheet.texts.map((text) => {
      const [x, y] = turn(text.x, text.y)
      return { ...text, x, y, turn: ((text.turn ?? 0) + 90) % 360 }
    }),
    lines: sheet.lines.map(([x1, y1, x2, y2]) => [...turn(x1, y1), ...turn(x2, y2)] as const),
  }
}

function advance(character: string): number {
  return character < '\u2000' ? 0.5 : 1
}

function short(value: number): string {
  return String(Math.round(value * 1000) / 1000)
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
