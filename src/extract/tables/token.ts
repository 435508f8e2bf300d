import type { Block, Piece } from '../../model/document.ts'
import type { Cell } from '../../model/report.ts'
import { TABLE3_ROWS_2019, TABLE3_ROWS_2021, TABLE4 } from '../../model/template.ts'
import { normaliseLabel } from '../label.ts'
import { FURNITURE_LABELS, ROWS3, rows2 } from './labels.ts'
import { readCell } from './read-cell.ts'

export type CellPlace = NonNullable<Cell['at']>

/** One piece of a table read as a line of words: a label, or something that stands where a value stands. */
export type Token = {
  readonly text: string
  readonly label: string
  readonly value: boolean
  /** Cut out of a run-together text: nothing separates it from its neighbours on the page. */
  readonly glued: boolean
  readonly at: CellPlace
  /** Index of its block in the document. */
  readonly block: number
}

/** Most tokens that one table can reasonably have; a longer run is cut here. */
const MOST_TOKENS = 3000
/** No table is longer, even with all of its cells run together. */
const LONGEST_PIECE = 40_000

/** The blocks from `from` up to `to` as a run of tokens in reading order. */
export function toTokens(blocks: readonly Block[], from: number, to: number): Token[] {
  const tokens: Token[] = []
  let grid = blocks.slice(0, from).filter((block) => block.kind === 'grid').length
  for (let index = from; index < to && tokens.length < MOST_TOKENS; index += 1) {
    const block = blocks[index]!
    if (block.kind === 'paragraph') for (const piece of block.pieces) tokens.push(...inTheirPlaces(cutPiece(piece, index), piece))
    if (block.kind !== 'grid') continue
    for (const [row, cells] of block.rows.entries()) {
      for (const [column, cell] of cells.entries()) {
        if (cell && cell.row === row && cell.column === column && cell.text.trim() !== '') {
          tokens.push(...cutPiece({ text: cell.text, at: { ...cell.at, grid, row, column } as CellPlace }, index))
        }
      }
      if (tokens.length >= MOST_TOKENS) break
    }
    grid += 1
  }
  return tokens.map((token, index) => (beginsUnable(token, tokens[index + 1]) ? { ...token, value: false, label: '无' } : token))
}

/**
 * Tokens that were cut out of a piece, each with its own part of the piece's place, as far as the characters of the source are those of the
 * text one by one.
 */
function inTheirPlaces(tokens: Token[], { text, at }: Piece): Token[] {
  const { start, end } = at
  if (tokens.length < 2 || start === undefined || end === undefined || end - start !== text.length) return tokens
  const normal = text.normalize('NFKC')
  const source = normal.length === text.length ? normal : text
  let from = 0
  return tokens.map((token) => {
    const found = source.indexOf(token.text.normalize('NFKC'), from)
    if (found < 0 || /[^\s①-⑳]/.test(text.slice(from, found))) return token
    from = found + token.text.length
    return { ...token, at: { ...token.at, start: start + found, end: start + from } }
  })
}

/** The 无 of a 无法提供 that is printed downwards is no value. */
function beginsUnable({ text }: Token, next: Token | undefined): boolean {
  return text === '无' && next !== undefined && /^法(?:提供?)?$/.test(next.label)
}

function toToken(text: string, at: CellPlace, block: number, glued: boolean): Token {
  const value = isValueLike(text)
  return { text: text.trim(), label: value ? '' : normaliseLabel(text), value, glued, at, block }
}

function isValueLike(text: string): boolean {
  // Digits that run together are longer than any number.
  if (/^\d{1,60}$/.test(text)) return true
  const { kind } = readCell(text, { signed: true })
  return kind === 'number' || kind === 'slash' || kind === 'dash' || kind === 'blank' || text.trim() === '无'
}

const LONGEST_ROW_LABEL = 80

