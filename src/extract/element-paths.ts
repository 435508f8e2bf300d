/** What holds no elements, whatever is written in it, and the tags that tables are counted by. */
const TAG = /<!--|<(script|style|textarea|xmp|noscript)\b|<(\\?\/)?(table|tr|td|th)\b/gi

/** Elements that hold no text. */
const EMPTY = /^(?:br|hr|img|input|wbr|col|meta|link|area|embed|param|source)$/i

type Counts = { readonly table: number; row: number; cell: number }

/**
 * Where elements stand in a page, by the offsets of their tags: `table[2]/tr[5]/td[3]` is the third cell of the fifth row of the second table.
 * Tables are counted through the page's source, rows through their table, cells, `td` and `th` alike, through their row; nothing is added
 * that the source does not hold, such as `tbody`. Text in another element gives `div[57]`, the 57th of its name in the source. An offset
 * in none has no path.
 */
export function elementPaths(source: string, offsets: readonly number[]): ReadonlyMap<number, string> {
  const paths = new Map<number, string>()
  const others = new Map<number, number[]>()
  const names = new Set<string>()
  const cells = new Set<number>()
  for (const offset of new Set(offsets)) {
    const element = elementAround(source, offset)
    if (!element) continue
    if (/^t[dh]$/.test(element.name)) cells.add(element.start)
    else names.add(element.name)
    others.set(element.start, [...(others.get(element.start) ?? []), offset])
  }
  const give = (start: number, path: string) => {
    for (const offset of others.get(start) ?? []) paths.set(offset, path)
  }
  if (cells.size > 0) pathsOfCells(source, cells, give)
  if (names.size > 0) pathsOfOthers(source, names, give)
  return paths
}

/** The element whose tag begins at the offset, or directly before which the text at the offset stands. */
function elementAround(source: string, offset: number): { readonly name: string; readonly start: number } | null {
  const start = source.lastIndexOf('<', offset)
  const name = start < 0 ? undefined : /^<([a-z][a-z\d:]*)/i.exec(source.slice(start, start + 30))?.[1]?.toLowerCase()
  if (name === undefined || EMPTY.test(name)) return null
  return start === offset || source.indexOf('>', start) < offset ? { name, start } : null
}

function pathsOfCells(source: string, wanted: ReadonlySet<number>, give: (start: number, path: string) => void): void {
  const last = Math.max(...wanted)
  const open: Counts[] = [{ table: 0, row: 0, cell: 0 }]
  let tables = 0
  for (const { index, name, isEnd } of tagsOf(source, TAG, last)) {
    const counts = open.at(-1)!
    if (name === 'table') {
      if (!isEnd) open.push({ table: ++tables, row: 0, cell: 0 })
      else if (open.length > 1) open.pop()
    } else if (isEnd) continue
    else if (name === 'tr') {
      counts.row += 1
      counts.cell = 0
    } else {
      counts.cell += 1
      if (wanted.has(index)) give(index, pathOf(counts, name))
    }
  }
}

/** Cells outside of any row or table, as fragments have them, are counted in what there is. */
function pathOf({ table, row, cell }: Counts, name: string): string {
  return [...(table > 0 ? [`table[${table}]`] : []), ...(row > 0 ? [`tr[${row}]`] : []), `${name}[${cell}]`].join('/')
}

function pathsOfOthers(source: string, names: ReadonlySet<string>, give: (start: number, path: string) => void): void {
  const counts = new Map<string, number>()
  const tag = new RegExp(`<!--|<(script|style|textarea|xmp|noscript)\\b|<()(${[...names].join('|')})(?![\\w:-])`, 'gi')
  for (const { index, name } of tagsOf(source, tag, source.length)) {
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    give(index, `${name}[${count}]`)
  }
}

type FoundTag = { readonly index: number; readonly name: string; readonly isEnd: boolean }

/** The tags that a pattern finds, up to `last`, outside of comments and scripts. */
function* tagsOf(source: string, pattern: RegExp, last: number): Generator<FoundTag> {
  pattern.lastIndex = 0
  for (let match = pattern.exec(source); match !== null && match.index <= last; match = pattern.exec(source)) {
    const [whole, closed, end, name] = match
    if (name !== undefined) yield { index: match.index, name: name.toLowerCase(), isEnd: Boolean(end) }
    else {
      const rest = closed === undefined ? source.indexOf('-->', match.index) : endOf(source, closed, match.index + whole.length)
      if (rest < 0) return
      pattern.lastIndex = rest
    }
  }
}

/** Where the end tag of an element begins. */
function endOf(source: string, name: string, from: number): number {
  const end = new RegExp(`</${name}`, 'gi')
  end.lastIndex = from
  return end.exec(source)?.index ?? -1
}
