import { LabelIndex } from '../label.ts'
import { isFurniture, type RowTemplate } from './labels.ts'
import type { RowLabel } from './reading.ts'
import type { Token } from './token.ts'

/** What the tokens of one official row were found to be. */
export type AlignedRow<Key extends string> = {
  readonly key: Key
  /** How alike the printed label is, 0 where the row has values but no label. */
  readonly likeness: number
  /** How alike it is to the label of the other row that it is most like. */
  readonly rival: number
  readonly label: readonly number[]
  /** Indexes of the value tokens in printed order, also those too many. */
  readonly values: readonly number[]
  /** Indexes of blank values behind the label that were left out, since the row has more than it has slots. */
  readonly spared: readonly number[]
  /** No words stand between the values, other than headings of the form. */
  readonly unbroken: boolean
  /** Nothing at all stands between the values. */
  readonly close: boolean
  /** Another row's label stands directly before this one's, or before its values, so that the values may be that row's. */
  readonly crowded: boolean
}

/** The label of a row as its tokens print it. */
export function labelOf({ label, likeness }: AlignedRow<string>, tokens: readonly Token[]): RowLabel {
  return { printed: label.map((index) => tokens[index]!.text).join(''), likeness }
}

const COST = {
  furniture: 0.02,
  text: 0.25,
  textInRow: 0.15,
  labelInRow: 3,
  blank: 0.03,
  value: 0.8,
  blankInSlot: 0.02,
  label: 1.2,
  joint: 0.02,
  noLabel: 0.9,
  noRow: 1.2,
  noOptionalRow: 0.05,
  closeRow: 0.35,
  emptySlot: 0.05,
} as const
const MOST_JOINED = 6
const LONGEST_LABEL = 70
const LEAST_LIKENESS = 0.45

// What the best way to a state did last.
const OP = { none: 0, skipToken: 1, fillSlot: 2, closeRow: 3, skipRow: 4, skipLabel: 5, label: 6 } as const

/**
 * Aligns a run of tokens with the official sequence *label, slots, label, slots …* at the least cost. Missing, doubled, wrapped or
 * misspelt labels and missing values cost little, so that one of them never shifts the rows that follow.
 */
export function alignRows<Key extends string>(tokens: readonly Token[], rows: readonly RowTemplate<Key>[]): AlignedRow<Key>[] {
  const starts: number[] = []
  let states = 0
  for (const row of rows) {
    starts.push(states)
    states += row.slots + 1
  }
  const rowOf = rows.flatMap((row, index) => Array<number>(row.slots + 1).fill(index))
  const width = states + 1
  const cost = new Float32Array((tokens.length + 1) * width).fill(Infinity)
  const op = new Uint8Array(cost.length)
  const joined = new Uint8Array(cost.length)
  const from = new Int32Array(cost.length)
  const likenesses = new LabelLikeness(tokens, rows)
  cost[0] = 0

  const relax = (origin: number, target: number, price: number, how: number, count: number) => {
    const total = cost[origin]! + price
    if (total >= cost[target]!) return
    cost[target] = total
    op[target] = how
    joined[target] = count
    from[target] = origin
  }

  for (let index = 0; index <= tokens.length; index += 1) {
    const token = tokens[index]
    const labels = likenesses.from(index)
    const skip = token ? skipCost(token) : 0
    const skipInRow =
      token && !token.value ? Math.max(skip + COST.joint, likenesses.isLabel(index) ? COST.labelInRow : COST.textInRow) : skip
    for (let state = 0; state <= states; state += 1) {
      const here = index * width + state
      if (cost[here] === Infinity) continue
      const row = rowOf[state]
      if (token) relax(here, here + width, row === undefined || state === starts[row] ? skip : skipInRow, OP.skipToken, 1)
      if (row === undefined) continue
      const template = rows[row]!
      const next = starts[row]! + template.slots + 1 - state
      if (state === starts[row]) {
        relax(here, here + next, template.optional ? COST.noOptionalRow : COST.noRow, OP.skipRow, 0)
        relax(here, here + 1, COST.noLabel, OP.skipLabel, 0)
        for (let count = 1; count <= labels.length; count += 1) {
          const like = labels[count - 1]![row]!
          if (like < LEAST_LIKENESS) continue
          relax(here, here + count * width + 1, (1 - like) * COST.label + (count - 1) * COST.joint, OP.label, count)
        }
      } else {
        relax(here, here + next, COST.closeRow + COST.emptySlot * (next - 1), OP.closeRow, 0)
        if (token?.value) relax(here, here + width + 1, token.text === '' ? COST.blankInSlot : 0, OP.fillSlot, 1)
      }
    }
  }
  return trace(tokens, rows, { width, op, joined, from, rowOf, likenesses, end: tokens.length * width + states })
}

