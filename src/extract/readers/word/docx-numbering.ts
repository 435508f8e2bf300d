import type { Note } from '../../../model/document.ts'
import { walkXml } from '../containers/xml.ts'

/** The list that a paragraph belongs to; `level` counts from 0, null where only the style says it. */
type ListPlace = { readonly list: string; readonly level: number | null; readonly style: string | null }

/** Counts the paragraphs of lists in document order, and gives the number that is printed before each; '' where none is. */
export type NumberPrinter = (place: ListPlace) => string

type Level = { start: number; format: string; text: string; style: string | null; plainDigits: boolean }
type ListForm = { readonly levels: Map<number, Level>; styleLink: string | null; numStyleLink: string | null }
type List = { form: string; readonly starts: Map<number, number> }

/** A form has nine levels. */
const LEVELS = 9

/**
 * Reads `word/numbering.xml`. The numbers of lists are not in the text of a document: each paragraph names its list and level, and the program
 * counts. Source: ECMA-376 part 1, 17.9. `onUnknown` is told of a way of numbering that is not known; its numbers are left out.
 */
export function openNumbering(source: string, partName: string, onUnknown: (format: string) => void): NumberPrinter {
  const { forms, lists } = readNumbering(source, partName)
  const counters = new Map<string, (number | undefined)[]>()
  const begun = new Set<string>()
  return ({ list: id, level: written, style }) => {
    const list = lists.get(id)
    const form = list && forms.get(list.form)
    if (!list || !form) return ''
    const level = written ?? levelOfStyle(form, style)
    const own = form.levels.get(level)
    if (!own) return ''
    const counts = counters.get(list.form) ?? []
    counters.set(list.form, counts)
    if (!begun.has(id)) for (const [at, start] of list.starts) counts[at] = start - 1
    begun.add(id)
    counts[level] = (counts[level] ?? own.start - 1) + 1
    counts.length = level + 1
    if (own.format === 'bullet' || own.format === 'none') return ''
    return own.text.replace(/%([1-9])/g, (_, digit: string) => {
      const at = Number(digit) - 1
      const printed = form.levels.get(at)
      const count = counts[at] ?? printed?.start ?? 1
      const text = printNumber(count, own.plainDigits ? 'decimal' : (printed?.format ?? 'decimal'))
      if (text === null) onUnknown(printed?.format ?? '')
      return text ?? ''
    })
  }
}

/** A note for each way of numbering that is not known. */
export function numberFormatNotes(formats: ReadonlySet<string>): Note[] {
  return [...formats].map((format) => ({
    code: 'number-format-unknown',
    message: `文档使用了无法识别的自动编号格式（${format}），编号未读取，请对照原件核实。`,
  }))
}

/** Forms by id; one that only names a style is the form that this style has. */
function linkedForms(forms: ReadonlyMap<string, ListForm>): ReadonlyMap<string, ListForm> {
  const ofStyle = new Map(
    [...forms.values()].flatMap((form) => (form.styleLink === null ? [] : [[form.styleLink, form] as const])),
  )
  return new Map([...forms].map(([id, form]) => [id, (form.numStyleLink !== null && ofStyle.get(form.numStyleLink)) || form]))
}

function levelOfStyle(form: ListForm, style: string | null): number {
  if (style === null) return 0
  return [...form.levels].find(([, level]) => level.style === style)?.[0] ?? 0
}

function readNumbering(source: string, partName: string) {
  const forms = new Map<string, ListForm>()
  const lists = new Map<string, List>()
  if (source === '') return { forms, lists }
  let form: ListForm | null = null
  let list: List | null = null
  let level: Level | null = null
  let at = 0
  walkXml(source, partName, {
    open(name, attributes) {
      const value = attributes['val'] ?? ''
      switch (name) {
        case 'abstractNum':
          form = { levels: new Map(), styleLink: null, numStyleLink: null }
          forms.set(attributes['abstractNumId'] ?? '', form)
          return
        case 'styleLink':
          if (form) form.styleLink = value
          return
        case 'numStyleLink':
          if (form) form.numStyleLink = value
          return
        case 'num':
          list = { form: '', starts: new Map() }
          lists.set(attributes['numId'] ?? '', list)
          return
        case 'abstractNumId':
          if (list) list.form = value
          return
        case 'lvlOverride':
          at = Number(attributes['ilvl'] ?? 0)
          return
        case 'startOverride':
          list?.starts.set(at, numberOf(value, 1))
          return
        case 'lvl':
          level = { start: 1, format: 'decimal', text: '', style: null, plainDigits: false }
          at = Number(attributes['ilvl'] ?? 0)
          if (form && at >= 0 && at < LEVELS) form.levels.set(at, level)
          return
        case 'start':
          if (level) level.start = numberOf(value, 1)
          return
        case 'numFmt':
          if (level) level.format = value
          return
        case 'lvlText':
          if (level) level.text = value
          return
        case 'isLgl':
          if (level) level.plainDigits = !/^(?:0|false|off)$/.test(value)
          return
        case 'pStyle':
          if (level) level.style = value
      }
    },
    close(name) {
      if (name === 'abstractNum') form = null
      if (name === 'num') list = null
      if (name === 'lvl') level = null
    },
    text() {},
  })
  return { forms: linkedForms(forms), lists }
}

