import { type Figure, figuresOf } from './figures.ts'

export type Part = { readonly figure: Figure; readonly label: string }

export type Nested = { readonly parent: Part; readonly children: Part[]; readonly listed: string }

/** The parts of a list, and the lists that belong to one of them. */
export type Reading = { readonly parts: readonly Part[]; readonly nested: readonly Nested[] }

/** Of the readings that the marks allow, the one that adds up; else the plain one. */
export function bestReading({ parts, nested }: Reading, beyond: readonly Part[], { total, from, text }: Listing): Reading {
  const lists = nested.filter(({ children }) => children.length >= 2)
  const plain = { parts, nested: lists }
  if (sumOf(parts) === total.value) return plain
  const flat = [...parts, ...nested.flatMap(({ children }) => children)].toSorted((a, b) => a.figure.start - b.figure.start)
  if (nested.length > 0 && sumOf(flat) === total.value) return { parts: flat, nested: [] }
  const grouped = groupedReading(text, plain)
  if (sumOf(grouped.parts) === total.value) return grouped
  const isFirst = !figuresOf(text.slice(0, total.start)).some(({ kind }) => kind === 'count')
  for (let length = 2; length < parts.length; length += 1) {
    const head = parts.slice(0, length)
    const isWhole = REST.test(head.at(-1)!.label) || isCut(text, { from, head, next: parts[length]! })
    if (sumOf(head) !== total.value || (isFirst && !isWhole)) continue
    return { parts: head, nested: lists.filter(({ parent }) => head.includes(parent)) }
  }
  for (let length = 1; length <= beyond.length; length += 1) {
    const more = [...parts, ...beyond.slice(0, length)]
    if (sumOf(more) === total.value) return { parts: more, nested: lists }
  }
  return sumOf(parts) > total.value ? grouped : plain
}

/** Between `；` a number that the others add up to is their total: 机构类20条，领导10条、职能10条；工作类11条. */
function groupedReading(text: string, { parts, nested }: Reading): Reading {
  const groups: Part[][] = []
  for (const part of parts) {
    const last = groups.at(-1)
    const begins = last === undefined || /；/.test(text.slice(last.at(-1)!.figure.end, part.figure.start))
    if (begins) groups.push([part])
    else last.push(part)
  }
  if (groups.length < 2) return { parts, nested }
  const whole = groups.map(([first, ...rest]) => rest.length >= 2 && sumOf(rest) === first!.figure.value)
  return {
    parts: groups.flatMap((group, index) => (whole[index] ? group.slice(0, 1) : group)),
    nested: [
      ...nested,
      ...groups.filter((_, index) => whole[index]).map(([parent, ...children]) => ({ parent: parent!, children, listed: '' })),
    ],
  }
}

/** What is left: a figure behind it belongs to another list. */
const REST = /其[他它]|其余|剩余/

type Listing = { readonly total: Figure; readonly from: number; readonly text: string }

/** Whether a stronger mark, or a verb, parts the next figure from the head of a list. */
function isCut(
  text: string,
  { from, head, next }: { readonly from: number; readonly head: readonly Part[]; readonly next: Part },
): boolean {
  const gap = text.slice(head.at(-1)!.figure.end, next.figure.start)
  const inside = text.slice(head[0]?.figure.end ?? from, head.at(-1)!.figure.start)
  if (/；/.test(gap) && !/；/.test(inside)) return true
  if (/，/.test(gap) && !/[，；]/.test(inside)) return true
  return /^[，；](?:共|累计|全年)?(?:发布|公开|制作|编发|推送|制发|印发|更新)/.test(gap)
}

export function sumOf(parts: readonly Part[]): number {
  return Number(parts.reduce((sum, { figure }) => sum + figure.value, 0).toFixed(4))
}
