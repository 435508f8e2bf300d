import type { Cheerio, CheerioAPI } from 'cheerio/slim'

/** A selection of elements, as cheerio types it. */
export type Elements = ReturnType<ReturnType<CheerioAPI['root']>['children']>
export type Element = Elements extends Cheerio<infer Each> ? Each : never

/** One of the ways that a selector names elements by: `tag#id.class[attribute]`, each part of it left out or not. */
type Simple = {
  readonly tag: string | null
  readonly id: string | null
  readonly classes: readonly string[]
  readonly attribute: string | null
}

/**
 * Elements that a family's selector meets, in the order of the page. Families name most of them by tag, class and id: those are found in one
 * walk, where cheerio's engine asks each element for each of the names. It does the others.
 */
export function select($: CheerioAPI, selector: string): Elements {
  const named = simpleParts(selector)
  // Cheerio knows only of literal selectors that they meet elements and nothing else.
  if (named === null) return $(selector) as Elements
  const found: Element[] = []
  walk($, (element) => {
    if (isNamed(element, named)) found.push(element)
    return true
  })
  return $(found) as Elements
}

/** The first element with this tag and attribute; the page is read no further than there. */
export function findFirst($: CheerioAPI, tag: string, attribute: string): Element | null {
  let first: Element | null = null
  walk($, (element) => {
    if (element.name === tag && attribute in element.attribs) first = element
    return first === null
  })
  return first
}

/** Visits the elements of a page in order until told to stop; pages may be nested ten thousand deep. */
function walk($: CheerioAPI, visit: (element: Element) => boolean): void {
  const [root] = $.root().toArray()
  let node = root?.firstChild ?? null
  while (node !== null && node !== root) {
    if ('attribs' in node && !visit(node as Element)) return
    let next = 'firstChild' in node ? node.firstChild : null
    for (let done = node; next === null && done !== root && done.parent !== null; done = done.parent as typeof node) {
      next = done.next
    }
    node = next
  }
}

function isNamed({ name, attribs }: Element, parts: readonly Simple[]): boolean {
  const { id, class: classes } = attribs
  return parts.some(
    (part) =>
      (part.tag === null || part.tag === name) &&
      (part.id === null || part.id === id) &&
      (part.attribute === null || part.attribute in attribs) &&
      (part.classes.length === 0 || (classes !== undefined && hasClasses(classes, part.classes))),
  )
}

function hasClasses(attribute: string, wanted: readonly string[]): boolean {
  if (!wanted.every((each) => attribute.includes(each))) return false
  const classes = attribute.split(/\s+/)
  return wanted.every((each) => classes.includes(each))
}

const parsed = new Map<string, readonly Simple[] | null>()

/** The ways of a selector that consists of simple ones; null for any other. Families have a few dozen selectors, each read once. */
function simpleParts(selector: string): readonly Simple[] | null {
  const known = parsed.get(selector)
  if (known !== undefined) return known
  const parts = selector.split(',').map((part) => part.trim().match(SIMPLE)?.groups)
  const simple = parts.every((part) => part !== undefined)
    ? parts.map(({ tag, id, classes, attribute }) => ({
        tag: tag ?? null,
        id: id ?? null,
        classes: classes === undefined || classes === '' ? [] : classes.slice(1).split('.'),
        attribute: attribute ?? null,
      }))
    : null
  parsed.set(selector, simple)
  return simple
}

const SIMPLE = /^(?=.)(?<tag>[a-z][a-z0-9]*)?(?:#(?<id>[\w-]+))?(?<classes>(?:\.[\w-]+)*)(?:\[(?<attribute>[a-z-]+)\])?$/