function numberOf(value: string, otherwise: number): number {
  return /^\d{1,6}$/.test(value) ? Number(value) : otherwise
}

const HAN_DIGITS = '零一二三四五六七八九'
const LEGAL_DIGITS = '零壹贰叁肆伍陆柒捌玖'
const STEMS = '甲乙丙丁戊己庚辛壬癸'
const BRANCHES = '子丑寅卯辰巳午未申酉戌亥'

/** A number in one of the formats of ECMA-376 part 1, 17.18.59; null for one that is not known. */
function printNumber(value: number, format: string): string | null {
  switch (format) {
    case 'decimal':
    case 'decimalHalfWidth':
      return String(value)
    case 'decimalZero':
      return String(value).padStart(2, '0')
    case 'decimalFullWidth':
    case 'decimalFullWidth2':
      return String(value).replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)))
    case 'upperLetter':
      return letters(value)
    case 'lowerLetter':
      return letters(value).toLowerCase()
    case 'upperRoman':
      return roman(value)
    case 'lowerRoman':
      return roman(value).toLowerCase()
    case 'chineseCounting':
    case 'chineseCountingThousand':
    case 'japaneseCounting':
    case 'taiwaneseCounting':
    case 'taiwaneseCountingThousand':
      return countInHan(value, HAN_DIGITS, '十百千')
    case 'chineseLegalSimplified':
    case 'japaneseLegal':
    case 'ideographLegalTraditional':
      return countInHan(value, LEGAL_DIGITS, '拾佰仟')
    case 'ideographDigital':
    case 'taiwaneseDigital':
    case 'japaneseDigitalTenThousand':
      return String(value).replace(/\d/g, (digit) => '〇一二三四五六七八九'[Number(digit)]!)
    case 'ideographTraditional':
      return STEMS[value - 1] ?? String(value)
    case 'ideographZodiac':
      return BRANCHES[value - 1] ?? String(value)
    case 'decimalEnclosedCircle':
    case 'decimalEnclosedCircleChinese':
      return enclosed(value, 0x2460, 20)
    case 'decimalEnclosedParen':
      return enclosed(value, 0x2474, 20)
    case 'decimalEnclosedFullstop':
      return enclosed(value, 0x2488, 20)
    case 'ideographEnclosedCircle':
      return enclosed(value, 0x3280, 10)
    case 'none':
    case 'bullet':
      return ''
    default:
      return null
  }
}

/** One of the characters for 1 up to `most`, of which `first` is the code of 1; other numbers stand as they are. */
function enclosed(value: number, first: number, most: number): string {
  return value >= 1 && value <= most ? String.fromCharCode(first + value - 1) : String(value)
}

/** A, B … Z, AA, BB …: the letter is repeated. */
function letters(value: number): string {
  if (value < 1) return ''
  return String.fromCharCode(65 + ((value - 1) % 26)).repeat(Math.min(Math.ceil(value / 26), 100))
}

function roman(value: number): string {
  const signs = [
    [1000, 'M'],
    [900, 'CM'],
    [500, 'D'],
    [400, 'CD'],
    [100, 'C'],
    [90, 'XC'],
    [50, 'L'],
    [40, 'XL'],
    [10, 'X'],
    [9, 'IX'],
    [5, 'V'],
    [4, 'IV'],
    [1, 'I'],
  ] as const
  if (value > 3999) return String(value)
  let rest = value
  return signs
    .map(([size, sign]) => {
      const times = Math.floor(rest / size)
      rest -= times * size
      return sign.repeat(times)
    })
    .join('')
}

/** 一, 十, 十一, 二十, 一百零一 … up to 9999. */
function countInHan(value: number, digits: string, units: string): string {
  if (value < 1 || value > 9999) return String(value)
  const written = String(value)
  let text = ''
  for (const [index, digit] of [...written].entries()) {
    const power = written.length - 1 - index
    if (digit === '0') text += /[^零]$/.test(text) && Number(written.slice(index)) > 0 ? digits[0] : ''
    else text += digits[Number(digit)]! + (power > 0 ? units[power - 1]! : '')
  }
  return value >= 10 && value < 20 ? text.slice(1) : text
}
