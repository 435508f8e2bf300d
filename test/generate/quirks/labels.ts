import { changeTables } from '../printed.ts'
import { inLabels, type Quirk } from './quirk.ts'

const SLIPS: readonly (readonly [string, string])[] = [
  ['其他', '其它'],
  ['“三安全一稳定”', '"三安全一稳定"'],
  ['结转', '结转转'],
  ['自然人', '自然入'],
  ['尚未审结', '尚末审结'],
  ['属于', '属於'],
  ['行政机关', '行政机构'],
  ['第三方', '第三人'],
  ['、行政机关不再', '，行政机关不再'],
  ['本机关不掌握', '本机构不掌握'],
]

const SHORT: readonly (readonly [string, string])[] = [
  ['（区分处理的，只计这一情形，不计其他情形）', ''],
  ['申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请', '申请人逾期不补正'],
  ['申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请', '逾期未缴纳费用'],
  ['要求行政机关确认或重新出具已获取信息', '要求重新出具已获取信息'],
  ['本机关不掌握相关政府信息', '本机关不掌握'],
]

const OTHER_WORDS: readonly (readonly [RegExp, string])[] = [
  [/^本年制发件数$/, '本年制发数'],
  [/^本年废止件数$/, '本年度废止数（件）'],
  [/^现行有效件数$/, '现行有效数'],
  [/^本年收费金额（单位：万元）$/, '本年收费金额'],
  [/^规章$/, '规章（县级无此项）'],
  [/^行政规范性文件$/, '规范性文件'],
  [/^四、结转下年度继续办理$/, '四、结转下一年度继续办理'],
  [/^行政许可$/, '行政许可（含备案）'],
]

function replaceAll(text: string, pairs: readonly (readonly [string, string])[]): string {
  return pairs.reduce((label, [from, to]) => label.replace(from, to), text)
}

/** Slips, short forms, other words and other numbering of labels. */
export const LABEL_QUIRKS: readonly Quirk[] = [
  inLabels('sum-word', (text) => text.replace('总计', '合计')),
  inLabels('blanks-in-labels', (text, draw) =>
    [...text]
      .map((character) => (draw.chance(0.15) ? character + draw.pick([' ', '　']) : character))
      .join('')
      .trim(),
  ),
  inLabels('label-slips', (text, draw) =>
    replaceAll(
      text,
      SLIPS.filter(() => draw.chance(0.3)),
    ),
  ),
  inLabels('lost-characters', (text, draw) => {
    if (text.length < 7 || !draw.chance(0.3)) return text
    const at = 3 + draw.int(text.length - 4)
    return text.slice(0, at) + text.slice(at + 1)
  }),
  inLabels('short-labels', (text) => replaceAll(text, SHORT)),
  inLabels('other-words', (text) => OTHER_WORDS.reduce((label, [from, to]) => label.replace(from, to), text)),
  inLabels('numbering-half-width', (text) => text.replace(/^（(.)）/, '($1)').replace(/^(\d)\./, '$1、')),
  inLabels('numbering-left-out', (text) => text.replace(/^（[一二三四五六七]）|^\d\.|^[一二三四]、/, '')),
  inLabels('numbering-circled', (text) => text.replace(/^([1-8])\./, (_, n: string) => '①②③④⑤⑥⑦⑧'[Number(n) - 1]!)),
  inLabels('numbering-wrong', (text, draw) =>
    draw.chance(0.3)
      ? text.replace(/^（[一二三四五六七]）/, draw.pick(['（二）', '（五）', '（八）'])).replace(/^\d\./, `${1 + draw.int(7)}.`)
      : text,
  ),
  inLabels('remarks-left-out', (text) =>
    /^（本列数据/.test(text) ? '' : text.replace(/（区分处理的，只计这一情形，不计其他情形）|（单位：万元）/, ''),
  ),
  inLabels('corner-says-something-else', (text) => (text.startsWith('（本列数据') ? '申请办理情况' : text)),
  {
    name: 'group-in-label',
    apply: (report) =>
      changeTables(report, 't3', (table) => {
        let group = ''
        return {
          ...table,
          rows: table.rows.map((row) => {
            const own = row.find(
              (cell) =>
                /^（[三四五六]）/.test(cell.text) &&
                !row.some(({ text }) => text.startsWith('（六）其他处理') && cell.rows === 1),
            )
            if (own && own.columns === 1) group = own.text
            return row
              .filter((cell) => cell !== own || cell.columns > 1)
              .map((cell) =>
                /^\d\./.test(cell.text) && !cell.key ? { ...cell, text: `${group}${cell.text}`, columns: 2 } : cell,
              )
          }),
        }
      }),
  },
]
