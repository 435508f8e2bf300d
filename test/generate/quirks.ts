import type { CellKey } from '../../src/model/template.ts'
import type { Draw } from './draw.ts'
import { changeCells, changeTables, headingCell, type PrintedReport, reprintCells } from './printed.ts'

/** A way in which real reports differ from the form: changes what is printed and the truth together. */
export type Quirk = {
  readonly name: string
  /** Cells may be read as null with a note: what is printed leaves room for doubt. */
  readonly mayLose?: boolean
  readonly apply: (report: PrintedReport, draw: Draw) => PrintedReport
}

/** Prints another text than a plain number in some value cells; null leaves a cell as it is. */
function inValues(
  name: string,
  print: (raw: string, draw: Draw, key: CellKey) => { raw: string; value?: number | null } | string | null,
): Quirk {
  return {
    name,
    apply: (report, draw) =>
      reprintCells(report, (key, { raw }) => {
        const changed = print(raw, draw, key)
        return typeof changed === 'string' ? { raw: changed } : changed
      }),
  }
}

/** Prints something else in the place of a zero: it has no value, since the form does not say that it means zero. */
function forZeros(name: string, signs: readonly string[], share: number): Quirk {
  return inValues(name, (raw, draw) => (raw === '0' && draw.chance(share) ? { raw: draw.pick(signs), value: null } : null))
}

/** Prints other labels. */
function inLabels(name: string, change: (text: string, draw: Draw) => string): Quirk {
  return {
    name,
    apply: (report, draw) =>
      changeCells(report, (cell) => (cell.key || cell.text === '' ? cell : { ...cell, text: change(cell.text, draw) })),
  }
}

const WIDE = (text: string) => text.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)))
const SLIPS: readonly (readonly [string, string])[] = [
  ['其他', '其它'],
  ['“三安全一稳定”', '"三安全一稳定"'],
  ['结转', '结转转'],
  ['自然人', '自然入'],
  ['尚未审结', '尚末审结'],
  ['属于', '属於'],
  ['行政机关', '行政机构'],
  ['第三方', '第三人'],
]

/** Changes of values: blanks, slashes, other ways to write a number. */
const VALUE_QUIRKS: readonly Quirk[] = [
  forZeros('blank-zeros', [''], 0.5),
  forZeros('blank-all-zeros', [''], 1),
  forZeros('blank-few', [''], 0.08),
  forZeros('slashes', ['/', '／', '\\'], 0.6),
  forZeros('dashes', ['-', '—', '——', '－'], 0.6),
  forZeros('words', ['无'], 0.4),
  inValues('full-width-digits', (raw) => (/^\d+$/.test(raw) ? WIDE(raw) : null)),
  inValues('thousands', (raw) => (/^\d{4,}(?:\.\d+)?$/.test(raw) ? raw.replace(/\B(?=(?:\d{3})+(?!\d))(?<!\.\d*)/g, ',') : null)),
  inValues('units', (raw, draw, key) => (/^\d+$/.test(raw) && draw.chance(0.3) ? `${raw}${unitOf(key)}` : null)),
  inValues('remarks', (raw, draw) =>
    /^[1-9]\d*$/.test(raw) && draw.chance(0.1) ? `${raw}（其中修订${draw.int(Number(raw))}件）` : null,
  ),
  inValues('signed-changes', (raw, draw, key) => {
    if (!key.endsWith('_delta')) return null
    const size = raw.replace('-', '')
    if (raw.startsWith('-')) return draw.pick([`减${size}`, raw])
    return raw === '0' ? null : draw.pick([`+${size}`, `增${size}`, raw])
  }),
]

function unitOf(key: CellKey): string {
  if (key.endsWith('amount_wan')) return '万元'
  if (key.endsWith('procurement_amount')) return '元'
  return /_items_|procurement_count/.test(key) ? '项' : '件'
}

/** Changes of labels and their numbering. */
const LABEL_QUIRKS: readonly Quirk[] = [
  inLabels('sum-word', (text) => text.replace('总计', '合计')),
  inLabels('blanks-in-labels', (text, draw) =>
    [...text]
      .map((character) => (draw.chance(0.15) ? character + draw.pick([' ', '　']) : character))
      .join('')
      .trim(),
  ),
  inLabels('label-slips', (text, draw) =>
    SLIPS.reduce((label, [right, wrong]) => (draw.chance(0.3) ? label.replace(right, wrong) : label), text),
  ),
  inLabels('numbering-half-width', (text) => text.replace(/^（(.)）/, '($1)').replace(/^(\d)\./, '$1、')),
  inLabels('numbering-left-out', (text) => text.replace(/^（[一二三四五六七]）|^\d\.|^[一二三四]、/, '')),
  inLabels('numbering-circled', (text) => text.replace(/^([1-8])\./, (_, n: string) => '①②③④⑤⑥⑦⑧'[Number(n) - 1]!)),
  inLabels(
    'remarks-left-out',
    (text) => text.replace(/（区分处理的，只计这一情形，不计其他情形）|（单位：万元）|（本列数据.*）/, '') || text,
  ),
]

/** Changes of rows and columns. */
const TABLE_QUIRKS: readonly Quirk[] = [
  {
    name: 'caption-row',
    apply: (report) =>
      changeTables(report, 't3', (table) => ({
        ...table,
        rows: [[headingCell('收到和处理政府信息公开申请情况统计表', 10)], ...table.rows],
      })),
  },
  {
    name: 'note-row',
    apply: (report) =>
      changeTables(report, 't3', (table) => ({
        ...table,
        rows: [...table.rows, [headingCell('注：以上数据统计截至12月31日。', 10)]],
      })),
  },
]

export const QUIRKS: readonly Quirk[] = [...VALUE_QUIRKS, ...LABEL_QUIRKS, ...TABLE_QUIRKS]