function skipCost(token: Token): number {
  if (token.value) return token.text === '' ? COST.blank : COST.value
  return isFurniture(token.label) ? COST.furniture : COST.text
}

type Trace = {
  readonly width: number
  readonly op: Uint8Array
  readonly joined: Uint8Array
  readonly from: Int32Array
  readonly rowOf: readonly number[]
  readonly likenesses: LabelLikeness
  readonly end: number
}

function trace<Key extends string>(tokens: readonly Token[], rows: readonly RowTemplate<Key>[], way: Trace): AlignedRow<Key>[] {
  const found = rows.map(() => ({
    likeness: 0,
    rival: 0,
    label: [] as number[],
    values: [] as number[],
    spared: [] as number[],
    seen: false,
  }))
  const extras: { index: number; state: number }[] = []
  for (let here = way.end; here > 0; here = way.from[here]!) {
    const origin = way.from[here]!
    const index = Math.floor(origin / way.width)
    const state = origin % way.width
    const row = found[way.rowOf[state] ?? rows.length - 1]!
    if (way.op[here] === OP.fillSlot) {
      row.values.unshift(index)
      row.seen = true
    } else if (way.op[here] === OP.label) {
      const count = way.joined[here]!
      row.label = Array.from({ length: count }, (_, offset) => index + offset)
      const own = way.rowOf[state]!
      const likenesses = way.likenesses.from(index)[count - 1]!
      row.likeness = likenesses[own]!
      row.rival = likenesses.reduce((most, like, other) => (other === own ? most : Math.max(most, like)), 0)
      row.seen = true
    } else if (way.op[here] === OP.skipToken && tokens[index]!.value) {
      extras.push({ index, state })
    } else if (way.op[here] === OP.none) break
  }
  for (const { index } of extras.reverse()) {
    // A value too many belongs to the row whose label stands before it, unless words of no row stand between.
    const owner = found.findLast((row) => row.seen && (row.label[0] ?? row.values[0] ?? Infinity) < index)
    const last = owner ? Math.max(...owner.label, ...owner.values.filter((value) => value < index)) : 0
    if (!owner || tokens.slice(last + 1, index).some(isForeign)) continue
    if (tokens[index]!.text === '') owner.spared.push(index)
    else owner.values = [...owner.values, index].sort((a, b) => a - b)
  }
  return ownLabels(
    rows.flatMap((row, index) => {
      const { seen, ...aligned } = found[index]!
      return seen
        ? [
            {
              key: row.key,
              ...aligned,
              unbroken: isUnbroken(tokens, aligned.values),
              close: isClose(tokens, aligned.values),
              crowded: isLedByOther(tokens, aligned, row.labels),
            },
          ]
        : []
    }),
    tokens,
    rows,
  )
}

/** Words long enough to be the label of a row that the form does not have. */
function isForeign(token: Token): boolean {
  return !token.value && token.label.length >= 4 && !isFurniture(token.label)
}

