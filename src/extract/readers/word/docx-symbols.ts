/** Characters of fonts that draw something else than their codes say, by the code without the F000 that Word adds. */
const WINGDINGS: Readonly<Record<number, string>> = {
  108: '●',
  109: '○',
  110: '■',
  111: '□',
  113: '□',
  117: '◆',
  159: '•',
  167: '▪',
  168: '□',
  216: '➢',
  224: '→',
  251: '×',
  252: '√',
  253: '☒',
  254: '☑',
}
const WINGDINGS_2: Readonly<Record<number, string>> = { 79: '×', 80: '√', 81: '☒', 82: '☑', 83: '☒', 84: '☒', 163: '□' }
const SYMBOL: Readonly<Record<number, string>> = { 43: '+', 45: '−', 177: '±', 180: '×', 183: '•', 184: '÷' }

/** What a symbol (`w:sym`) looks like: its character, or `〓` for one that is not known, as printers set what they do not have. */
export function printedSymbol(font: string, char: string): string {
  const written = Number.parseInt(char, 16)
  if (!Number.isInteger(written) || written <= 0 || written > 0x10ffff) return ''
  const code = written >= 0xf000 && written <= 0xf0ff ? written - 0xf000 : written
  if (/^wingdings$/i.test(font)) return WINGDINGS[code] ?? enclosedDigit(code) ?? '〓'
  if (/^wingdings 2$/i.test(font)) return WINGDINGS_2[code] ?? '〓'
  if (/^(?:symbol|webdings|wingdings 3)$/i.test(font)) return (/^symbol$/i.test(font) ? SYMBOL[code] : undefined) ?? '〓'
  return written >= 0xe000 && written <= 0xf8ff && code === written ? '〓' : String.fromCodePoint(code)
}

/** Wingdings has 0 to 10 in white and in black circles. */
function enclosedDigit(code: number): string | null {
  if (code >= 0x80 && code <= 0x8a) return '⓪①②③④⑤⑥⑦⑧⑨⑩'[code - 0x80] ?? null
  if (code >= 0x8b && code <= 0x95) return '⓿❶❷❸❹❺❻❼❽❾❿'[code - 0x8b] ?? null
  return null
}
