import { parseArgs } from 'node:util'
import { compareTexts } from '../src/rules/similarity/compare-texts.ts'
import { type MaskedText, maskText } from '../src/rules/similarity/masked-text.ts'
import { pairsAlike, type Sketch, sketchOf } from '../src/rules/similarity/sketch.ts'
import { type Draw, drawFrom } from '../test/generate/draw.ts'

/** Bodies of a district: a county's departments, towns and offices. */
const BODIES = 55
/** One text in so many is copied from a neighbour of the district, another from the year before. */
const COPIED = 20
const ALIKE = 0.9

/**
 * Compares made texts of a national year: each with its body's text of the year before, and all of a district with each other. Prints how
 * many texts a second and whether every copy, and nothing else, was found. `--texts N` (default 11000; a national year has 150000).
 */
export async function measureSimilarity(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { texts: { type: 'string', default: '11000' } } })
  const districts = Math.ceil(Number(values.texts) / BODIES)
  const totals = { texts: 0, characters: 0, milliseconds: 0, candidates: 0, made: 0, found: 0, wrong: 0 }
  for (let district = 0; district < districts; district += 1) {
    const made = makeDistrict(drawFrom(district + 1))
    const start = performance.now()
    const { candidates, alike } = compareAll(made.texts, made.before)
    totals.milliseconds += performance.now() - start
    totals.texts += made.texts.length
    totals.characters += made.texts.reduce((sum, text) => sum + text.length, 0)
    totals.candidates += candidates
    totals.made += made.copies.size
    totals.found += alike.filter((pair) => made.copies.has(pair)).length
    totals.wrong += alike.filter((pair) => !made.copies.has(pair)).length
  }
  const each = totals.milliseconds / totals.texts
  console.log(
    `${totals.texts} texts of ${Math.round(totals.characters / totals.texts)} characters in ${districts} districts, each with the text of the year before; one core`,
  )
  console.log(
    `${each.toFixed(2)} ms a text, ${Math.round(1000 / each)} texts/s; a national year of 150,000: ${((each * 150_000) / 60_000).toFixed(1)} minutes`,
  )
  console.log(
    `copies found ${totals.found} of ${totals.made}, others taken for copies ${totals.wrong}; ${totals.candidates} pairs compared in full`,
  )
  console.log(`resident memory: ${Math.round(process.memoryUsage.rss() / 1024 / 1024)} MB`)
}

/** What the check of each report and the check of a district do between them. */
function compareAll(texts: readonly string[], before: readonly string[]): { candidates: number; alike: string[] } {
  const masked = texts.map((text) => maskText(text, []))
  const sketches: Sketch[] = masked.map(sketchOf)
  const history = masked.flatMap((text, index) =>
    compareTexts(text, maskText(before[index]!, [])).covered >= ALIKE ? [`year ${index}`] : [],
  )
  const pairs = pairsAlike(sketches)
  const alike = pairs.flatMap(([a, b]) => (isAlike(masked[a]!, masked[b]!) ? [`${a} ${b}`] : []))
  return { candidates: pairs.length, alike: [...history, ...alike] }
}

function isAlike(a: MaskedText, b: MaskedText): boolean {
  return compareTexts(a, b).covered >= ALIKE || compareTexts(b, a).covered >= ALIKE
}

type District = { readonly texts: readonly string[]; readonly before: readonly string[]; readonly copies: ReadonlySet<string> }

function makeDistrict(draw: Draw): District {
  const texts: string[] = []
  const before: string[] = []
  const copies = new Set<string>()
  for (let body = 0; body < BODIES; body += 1) {
    const fromNeighbour = body > 0 && draw.int(COPIED - 1) === 0
    const source = draw.int(Math.max(body - 1, 0))
    const text = fromNeighbour ? retouched(texts[source]!, draw) : makeText(draw)
    if (fromNeighbour)
      for (const other of copiesOf(source, copies)) copies.add(`${Math.min(other, body)} ${Math.max(other, body)}`)
    const fromYear = draw.int(COPIED - 1) === 0
    before.push(fromYear ? retouched(text, draw) : makeText(draw))
    if (fromYear) copies.add(`year ${body}`)
    texts.push(text)
  }
  return { texts, before, copies }
}

/** A text and all that it was copied from or to. */
function copiesOf(source: number, copies: ReadonlySet<string>): Set<number> {
  const alike = new Set([source])
  for (const pair of copies) {
    const [a, b] = pair.split(' ').map(Number) as [number, number]
    if (a === source) alike.add(b)
    if (b === source) alike.add(a)
  }
  return alike
}

/** The same text with other figures and one sentence in forty written anew. */
function retouched(text: string, draw: Draw): string {
  return text
    .split('。')
    .map((sentence) => (draw.int(39) === 0 ? makeSentence(draw) : sentence.replaceAll(/\d+/g, () => String(draw.int(400)))))
    .join('。')
}

function makeText(draw: Draw): string {
  return Array.from({ length: 30 + draw.int(40) }, () => makeSentence(draw)).join('。')
}

/** Words in no order that means anything: what is measured does not read them. */
function makeSentence(draw: Draw): string {
  return Array.from({ length: 8 + draw.int(12) }, () => (draw.chance(0.08) ? `${draw.int(400)}件` : draw.pick(WORDS))).join('')
}

const [FIRST, SECOND] = [
  '公主依信目栏平监队政便办审解回规制文统网窗群答培机督窄宽深',
  '开动请息录台督伍务民理核读应范度件计站口众复训制查面度化',
]
const WORDS = [...FIRST!].flatMap((first) => [...SECOND!].map((second) => first + second))
