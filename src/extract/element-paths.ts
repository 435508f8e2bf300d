/** What holds no elements, whatever is written in it, and the tags that tables are counted by. */
const TAG = /<!--|<(?:script|style|textarea|xmp|noscript)\b|<(?:\\?\/)?(?:table|tr|td|th)\b/iy
const WITHOUT_ELEMENTS = ['script', 'style', 'textarea', 'xmp', 'noscript']
const COMMENT = '!--'
/** What the names in `TAG` begin with. Most tags of a page begin otherwise, and need not be held against the pattern. */
const INITIALS = initialsOf([COMMENT, ...WITHOUT_ELEMENTS, 'table'])

/** Elements that hold no text. */
const EMPTY: ReadonlySet<string> = new Set('br hr img input wbr col meta link area embed param source'.split(' '))

type Counts = { readonly table: number; row: number; cell: number }

/**
 * Where elements stand in a page, by the offsets of their tags: `table[2]/tr[5]/td[3]` is the third cell of the fifth row of the second table.
 * Tables are counted through the page's source, rows through their table, cells, `td` and `th` alike, through their row; nothing is added
 * that the source does not hold, such as `tbody`. Text in another element gives `div[57]`, the 57th of its name in the source. An offset
 * in none has no path.
 */
export function elementPaths(source: string, offsets: readonly number[]): ReadonlyMap<number, string> {
  const starts = new Map<number, number>()
  const names = new Set<string>()
  const cells = new Set<number>()
  for (const offset of offsets) {
    const element = starts.has(offset) ? null : elementAround(source, offset)
    if (!element) continue
    starts.set(offset, element.start)
    if (element.name === 'td' || element.name === 'th') cells.add(element.start)
    else names.add(element.name)
  }
  const found = new Map<number, string>()
  if (cells.size > 0) findCells(source, cells, found)
  if (names.size > 0) findOthers(source, names, new Set(starts.values()), found)
  const paths = new Map<number, string>()
  for (const [offset, start] of starts) {
    const path = found.get(start)
    if (path !== undefined) paths.set(offset, path)
  }
  return paths
}

const NAME = /<([a-z][a-z\d:]{0,28})/iy

/** The element whose tag begins at the offset, or directly before which the text at the offset stands. */
function elementAround(source: string, offset: number): { readonly name: string; readonly start: number } | null {
  const start = source.lastIndexOf('<', offset)
  if (start < 0 || (start < offset && source.indexOf('>', start) >= offset)) return null
  NAME.lastIndex = start
  const name = NAME.exec(source)?.[1]?.toLowerCase()
  return name === undefined || EMPTY.has(name) ? null : { name, start }
}

/** Adds the paths of the cells that begin at the wanted offsets. */
function findCells(source: string, wanted: ReadonlySet<number>, found: Map<number, string>): void {
  let last = 0
  for (const offset of wanted) last = Math.max(last, offset)
  const open: Counts[] = [{ table: 0, row: 0, cell: 0 }]
  let tables = 0
  eachTag(source, { pattern: TAG, initials: INITIALS, last }, (name, index, isEnd) => {
    const counts = open.at(-1)!
    if (name === 'table') {
      if (!isEnd) open.push({ table: ++tables, row: 0, cell: 0 })
      else if (open.length > 1) open.pop()
    } else if (isEnd) return
    else if (name === 'tr') {
      counts.row += 1
      counts.cell = 0
    } else {
      counts.cell += 1
      if (wanted.has(index)) found.set(index, pathOf(counts, name))
    }
  })
}

/** Cells outside of any row or table, as fragments have them, are counted in what there is. */
function pathOf({ table, row, cell }: Counts, name: string): string {
  return `${table > 0 ? `table[${table}]/` : ''}${row > 0 ? `tr[${row}]/` : ''}${name}[${cell}]`
}

/** Adds the paths of other elements, which are counted by their names. */
function findOthers(source: string, names: ReadonlySet<string>, wanted: ReadonlySet<number>, found: Map<number, string>): void {
  const counts = new Map<string, number>()
  const tag = new RegExp(`<!--|<(?:${WITHOUT_ELEMENTS.join('|')})\\b|<(?:${[...names].join('|')})(?![\\w:-])`, 'iy')
  const initials = new Set([...INITIALS, ...initialsOf([...names])])
  eachTag(source, { pattern: tag, initials, last: source.length }, (name, index) => {
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    if (wanted.has(index)) found.set(index, `${name}[${count}]`)
  })
}

/** Tags to look for: a sticky pattern, the characters that it may begin with behind `<`, and how far to look. */
type Wanted = { readonly pattern: RegExp; readonly initials: ReadonlySet<number>; readonly last: number }

/** Tells the tags that the pattern finds, outside of comments and scripts. */
function eachTag(
  source: string,
  { pattern, initials, last }: Wanted,
  tell: (name: string, index: number, isEnd: boolean) => void,
): void {
  for (let at = source.indexOf('<'); at >= 0 && at <= last; at = source.indexOf('<', at + 1)) {
    const nameAt = behindSlash(source, at + 1)
    if (!initials.has(source.charCodeAt(nameAt))) continue
    pattern.lastIndex = at
    if (!pattern.test(source)) continue
    const end = pattern.lastIndex
    const name = source.slice(nameAt, end).toLowerCase()
    const holdsNone = name === COMMENT || WITHOUT_ELEMENTS.includes(name)
    if (!holdsNone) tell(name, at, nameAt > at + 1)
    else {
      const rest = name === COMMENT ? source.indexOf('-->', at) : endOf(source, name, end)
      if (rest < 0) return
      at = rest - 1
    }
  }
}

/** The codes of the first characters of names, in either case. */
function initialsOf(names: readonly string[]): ReadonlySet<number> {
  return new Set(names.flatMap((name) => [name.charCodeAt(0), name.toUpperCase().charCodeAt(0)]))
}

const [SLASH, BACKSLASH] = ['/'.charCodeAt(0), '\\'.charCodeAt(0)]

/** Where the name of a tag begins: behind the slash of an end tag, which a script may have written as `<\\/`. */
function behindSlash(source: string, from: number): number {
  const next = source.charCodeAt(from) === BACKSLASH ? from + 1 : from
  return source.charCodeAt(next) === SLASH ? next + 1 : next
}

/** Where the end tag of an element begins. */
function endOf(source: string, name: string, from: number): number {
  const end = new RegExp(`</${name}`, 'gi')
  end.lastIndex = from
  return end.exec(source)?.index ?? -1
}
