import { type CheerioAPI, load } from 'cheerio'
import { strFromU8, unzipSync } from 'fflate'
import { openOle } from '../../../src/extract/readers/containers/ole.ts'
import { openDoc } from '../../../src/extract/readers/word/doc-file.ts'
import { characterMarks, paragraphProperties } from '../../../src/extract/readers/word/doc-properties.ts'
import type { Place } from '../../../src/model/document.ts'
import { encodeGb18030 } from '../../generate/layouts/gb18030.ts'
import { MarkedCells } from './marked-cells.ts'

/** The text at a path of a DOCX. */
export function textInDocx(bytes: Uint8Array): (place: Place) => string | null {
  const files = unzipSync(bytes)
  const parts = new Map<string, CheerioAPI>()
  return ({ path }) => {
    const [part, steps] = (path ?? '').split('#') as [string, string | undefined]
    if (steps === undefined) return null
    const $ = parts.get(part) ?? load(strFromU8(files[part]!), { xml: true })
    parts.set(part, $)
    let place = $('w\\:body')
    for (const step of steps.split('/')) {
      if (step === 'txbx') {
        place = place.find('w\\:txbxContent').filter((_, each) => $(each).closest('mc\\:Fallback').length === 0)
        continue
      }
      const [, name, number] = /^([a-z]+)\[(\d+)\]$/.exec(step)!
      const own = place
        .find(`w\\:${name}`)
        .filter((_, each) => $(each).parent().closest('w\\:tbl, w\\:tr, w\\:tc, w\\:txbxContent, w\\:body').is(place))
      place = own.eq(Number(number) - 1)
    }
    // What Word shows: neither what was deleted nor what was moved away.
    const shown = place.find('w\\:t').filter((_, each) => $(each).closest('w\\:del, w\\:moveFrom').length === 0)
    return place.length === 0 ? null : shown.text()
  }
}

const FIELD_BEGIN = '\x13'
const FIELD_RESULT = '\x14'
const FIELD_END = '\x15'

/** The text at a path of a DOC or WPS file. */
export function textInDoc(bytes: Uint8Array): (place: Place) => string | null {
  const doc = openDoc(openOle(bytes, 'report'), 'report')
  const propertiesAt = paragraphProperties(doc)
  const { hidden } = characterMarks(doc)
  const cellsIn = ({ from, to }: { readonly from: number; readonly to: number }): MarkedCells => {
    const cells = new MarkedCells()
    let text = ''
    let inCode = false
    for (let at = from; at < to; at++) {
      const character = doc.text[at]!
      if (/[\r\x07\f]/.test(character)) {
        const { depth, endsRow, endsInnerRow, endsInnerCell } = propertiesAt(at)
        const isRowEnd = depth > 0 && (depth === 1 ? endsRow && character === '\x07' : endsInnerRow)
        if (isRowEnd) cells.endRow(depth)
        else cells.paragraph(depth, text)
        if (!isRowEnd && depth > 0 && (depth === 1 ? character === '\x07' : endsInnerCell)) cells.endCell(depth)
        text = ''
      } else if (character === FIELD_BEGIN) inCode = true
      else if (character === FIELD_RESULT || character === FIELD_END) inCode = false
      else if (!inCode && !hidden[at] && character >= ' ') text += character
    }
    return cells
  }
  const body = cellsIn(doc.stories.body)
  // Boxes stand one behind the other, each with one table.
  const boxes = doc.stories.textBoxes
  const inBoxes = boxes.from < boxes.to ? cellsIn(boxes) : null
  return ({ path }) => {
    const [, box, rest] = /^WordDocument#(?:txbx\[(\d+)\]\/)?(.*)$/.exec(path ?? '') ?? []
    if (rest === undefined) return null
    if (box === undefined) return body.textAt(rest)
    return inBoxes?.textAt(rest.replace(/^tbl\[1\]/, `tbl[${Number(box) - FIRST_SHAPE + 1}]`)) ?? null
  }
}

/** The shape of the first box that `makeDoc` is given by the layouts. */
const FIRST_SHAPE = 1026

const LEFT_OUT =
  /^(?:fonttbl|colortbl|stylesheet|info|header|footer|fldinst|shprslt|nonesttables|generator|bkmkstart|bkmkend|sp|pict)$/

/** The text at a path of an RTF file. */
export function textInRtf(bytes: Uint8Array): (place: Place) => string | null {
  const stories = new Map<string, MarkedCells>([['', new MarkedCells()]])
  type State = { readonly left: boolean; readonly depth: number; readonly story: string }
  const states: State[] = []
  let state: State = { left: false, depth: 0, story: '' }
  let boxes = 0
  let text: number[] = []
  let skipNext = false
  const take = () => {
    const said = new TextDecoder('gb18030').decode(Uint8Array.from(text))
    text = []
    return said
  }
  const saved: number[][] = []
  const own = () => stories.get(state.story)!
  const source = Buffer.from(bytes).toString('latin1')
  for (const [token, word, number, hex] of source.matchAll(
    /\\(?:([a-z]+)(-?\d+)? ?|'([0-9a-f]{2})|[\s\S])|[{}]|[\r\n]+|[^\\{}\r\n]/g,
  )) {
    const isBoxEnd = token === '}' && states.at(-1)?.story !== state.story
    if (token === '{') states.push(state)
    else if (token === '}') {
      if (isBoxEnd) text = saved.pop()!
      state = states.pop()!
    } else if (word !== undefined) {
      if (LEFT_OUT.test(word) || (/^(?:deleted|v)$/.test(word) && number !== '0')) state = { ...state, left: true }
      if (state.left) continue
      if (word === 'shptxt') {
        saved.push(text)
        text = []
        boxes++
        stories.set(String(boxes), new MarkedCells())
        state = { left: false, depth: 0, story: String(boxes) }
      } else if (word === 'u') {
        text.push(...encodeGb18030(String.fromCharCode(Number(number) & 0xffff)))
        skipNext = true
      } else if (word === 'pard') state = { ...state, depth: 0 }
      else if (word === 'intbl') state = { ...state, depth: Math.max(1, state.depth) }
      else if (word === 'itap') state = { ...state, depth: Number(number) }
      else if (word === 'par') own().paragraph(state.depth, take())
      else if (word === 'cell' || word === 'nestcell') {
        const depth = word === 'cell' ? 1 : state.depth
        own().paragraph(depth, take())
        own().endCell(depth)
      } else if (word === 'row' || word === 'nestrow') own().endRow(word === 'row' ? 1 : state.depth)
    } else if (hex !== undefined) {
      if (!state.left) text.push(Number.parseInt(hex, 16))
    } else if (skipNext) skipNext = false
    else if (!state.left && !token.startsWith('\\') && !/[\r\n]/.test(token)) text.push(token.charCodeAt(0))
  }
  return ({ path }) => {
    const [, box = '', rest] = /^rtf#(?:txbx\[(\d+)\]\/)?(.*)$/.exec(path ?? '') ?? []
    return rest === undefined ? null : (stories.get(box)?.textAt(rest) ?? null)
  }
}
