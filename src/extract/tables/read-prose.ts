import type { Block, Note } from '../../model/document.ts'
import { type CellKey, type Edition, TABLE_TITLES, TABLE3_COLUMNS, type TableName, table3Key } from '../../model/template.ts'
import { normaliseLabel } from '../label.ts'
import { column2Of, column3Of, editionWeightOf, group4Of, key2, leaf4Of, likenessOfRow2, row2Of, row3Of } from './labels.ts'
import { emptyReading, type Placed, type TableReading } from './reading.ts'
import type { CellPlace } from './token.ts'

/** A row told as a sentence: its label, and names with their numbers. */
type Sentence = { readonly label: string; readonly pairs: readonly Pair[]; readonly at: CellPlace }
type Pair = { readonly name: string; readonly raw: string }

/** `自然人27件`, `结果维持：0 件`: a name and its number. */
const PAIR = /^(?:其中)?[:：,，]?([^\d:：]{2,40}?)[:：为]?(\d[\d,]{0,11}(?:\.\d{1,6})?)(件|项|万元|元)?$/u
const UNIT_OF_FORM = /^(?:件|项|万元)?$/

/** What such sentences name, by table; so many of them with a number show that its figures stand in the text. */
const NAMES: Readonly<Record<TableName, RegExp>> = {
  t2: /(?:制发|废止|现行有效|处理决定|新制作|新公开)[^\d，。；]{0,10}\d+\s*[件项]/g,
  t3: /(?:自然人|商业企业|科研机构|公益组织|法律服务机构)[^\d，。；]{0,4}\d+\s*件/g,
  t4: /(?:维持|纠正|其他结果|尚未审结)[^\d，。；]{0,4}\d+\s*件/g,
}
const LEAST_NAMES = 6
const LEAST_SENTENCES = 2

/**
 * Reads a table whose rows are told as sentences: `（一）予以公开：自然人27件，商业企业0件，…。` Only sentences are taken of which every word is
 * understood; they are never sure. Where the figures stand in the text otherwise, a note says so.
 */
export function readProse(table: TableName, blocks: readonly Block[]): TableReading {
  const pieces = blocks.flatMap((block) => (block.kind === 'paragraph' ? block.pieces : []))
  const named = pieces.reduce((sum, { text }) => sum + (text.match(NAMES[table])?.length ?? 0), 0)
  if (named < LEAST_NAMES) return emptyReading(table)
  const sentences = pieces.flatMap(({ text, at }) => text.split(/[。；;]/).flatMap((each) => sentenceOf(each, at) ?? []))
  const edition = table === 't2' ? editionOf(sentences) : null
  const cells = new Map<CellKey, Placed>()
  const rows = sentences.map((sentence) => rowOf(table, sentence, edition ?? '2021')).filter((row) => row !== null)
  if (rows.length >= LEAST_SENTENCES) for (const [key, cell] of rows.flat()) if (!cells.has(key)) cells.set(key, cell)
  return { ...emptyReading(table), edition, cells, notes: [proseNote(table, cells.size)] }
}

function proseNote(table: TableName, read: number): Note {
  const title = TABLE_TITLES[table]
  const message =
    read > 0
      ? `“${title}”表的数字写在正文里，按文字读出${read}格，请对照原文核实。`
      : `“${title}”表的数字写在正文里，未能逐格读出，请对照原文核实。`
  return { code: 'table-in-prose', message, table }
}

/** The label before a colon, or directly before the first name, and the pairs; null where anything else is said. */
function sentenceOf(text: string, at: CellPlace): Sentence | null {
  const compact = text.normalize('NFKC').replace(/\s+/g, '')
  const colon = compact.indexOf(':')
  if (colon < 2 || compact.length > 400) return null
  const pairs = compact
    .slice(colon + 1)
    .split(/,(?!\d{3}(?!\d))|、/)
    .map(pairOf)
  return pairs.every((pair) => pair !== null) && pairs.length > 0 ? { label: compact.slice(0, colon), pairs, at } : null
}

function pairOf(text: string): Pair | null {
  const match = PAIR.exec(text)
  if (!match) return null
  const [, name, digits, unit = ''] = match
  return { name: normaliseLabel(name!), raw: UNIT_OF_FORM.test(unit) ? digits! : `${digits}${unit}` }
}

/** The cells of a sentence; null where its label or one of its names is none of the form's, or a name stands twice. */
function rowOf(table: TableName, { label, pairs, at }: Sentence, edition: Edition): [CellKey, Placed][] | null {
  const keys = pairs.map(({ name }) => keyOf(table, label, name, edition))
  if (keys.some((key) => key === null) || new Set(keys).size < keys.length) return null
  return pairs.map(({ raw }, index) => [keys[index]!, { raw, at, sure: 0.75, doubts: ['in-prose'] }])
}

function keyOf(table: TableName, label: string, name: string, edition: Edition): CellKey | null {
  if (table === 't2') {
    const row = row2Of(normaliseLabel(label), label)
    const column = column2Of(name)
    const key = row === null || column === null || likenessOfRow2(row, label) < 1 ? null : key2(row, column, edition)
    return key && `t2.${key}`
  }
  if (table === 't3') {
    const row = row3Of(normaliseLabel(label)) ?? row3Of(normaliseLabel(label.replace(/^\([三四五六]\)[^\d]*(?=\d)/, '')))
    const column = TABLE3_COLUMNS.find(
      ({ key, label: official }) => key === column3Of(name) && name.length <= official.length + 2,
    )
    return row === null || !column ? null : table3Key(row, column.key)
  }
  const group = GROUP_LABEL.test(normaliseLabel(label)) ? group4Of(normaliseLabel(label)) : null
  const leaf = name.length <= 4 ? leaf4Of(name) : null
  return group === null || leaf === null ? null : (`t4.${group}_${leaf}` as CellKey)
}

const GROUP_LABEL = /^(?:政府信息公开)?(?:行政复议|(?:行政诉讼)?(?:未经复议直接起诉|复议后起诉))$/

function editionOf(sentences: readonly Sentence[]): Edition | null {
  const votes = sentences.flatMap(({ pairs }) => pairs.flatMap(({ name }) => editionWeightOf(name) ?? []))
  if (votes.length === 0) return null
  const sum = (edition: Edition) => votes.reduce((all, vote) => all + (vote.edition === edition ? vote.weight : 0), 0)
  return sum('2021') >= sum('2019') ? '2021' : '2019'
}
