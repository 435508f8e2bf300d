/** A number in a sentence, with what stands at it. Offsets are those of the plain sentence. */
export type Figure = {
  readonly value: number
  readonly unit: string | null
  readonly approximate: boolean
  /** `count`: so many pieces; `percent`; `other`: years, dates, money, people, numbers of rules. */
  readonly kind: 'count' | 'percent' | 'other'
  readonly start: number
  readonly end: number
  readonly printed: string
}

const COUNT_UNITS = '件次|件|条次|条|篇次|篇|份|宗|例|起|项|个|期|次|场次|场|部|幅|则|批次|批|张'
const OTHER_UNITS =
  '个工作日|个百分点|个月|人次|万元|元|年|月|日|天|号|小时|分钟|人|家|名|位|倍|级|岁|届|轮|户|字|章|页|类|种|部门|公里|平方|吨|点|分'
const IS_COUNT = new RegExp(`^(?:${COUNT_UNITS})$`)
const NUMBER = new RegExp(`(\\d+(?:\\.\\d+)?)(?![\\dA-Za-z])([万亿千百])?(余|多|来)?(万)?(%|${OTHER_UNITS}|${COUNT_UNITS})?`, 'g')
/** What stands before digits that belong to a name, a range or a number of a document. */
const BOUND_BEFORE = /[\dA-Za-z.第〔[\-—－/]$/
const CHINESE = /([零〇一二两三四五六七八九十百千]{1,8})(余|多)?(万)?(余|多)?(件次?|宗|份|条)(?!事|例)/g
/** 第二条, 每一件, 数十件 and 几十件 give no number of their own. */
const CHINESE_BOUND = /[第同每逐各某数几这那该此零〇一二两三四五六七八九十百千万]$/
/** A number written out: thousands before hundreds before tens, and no two digits side by side, as in 两三件. */
const WRITTEN_OUT =
  /^(?:[一二两三四五六七八九]千)?零?(?:[一二两三四五六七八九]?百)?零?(?:[一二三四五六七八九]?十)?[一二两三四五六七八九]?$/
const SCALE: Readonly<Record<string, number>> = { 百: 100, 千: 1000, 万: 10_000, 亿: 100_000_000 }
const ROUGH =
  /(?:将近|接近|大约|超过|突破|不足|至少|不少于|不低于|不到|(?<![最附])近|(?<![预合签违履])约|超|逾|(?:^|[^网线以面台加会路])上)$/
/** Behind a number: 100条以上, 20件左右. */
const ROUGH_BEHIND = /^(?:以上|左右|上下|以下|以内|有余|许(?![可多]))/

/** Every number of a plain sentence in printed order. */
export function figuresOf(plain: string): Figure[] {
  const figures = /\d/.test(plain) ? digitFigures(plain) : []
  const words = /[一二两三四五六七八九十百千](?:余|多)?万?(?:余|多)?[件宗份条]/.test(plain) ? chineseFigures(plain) : []
  return words.length === 0 ? figures : [...figures, ...words].toSorted((a, b) => a.start - b.start)
}

function digitFigures(plain: string): Figure[] {
  const figures: Figure[] = []
  NUMBER.lastIndex = 0
  for (let match = NUMBER.exec(plain); match; match = NUMBER.exec(plain)) {
    const [printed, digits = '', scale = '', more = '', scaleToo = '', unit = ''] = match
    const start = match.index
    const end = start + printed.length
    const before = plain.slice(Math.max(0, start - 3), start)
    if (BOUND_BEFORE.test(before) || isRange(plain, start, end)) continue
    const isWhole = scale === '' && scaleToo === '' && !digits.includes('.')
    const value = isWhole ? Number(digits) : Number((Number(digits) * (SCALE[scale] ?? 1) * (SCALE[scaleToo] ?? 1)).toFixed(4))
    const behind = plain.slice(end, end + 3)
    const rough = ROUGH.test(before) || /^[余多来]/.test(behind) || ROUGH_BEHIND.test(behind)
    const approximate = rough || more !== '' || scale !== '' || scaleToo !== ''
    figures.push({
      value,
      unit: unit || null,
      approximate,
      kind: kindOf(plain, { digits, unit, start, end }),
      start,
      end,
      printed,
    })
  }
  return figures
}

function chineseFigures(plain: string): Figure[] {
  const figures: Figure[] = []
  for (const match of plain.matchAll(CHINESE)) {
    const [printed, digits = '', more = '', scale = '', moreToo = '', unit = ''] = match
    const start = match.index
    const before = plain.slice(Math.max(0, start - 3), start)
    if (CHINESE_BOUND.test(before) || !isWrittenOut(digits, unit)) continue
    const rough = ROUGH.test(before) || ROUGH_BEHIND.test(plain.slice(start + printed.length))
    if (/^[百千]$/.test(digits) && !rough && more === '') continue
    figures.push({
      value: chineseNumber(digits) * (scale === '' ? 1 : SCALE[scale]!),
      unit,
      approximate: rough || more !== '' || scale !== '' || moreToo !== '',
      kind: 'count',
      start,
      end: start + printed.length,
      printed,
    })
  }
  return figures
}

/** 二百三十条 counts, 二十条 may be the name of a policy; a bare 十 or 百 counts nothing surely. */
function isWrittenOut(digits: string, unit: string): boolean {
  if (!WRITTEN_OUT.test(digits) || digits === '零') return false
  return unit !== '条' || /[百千]/.test(digits)
}

/** `3—5件`, `3至5件`: neither end is the number. */
function isRange(plain: string, start: number, end: number): boolean {
  return (
    /^(?:[-—－~～]+|至|到)\d/.test(plain.slice(end)) ||
    /\d(?:[件条份个])?(?:[-—－~～]+|至|到)$/.test(plain.slice(Math.max(0, start - 5), start))
  )
}

function kindOf(
  plain: string,
  { digits, unit, start, end }: { readonly digits: string; readonly unit: string; readonly start: number; readonly end: number },
): Figure['kind'] {
  if (unit === '%') return 'percent'
  // `1 0 3件`: digits that the typesetting tore apart are no number.
  const torn = /\d $/.test(plain.slice(Math.max(0, start - 2), start)) || /^ \d/.test(plain.slice(end))
  if (torn || digits.length > 7) return 'other'
  if (
    unit === '' &&
    (isEnumerator(plain, start, end) || digits.length >= 6 || REACHED_BY.test(plain.slice(Math.max(0, start - 5), start)))
  )
    return 'other'
  if (unit === '')
    return /^(?:[，。；、）（：！]|$|其中)/.test(plain.slice(end)) && !/^(?:12345|12388|12315)$/.test(digits) ? 'count' : 'other'
  return IS_COUNT.test(unit) ? 'count' : 'other'
}

/** 邮编：123456 and 电话4567890 count nothing. */
const REACHED_BY = /(?:邮编|邮政编码|电话|传真|热线|手机|号码|QQ|微信号)[为是：]?$/

/** `1.机构职能3条；2.财政信息6条`: numbers that only number the items. */
function isEnumerator(plain: string, start: number, end: number): boolean {
  return /(?:^|[；：。（])$/.test(plain.slice(Math.max(0, start - 1), start)) && /^(?:[.、]|）)(?=[^\d\s])/.test(plain.slice(end))
}

const DIGITS = '零一二三四五六七八九'

function chineseNumber(text: string): number {
  let total = 0
  let digit = 0
  for (const character of text.replaceAll('〇', '零').replaceAll('两', '二')) {
    const place = DIGITS.indexOf(character)
    if (place >= 0) digit = place
    else {
      total += (digit || 1) * (character === '千' ? 1000 : character === '百' ? 100 : 10)
      digit = 0
    }
  }
  return total + digit
}
