const PLAIN_NUMBER = /^[\d.\s]*$/
const ONLY_HAN = /^[\u4e00-\u9fff]+$/
const NUMBERING =
  /^(?:\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}[、.,:)]|\(\d{1,2}\)|\d{1,2}[.、,:)](?!\d)|\d{1,2}(?=\p{Script=Han}))/u
const DROPPED = /[\s\p{P}\p{S}\p{Cf}\p{Cc}]+/gu
const SPACE = /[\s\p{Cf}\p{Cc}]+/gu

/**
 * A label without what printers vary: width forms, white space, brackets, punctuation and leading numbering.
 * `（一） 予以 公开` and `(一)予以公开` are both `予以公开`.
 */
export function normaliseLabel(text: string): string {
  if (PLAIN_NUMBER.test(text)) return text.trim()
  if (ONLY_HAN.test(text) && !text.includes('其它')) return text
  return compactLabel(text)
}

const compactLabel = remembered((text) => {
  const compact = text.normalize('NFKC').replace(SPACE, '')
  return compact.replace(NUMBERING, '').replace(DROPPED, '').replaceAll('其它', '其他')
})

/** The same without what stands in brackets: `规章（县级无此项）` is `规章`. */
export function normaliseWithoutRemark(text: string): string {
  return /^\d+$/.test(text) ? text : labelWithoutRemark(text)
}

const labelWithoutRemark = remembered((text) =>
  normaliseLabel(
    text
      .normalize('NFKC')
      .replace(NUMBERING, '')
      .replace(/\([^()]*\)/g, ''),
  ),
)

const MOST_REMEMBERED = 2000
const LONGEST_REMEMBERED = 100

/** The same function of a label, which remembers its last answers: the labels of the form come again in every report. */
export function remembered<Answer extends string | readonly number[]>(
  answer: (label: string) => Answer,
): (label: string) => Answer {
  const known = new Map<string, Answer>()
  return (label) => {
    if (label.length > LONGEST_REMEMBERED) return answer(label)
    const earlier = known.get(label)
    if (earlier !== undefined) return earlier
    if (known.size >= MOST_REMEMBERED) known.clear()
    // A copy: a part of a page's text would keep the whole page in memory.
    const own = ` ${label}`.slice(1)
    const found = answer(own)
    known.set(own, found)
    return found
  }
}

/** Text as one line: white space that only breaks or pads Chinese text is dropped, the rest is one blank. */
export function oneLine(text: string): string {
  return text
    .replace(/[\s\p{Cf}]+/gu, ' ')
    .replace(/(?<=[^\x00-\x7f]) (?=\S)|(?<=\S) (?=[^\x00-\x7f])/g, '')
    .trim()
}

/** ASCII and full-width marks as Chinese text has them. */
export const CHINESE_MARKS: Readonly<Record<string, string>> = {
  ',': '，',
  ';': '；',
  ':': '：',
  '(': '（',
  ')': '）',
  '％': '%',
  '．': '.',
}

const CHINESE_DIGITS = '〇一二三四五六七八九'

/** Years and dates in Chinese or full-width digits, as `二〇二四年一月二十日`, in plain digits: `2024年1月20日`. Lengths may change. */
export function withPlainDigits(text: string): string {
  const plain = text.replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
  if (!/[一二][九〇○零ОO０]/.test(plain)) return plain
  return plain
    .replace(/([一二])([九〇○零])([〇○零一二三四五六七八九])([〇○零一二三四五六七八九])(?=年)/g, (year) =>
      [...year].map(plainDigit).join(''),
    )
    .replace(/(?<=\d年|[月至到])([一二三]?十?[一二三四五六七八九]?)(?=[月日])/g, (number) =>
      number === '' ? '' : String(plainNumber(number)),
    )
}

function plainDigit(character: string): number {
  return CHINESE_DIGITS.indexOf(/[○零]/.test(character) ? '〇' : character)
}

/** `三十一` is 31, `十` 10, `二` 2. */
function plainNumber(number: string): number {
  const [tens, ones] = number.includes('十') ? number.split('十') : ['〇', number]
  return (tens === '' ? 1 : plainDigit(tens!)) * 10 + (ones === '' ? 0 : plainDigit(ones!))
}

/**
 * How alike a printed label is to an official one, both normalised: 1 is the same, 0 has nothing in common. A label that wraps
 * (only a part is there) or that carries its group in front counts as nearly the same. A likeness below `least` may come out lower
 * than it is, for less work.
 */
export function likeness(printed: string, official: string, least = 0.4): number {
  if (printed === official) return 1
  if (printed === '' || official === '') return 0
  const short = Math.min(printed.length, official.length)
  const long = Math.max(printed.length, official.length)
  const contained = contains(printed, official) ? 0.45 + (0.5 * short) / long : 0
  const worthIt = Math.max(least, 0.4)
  if (short / long < worthIt || sharedCharacters(printed, official) < worthIt * long) return contained
  return Math.max(contained, 1 - editDistance(printed, official) / long)
}

/** Official labels, found by their characters: a printed label is compared only with those that hold enough of it. */
export class LabelIndex {
  readonly #labels: readonly string[]
  readonly #holders = new Map<number, number[]>()

  constructor(labels: readonly string[]) {
    this.#labels = labels
    for (const [index, label] of labels.entries())
      for (const code of new Set([...label].map((character) => character.charCodeAt(0))))
        this.#holders.set(code, [...(this.#holders.get(code) ?? []), index])
  }

  /** How alike a printed label is to each official one; what is less than `least` may come out lower. */
  likenesses(printed: string, least: number): readonly number[] {
    const shared = new Uint16Array(this.#labels.length)
    for (let at = 0; at < printed.length; at += 1)
      for (const index of this.#holders.get(printed.charCodeAt(at)) ?? NO_LABELS) shared[index]! += 1
    return this.#labels.map((official, index) => {
      const short = Math.min(printed.length, official.length)
      const long = Math.max(printed.length, official.length)
      return shared[index]! < short && shared[index]! < least * long ? 0 : likeness(printed, official, least)
    })
  }
}

const NO_LABELS: readonly number[] = []

/** At most so many characters can stay in place: cheaper than the distance, and enough to rule most pairs out. */
function sharedCharacters(a: string, b: string): number {
  let shared = 0
  for (let index = 0; index < a.length; index += 1) if (b.includes(a[index]!)) shared += 1
  return shared
}

function contains(printed: string, official: string): boolean {
  if (official.length >= 3 && printed.endsWith(official)) return true
  return printed.length >= 4 && official.includes(printed)
}

function editDistance(a: string, b: string): number {
  const row = Uint16Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const character = a.charCodeAt(i - 1)
    let diagonal = row[0]!
    row[0] = i
    for (let j = 1; j <= b.length; j += 1) {
      const above = row[j]!
      const substitute = diagonal + (character === b.charCodeAt(j - 1) ? 0 : 1)
      row[j] = Math.min(substitute, above + 1, row[j - 1]! + 1)
      diagonal = above
    }
  }
  return row[b.length]!
}
