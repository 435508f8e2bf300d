import { CHINESE_MARKS } from '../label.ts'
import { type Figure, figuresOf } from './figures.ts'

/** One sentence: as printed, and with one way of writing digits, marks and blanks. */
export type Sentence = {
  readonly text: string
  readonly plain: string
  readonly section: number
  /** The numbers in `plain`. */
  readonly figures: readonly Figure[]
}

/** The sentences of one paragraph. What a sentence speaks of carries over to the next one. */
export type Paragraph = readonly Sentence[]

const NUMBERED = /^\s*(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}[、.．]|\d{1,2}[、.．)）](?!\d))/
/** One item of a list, numbered, with its number at the end: `1.机构职能信息3条；`. */
const NUMBERED_ITEM = /^\s*[（(]?\d{1,2}[、.．)）][^\d]{2,30}\d+(?:条|件|篇|份|个|次|项)?\s*[；;，,、。]?\s*$/
/** `一是`, `二是`: a new subject inside a paragraph. */
const NEW_SUBJECT = /(?<=[。；])(?=[一二三四五六七八九十]是)/
const HAS_NEW_SUBJECT = /[。；][一二三四五六七八九十]是/

/** `150条，其中：一是动态100条；二是公告50条`: items of a list, no new subjects. */
const COUNTED_ITEMS = /\d[条件篇个份]?[，。：（]?(?:其中|包括|分别是)[：，]?一是[^，。；]{1,20}\d/

/** No author writes a longer sentence: it is a table that lost its marks, or a file made to keep us busy. */
const LONGEST = 3000

/** Rows and headers of a table that was printed as text: numbers without units in a row, or the labels of table 4 twice over. */
const TABLE_ROW =
  /(?:[,，|\t]\s*\d*[ \u3000]*){5,}|申请数量[\s,，|]*\d+(?:[\s,，|]+\d+){2,}|申请数量0{3,}|结果维持[\s,，|]*结果纠正[\s,，|]*其[他它]结果/

/** Splits text into paragraphs of sentences. Lines that only the typesetter broke are joined. */
export function toParagraphs(text: string, section: number): Paragraph[] {
  const paragraphs: string[] = []
  for (const line of text.split('\n')) {
    const last = paragraphs.at(-1)
    const end = last?.trimEnd() ?? ''
    const runsOn =
      last !== undefined &&
      last.length < LONGEST &&
      !/[。！？；：]/.test(end.at(-1) ?? '') &&
      end.trimStart().length > 30 &&
      !NUMBERED.test(line)
    // A list under `其中：` may stand on lines of its own.
    const lists =
      last !== undefined &&
      last.length < LONGEST &&
      (end.endsWith('其中') || end.endsWith('：') || end.endsWith('；')) &&
      /\d/.test(line) &&
      (!NUMBERED.test(line) || NUMBERED_ITEM.test(line)) &&
      line.trim().length < 60
    if (last !== undefined && (runsOn || lists)) paragraphs[paragraphs.length - 1] = last + line
    else paragraphs.push(line)
  }
  return paragraphs
    .flatMap((paragraph) =>
      HAS_NEW_SUBJECT.test(paragraph) && !listsCountedItems(paragraph) ? paragraph.split(NEW_SUBJECT) : [paragraph],
    )
    .map((paragraph) =>
      (paragraph.match(/[^。！？]+[。！？]?/g) ?? []).flatMap((sentence) => {
        const plain = plainText(sentence)
        if (plain === '' || plain.length > LONGEST || TABLE_ROW.test(sentence)) return []
        return [{ text: sentence.trim(), plain, section, figures: figuresOf(plain) }]
      }),
    )
    .filter((paragraph) => paragraph.length > 0)
}

function listsCountedItems(paragraph: string): boolean {
  // Few paragraphs have such items at all: only these need to be made plain.
  return /一\s*是/.test(paragraph) && COUNTED_ITEMS.test(plainText(paragraph))
}

const UNEVEN = /[０-９Ａ-Ｚａ-ｚ,;:()％．\s]|\d，\d/

/** Full-width digits and ASCII marks as Chinese text has them, thousands joined, blanks beside Chinese characters dropped. */
function plainText(text: string): string {
  // Most sentences are plain as they stand.
  if (!UNEVEN.test(text)) return text
  return text
    .replace(/[０-９Ａ-Ｚａ-ｚ]/g, (character) => character.normalize('NFKC'))
    .replace(/(\d)[,，](?=\d{3}(?!\d))/g, '$1')
    .replace(/[,;:()％．]/g, (mark) => CHINESE_MARKS[mark] ?? mark)
    .replace(/\s+/g, ' ')
    .replace(/(?<=[^\x21-\x7e]) | (?=[^\x21-\x7e])/g, '')
    .replace(/(?<=[\d]) (?=[件条篇份宗个])/g, '')
    .trim()
}

/** The words in brackets and titles that count nothing: they only stand between a label and its number. */
export function withoutRemarks(plain: string): string {
  if (!/[（《]/.test(plain)) return plain
  return plain
    .replace(/予以公开（(?:其中)?(?:含|包含|包括)部分公开[^（）\d]*）/g, '予以公开及部分公开')
    .replace(/（[^（）\d]*）/g, '')
    .replace(/《[^《》]*》/g, '《》')
}
