import { randomBytes } from 'node:crypto'
import { escapeHtml } from './html.ts'
import { MARK_ID, sanitise } from './sanitise-snapshot.ts'

/** A place in the decoded text of a snapshot that a finding speaks of. */
export type Mark = { readonly label: string; readonly start: number; readonly end: number; readonly selected: boolean }

/** What is looked for in the text: the sentence of the finding, and the report's title to begin at where nothing is marked. */
export type Passages = {
  readonly quote: string | null
  readonly title: string | null
  /** The frame opens at the selected cell, not at the sentence. */
  readonly cellFirst?: boolean
}

/** Markup of an HTML page with nothing active left in it, its marked places and quoted sentences pointed out. */
export function markHtml(text: string, marks: readonly Mark[], passages: Passages): string {
  // The attribute's name is drawn anew each time, so that no page can bring marks of its own.
  const attribute = `data-mark-${randomBytes(8).toString('hex')}`
  let markup = text
  for (const mark of inReverse(marks)) {
    const value = `${attribute}="${mark.selected ? 'selected' : 'other'} ${escapeHtml(mark.label)}"`
    const tag = /^<[a-z][a-z0-9]*/i.exec(markup.slice(mark.start, mark.start + 40))?.[0]
    const inside = markup.slice(mark.start, mark.end)
    if (tag) markup = `${markup.slice(0, mark.start)}${tag} ${value}${markup.slice(mark.start + tag.length)}`
    else if (isShort(mark) && inside.trim() !== '' && !/[<>]/.test(inside))
      markup = `${markup.slice(0, mark.start)}<mark ${value}>${inside}</mark>${markup.slice(mark.end)}`
  }
  return withAnchor(sanitise(markup, attribute), passages)
}

/** The same for plain text. */
export function markText(text: string, marks: readonly Mark[], passages: Passages): string {
  let markup = ''
  let from = 0
  for (const mark of inReverse(marks).reverse()) {
    if (mark.start < from || !isShort(mark)) continue
    const className = mark.selected ? 'selected' : 'other'
    markup += `${escapeHtml(text.slice(from, mark.start))}<mark class="${className}" title="${escapeHtml(mark.label)}">`
    markup += `${escapeHtml(text.slice(mark.start, mark.end))}</mark>`
    from = mark.end
  }
  return withAnchor(`<pre>${markup}${escapeHtml(text.slice(from))}</pre>`, passages)
}

/** A run of text longer than this is where a cell was found, not the cell: marking it would point at nothing. */
const LONGEST_CELL = 200

function isShort({ start, end }: Mark): boolean {
  return end - start <= LONGEST_CELL
}

/** From the last place to the first, one mark a place; where several share it, the selected one stands. */
function inReverse(marks: readonly Mark[]): Mark[] {
  const byStart = new Map<number, Mark>()
  for (const mark of marks) {
    const known = byStart.get(mark.start)
    if (mark.end > mark.start && (!known || (mark.selected && !known.selected))) byStart.set(mark.start, mark)
  }
  return [...byStart.values()].sort((a, b) => b.start - a.start)
}

/** Gives the place that the frame scrolls to its id: the quoted sentence, or the first selected cell, else the report's title. */
function withAnchor(markup: string, { quote, title, cellFirst = false }: Passages): string {
  const quoted = quote === null ? markup : markPassage(markup, quote, 'quote')
  const targets = ['<mark class="quote"', ' class="selected"']
  for (const target of cellFirst ? targets.reverse() : targets)
    if (quoted.includes(target)) return quoted.replace(target, `${target} id="${MARK_ID}"`)
  return title === null
    ? quoted
    : markPassage(quoted, title, 'title').replace('<mark class="title"', `<mark class="title" id="${MARK_ID}"`)
}

/**
 * Marks a passage where it first stands. White space and width of characters are left out of the comparison, since
 * the page wraps and indents its sentences as it likes; a sentence may run through several elements.
 */
function markPassage(markup: string, passage: string, className: 'quote' | 'title'): string {
  const wanted = comparable(passage)
  if (wanted.length < 4) return markup
  const tokens = markup.match(/<[^>]*>|&(?:#\d+|#x[\da-f]+|[a-z]+);|[\s\S]/giu) ?? []
  const tokenOf: number[] = []
  let text = ''
  for (const [index, token] of tokens.entries()) {
    if (token.startsWith('<')) continue
    const plain = comparable(token.length > 1 ? (ENTITIES[token] ?? token) : token)
    text += plain
    for (let each = 0; each < plain.length; each += 1) tokenOf.push(index)
  }
  const found = text.indexOf(wanted)
  if (found === -1) return markup
  const first = tokenOf[found] ?? 0
  const last = tokenOf[found + wanted.length - 1] ?? first
  const open = `<mark class="${className}">`
  const within = tokens.slice(first, last + 1).map((token) => (/^<[^>]/.test(token) ? `</mark>${token}${open}` : token))
  const marked = `${open}${within.join('')}</mark>`.replaceAll(/<mark class="(?:quote|title)">(\s*)<\/mark>/g, '$1')
  return tokens.slice(0, first).join('') + marked + tokens.slice(last + 1).join('')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&nbsp;': ' ',
}

function comparable(text: string): string {
  return text.normalize('NFKC').replace(/\s/g, '')
}