/** Whether words long enough for the label of another row stand between a label and its values: `其中：网络申请数量`. */
function isLedByOther(
  tokens: readonly Token[],
  { label, values }: Pick<AlignedRow<string>, 'label' | 'values'>,
  official: readonly string[],
): boolean {
  const [end, first] = [label.at(-1), values[0]]
  // Below the label of a group stands that of its first detail.
  if (end === undefined || first === undefined || official.some(isFurniture)) return false
  const between = tokens.slice(end + 1, first).filter(isForeign)
  return between.some((token) => !official.some((each) => each.includes(token.label)))
}

function isUnbroken(tokens: readonly Token[], values: readonly number[]): boolean {
  return values.every((value, index) => {
    if (index === 0) return true
    return tokens.slice(values[index - 1]! + 1, value).every((token) => token.value || isFurniture(token.label))
  })
}

function isClose(tokens: readonly Token[], values: readonly number[]): boolean {
  return values.every((value, index) => index === 0 || tokens.slice(values[index - 1]! + 1, value).every((token) => token.value))
}

/** Rows printed in another order than the form's: a row whose values follow another row's label word for word is that row. */
function ownLabels<Key extends string>(
  aligned: readonly AlignedRow<Key>[],
  tokens: readonly Token[],
  rows: readonly RowTemplate<Key>[],
): AlignedRow<Key>[] {
  const exact = new Map(rows.flatMap((row) => row.labels.map((label) => [label, row.key] as const)))
  const named = aligned.map((row) => {
    const first = row.values[0]
    if (first === undefined || row.likeness === 1) return row.key
    let label = ''
    for (let index = first - 1; index >= Math.max(0, first - MOST_JOINED) && !tokens[index]!.value; index -= 1) {
      label = tokens[index]!.label + label
      const key = exact.get(label)
      if (key) return key
    }
    return row.key
  })
  return aligned.map((row, index) => {
    const key = named[index]!
    const free = key !== row.key && !aligned.some((other, at) => other !== row && other.values.length > 0 && named[at] === key)
    const before = aligned[index - 1]
    const crowded = before?.values.length === 0 && before.label.at(-1) === (row.label[0] ?? 0) - 1
    return free ? { ...row, key, likeness: 1, crowded } : { ...row, crowded: crowded || row.crowded }
  })
}

class LabelLikeness {
  readonly #tokens: readonly Token[]
  readonly #rows: readonly RowTemplate[]
  readonly #exact: ReadonlyMap<string, number>
  readonly #official: LabelIndex
  readonly #rowOf: readonly number[]
  readonly #known = new Map<string, Float32Array>()

  constructor(tokens: readonly Token[], rows: readonly RowTemplate[]) {
    this.#tokens = tokens
    this.#rows = rows
    this.#exact = new Map(rows.flatMap((row, index) => row.labels.map((label) => [label, index] as const)))
    this.#official = new LabelIndex(rows.flatMap((row) => row.labels))
    this.#rowOf = rows.flatMap((row, index) => row.labels.map(() => index))
  }

  /** Whether a token is word for word the label of some row. */
  isLabel(index: number): boolean {
    return this.#exact.has(this.#tokens[index]!.label)
  }

  /** How alike the words from here on are to each row: of the first token alone, of the first two joined, and so on. */
  from(index: number): readonly Float32Array[] {
    const all: Float32Array[] = []
    let label = ''
    while (all.length < MOST_JOINED) {
      const token = this.#tokens[index + all.length]
      if (!token || token.value) break
      label += token.label
      if (label.length > LONGEST_LABEL) break
      all.push(this.#of(label))
    }
    return all
  }

  #of(label: string): Float32Array {
    let all = this.#known.get(label)
    if (!all) {
      all = this.#compare(label)
      this.#known.set(label, all)
    }
    return all
  }

  #compare(label: string): Float32Array {
    const all = new Float32Array(this.#rows.length)
    const exact = this.#exact.get(label)
    if (exact !== undefined) all[exact] = 1
    else if (label.length > 1) {
      for (const [index, like] of this.#official.likenesses(label, LEAST_LIKENESS).entries()) {
        const row = this.#rowOf[index]!
        all[row] = Math.max(all[row]!, like)
      }
    }
    return all
  }
}