/** A row on one line: its label and the values behind it, set apart by blanks; either may be the empty string. */
function cutTail(text: string): readonly [label: string, values: string] {
  const parts = text.trim().split(/\s+/, LONGEST_ROW_LABEL)
  const last = parts.findLastIndex((part) => !isValueLike(part))
  const label = parts.slice(0, last + 1).join(' ')
  const values = parts.slice(last + 1).join(' ')
  if (label !== '' && (label.length > LONGEST_ROW_LABEL || !/[\p{Script=Han})）”"]$/u.test(label))) return ['', '']
  return parts.length === LONGEST_ROW_LABEL ? ['', ''] : [label, values]
}

/** `— 4 —`, `第4页 共12页`, `5 / 9`: the number of a page is no value. */
const PAGE_NUMBER = /^\s*(?:[-–—―]\s*\d{1,3}\s*[-–—―]|第\s*\d{1,3}\s*页.{0,12}|\d{1,3}\s*\/\s*\d{1,3})\s*$/

/** Cuts a piece in which labels and values run together; other pieces are one token. */
function cutPiece(piece: Piece, block: number): Token[] {
  if (PAGE_NUMBER.test(piece.text)) return []
  const text = piece.text.length > LONGEST_PIECE ? piece.text.slice(0, LONGEST_PIECE) : piece.text
  const [label, values] = cutTail(text)
  if (label !== '' && values !== '') {
    return [...cutPiece({ text: label, at: piece.at }, block), ...splitNumbers(values, piece.at, block, false)]
  }
  if (values !== '') return splitNumbers(values, piece.at, block, false)
  if (text.length < 4 || /^[\d.,\s]+$/.test(text)) return splitNumbers(text, piece.at, block, false)
  const compact = normaliseLabel(text)
  if (compact.length < 4 || isFormLabel(compact)) return [toToken(text, piece.at, block, false)]
  // NFKC makes a value of a circled number.
  const whole = text.replace(/[①-⑳]/g, '').normalize('NFKC')
  const cuts = [...whole.matchAll(GLUED_LABEL)]
  if (cuts.length === 0) return [toToken(text, piece.at, block, false)]
  const tokens: Token[] = []
  let end = 0
  for (const cut of cuts) {
    tokens.push(...rest(whole.slice(end, cut.index), piece.at, block))
    tokens.push(toToken(cut[0], piece.at, block, true))
    end = cut.index + cut[0].length
  }
  tokens.push(...rest(whole.slice(end), piece.at, block))
  return tokens.length === 1 ? [toToken(text, piece.at, block, false)] : tokens
}

/** What stands between two labels: values, and words of rows that the form does not have, each in its place. */
function rest(text: string, at: CellPlace, block: number): Token[] {
  const trimmed = text.trim()
  if (trimmed === '') return []
  const tail = /^(.*[\p{Script=Han})])\s*(\d[\d.\s]*)$/su.exec(trimmed)
  const about = tail && ABOUT.exec(tail[1]!)
  if (about) {
    // What is only about a number is none: `约20`.
    const [number, ...others] = tail[2]!.trim().split(/\s+/)
    const values = others.map((value) => toToken(value, at, block, true))
    return [
      ...rest(tail[1]!.slice(0, about.index), at, block),
      toToken(`${about[0].trim()}${number}`, at, block, true),
      ...values,
    ]
  }
  if (tail) return [...rest(tail[1]!, at, block), ...splitNumbers(tail[2]!, at, block, true)]
  const parts = trimmed.split(/\s+/)
  const words = parts.findIndex((part) => !isValueLike(part))
  if (words <= 0 || !/\p{Script=Han}/u.test(trimmed)) return splitNumbers(text, at, block, true)
  const values = parts.slice(0, words).map((value) => toToken(value, at, block, true))
  return [...values, toToken(parts.slice(words).join(' '), at, block, true)]
}

const ABOUT = /(?:^|\s)(?:约|大约|近|接近|超|超过|逾|不足|至少)$/

/** Numbers that stand apart by blanks are tokens of their own, unless they may be one number that was split. */
function splitNumbers(text: string, at: CellPlace, block: number, glued: boolean): Token[] {
  const parts = text.trim().split(/\s+/)
  if (parts.length === 1 || !parts.every(isValueLike)) return [toToken(text, at, block, glued)]
  return parts.map((part) => toToken(part, at, block, glued))
}

/**
 * The blocks that a table takes up: those of the tokens it used, and the lines around and between them that hold nothing but values and words
 * of the form.
 */
export function blocksOfTable(tokens: readonly Token[], used: readonly number[]): ReadonlySet<number> {
  const blocks = new Set(used.map((index) => tokens[index]!.block))
  const first = Math.max(0, Math.min(...used) - HEADING_TOKENS)
  const last = Math.max(...used)
  const others = new Map<number, boolean>()
  for (const token of tokens.slice(first, last + 1)) {
    const formal = token.value || isFormLabel(token.label) || token.label.length <= 2
    others.set(token.block, formal && (others.get(token.block) ?? true))
  }
  for (const [block, formal] of others) if (formal) blocks.add(block)
  return blocks
}

/** How far before the first row the headings of a table may begin. */
const HEADING_TOKENS = 30

const OFFICIAL_LABELS: readonly string[] = [
  ...[...TABLE3_ROWS_2021, ...TABLE3_ROWS_2019].flatMap(({ group, label }) => (group === null ? [label] : [group, label])),
  ...TABLE4.flatMap(({ group, label }) => [...group, label]),
]

/** Labels long enough to be found inside other text, longest first, each with its own numbering. */
const GLUED_LABEL = new RegExp(
  [
    ...new Set([
      ...OFFICIAL_LABELS,
      '（一）予以公开',
      '（二）部分公开',
      '（七）总计',
      '3.其他',
      '规章',
      '行政规范性文件',
      '规范性文件',
      '行政许可',
      '其他对外管理服务事项',
      '行政处罚',
      '行政强制',
      '行政事业性收费',
      '政府集中采购',
      '信息内容',
      '申请人情况',
      '第二十条第（一）项',
      '第二十条第（五）项',
      '第二十条第（六）项',
      '第二十条第（八）项',
      '第二十条第（九）项',
      ...FURNITURE_LABELS,
    ]),
  ]
    .map((label) => label.normalize('NFKC'))
    .filter((label) => label !== '其他' && label !== '总计')
    .sort((a, b) => b.length - a.length)
    .map(toPattern)
    .join('|'),
  'g',
)

function toPattern(label: string): string {
  const numbering = /^(?:\([一二三四五六七]\)|[一二三四]、|\d\.)/.exec(label)?.[0] ?? ''
  const words = label.slice(numbering.length)
  const spaced = [...words].map((character) => {
    if (/[“”"]/.test(character)) return '[“”"]?'
    if (/[,，、]/.test(character)) return '[,、，]?'
    if (/[()（）]/.test(character)) return '[()]?'
    return character.replace(/[.*+?^${}|[\]\\/]/g, '\\$&')
  })
  const printed = spaced.join('\\s*')
  if (numbering === '') return printed
  const number = /^\d/.test(numbering) ? `${numbering[0]}\\s*[.、,]` : numbering.replace(/[()]/g, '\\$&').replace('、', '[、.,]')
  // 其他 and 总计 are words of other labels, too: only their numbering makes them rows.
  return words.length <= 2 ? `${number}\\s*${printed}` : `(?:${number}\\s*)?${printed}`
}

const KNOWN_LABELS = new Set([
  ...FURNITURE_LABELS,
  ...ROWS3.flatMap((row) => row.labels),
  ...rows2('2019').flatMap((row) => row.labels),
  ...rows2('2021').flatMap((row) => row.labels),
  ...['商业', '企业', '科研', '机构', '社会公益', '组织', '法律服务', '结果', '维持', '纠正', '尚未', '审结'],
])

/** Whether a normalised text is a label, a heading or a part of a broken heading of the official tables. */
export function isFormLabel(label: string): boolean {
  return KNOWN_LABELS.has(label)
}
