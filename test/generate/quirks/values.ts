import type { CellKey } from '../../../src/model/template.ts'
import { inValues, type Quirk } from './quirk.ts'

/** Prints something else in the place of a zero: it has no value, since the form does not say that it means zero. */
function forZeros(name: string, signs: readonly string[], share: number): Quirk {
  return inValues(name, (raw, draw) => (raw === '0' && draw.chance(share) ? { raw: draw.pick(signs), value: null } : null))
}

function wide(text: string): string {
  return text.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)))
}

function unitOf(key: CellKey): string {
  if (key.endsWith('amount_wan')) return '万元'
  if (key.endsWith('procurement_amount')) return '元'
  return /_items_|procurement_count/.test(key) ? '项' : '件'
}

/** Blanks, slashes, words, and other ways to write a number. */
export const VALUE_QUIRKS: readonly Quirk[] = [
  forZeros('blank-zeros', [''], 0.5),
  forZeros('blank-all-zeros', [''], 1),
  forZeros('blank-few', [''], 0.08),
  forZeros('slashes', ['/', '／', '\\'], 0.6),
  forZeros('dashes', ['-', '—', '——', '－'], 0.6),
  forZeros('words', ['无'], 0.4),
  inValues('no-regulations', (_, draw, key) =>
    key.startsWith('t2.reg_') ? { raw: draw.pick(['', '/', '无', '-']), value: null } : null,
  ),
  // Six numbers and a blank: where a grid was packed to the left, which of the seven is blank?
  {
    ...inValues('blank-totals', (_, __, key) => (/^t3\..*\.total$/.test(key) ? { raw: '', value: null } : null)),
    mayLose: true,
  },
  inValues('totals-only', (_, __, key) => (/^t3\..*\.(?!total)/.test(key) ? { raw: '', value: null } : null)),
  inValues('full-width-digits', (raw) => (/^\d+$/.test(raw) ? wide(raw) : null)),
  inValues('thousands', (raw) => (/^\d{4,}(?:\.\d+)?$/.test(raw) ? raw.replace(/\B(?=(?:\d{3})+(?!\d))(?<!\.\d*)/g, ',') : null)),
  inValues('units', (raw, draw, key) => (/^\d+$/.test(raw) && draw.chance(0.3) ? `${raw}${unitOf(key)}` : null)),
  inValues('remarks', (raw, draw) =>
    /^[1-9]\d*$/.test(raw) && draw.chance(0.1) ? `${raw}（其中修订${draw.int(Number(raw))}件）` : null,
  ),
  inValues(
    'footnote-marks',
    (raw, draw) => (/^\d+$/.test(raw) && draw.chance(0.05) ? `${raw}${draw.pick(['①', '*', '[1]'])}` : null),
    { mayLose: true },
  ),
  inValues(
    'odd-figures',
    (raw, draw) =>
      /^[1-9]\d*$/.test(raw) && draw.chance(0.05) ? { raw: draw.pick([`约${raw}`, `${raw}余`, '见附件']), value: null } : null,
    { mayLose: true },
  ),
  inValues('spaced-digits', (raw, draw) => (/^\d{2,}$/.test(raw) && draw.chance(0.3) ? [...raw].join(' ') : null)),
  inValues('decimal-zeros', (raw) => (/^\d+$/.test(raw) ? `${raw}.0` : null)),
  inValues('signed-changes', (raw, draw, key) => {
    if (!key.endsWith('_delta')) return null
    const size = raw.replace('-', '')
    if (raw.startsWith('-')) return draw.pick([`减${size}`, `减少${size}项`, raw])
    return raw === '0' ? null : draw.pick([`+${size}`, `增${size}`, raw])
  }),
]
