import type { Registry } from '../../model/portal.ts'
import type { Edited, EditTarget, FieldProblem, Fields } from '../../model/registry-edit.ts'
import { checkPortals } from '../check-portals.ts'
import type { Path, Problem } from '../portals-references.ts'
import { toRegistry } from '../to-registry.ts'
import { byYear, type CellForm, daysByYear, formerNames, joinItems, list, number, owners, splitItems } from './cells.ts'
import { type Entry, portalsContent } from './portals-content.ts'
import { AUTHORITY_HEADINGS, COLUMN_HEADINGS, type Headings, PORTAL_HEADINGS } from './tables.ts'

type Content = ReturnType<typeof portalsContent>

const { sample: _, ...PORTAL_FIELDS } = PORTAL_HEADINGS
/** Facts of a portal that its table and its form call otherwise. */
const KEYS: Readonly<Record<string, string>> = { portal: 'id', portal_name: 'name' }
const LISTED: ReadonlySet<CellForm> = new Set([list, owners, formerNames, byYear, daysByYear])
const BY_YEAR: ReadonlySet<CellForm> = new Set([byYear, daysByYear])
/** Facts of letters and digits, which a Chinese keyboard may have made wide ones. */
const NARROW = ['id', 'portal', 'uscc', 'host', 'url', 'verified_at', 'level', 'local_due']

/** What the form of a registered entry shows; null where the district has no such entry (any more). */
export function fieldsOf(registry: Registry, target: EditTarget): Fields | null {
  const entry = entryOf(portalsContent(registry), target)
  if (entry === null) return null
  const shown = Object.entries(headingsOf(target)).map(([field, form]) => {
    const value = entry[keyOf(target, field)]
    return [field, value == null ? '' : textOf(form, value)]
  })
  return Object.fromEntries(shown)
}

/**
 * The district with the entry as its form says, or without it where `fields` is null. It is checked as an import is, with all of its
 * district. A new portal's form holds the fields of its first column, too.
 */
export function editEntry(registry: Registry, target: EditTarget, fields: Fields | null, thisYear: number): Edited {
  const content = portalsContent(registry)
  const own = fields === null ? [] : fieldProblems(target, fields)
  const path = fields === null ? removeEntry(content, target) : putEntry(content, target, fields)
  const { file, problems } = checkPortals(content)
  const told = [...own, ...(problems ?? []).map((problem) => atField(problem, path, target, content))]
  return told.length > 0 || file === null
    ? { registry: null, problems: told }
    : { registry: toRegistry(file, thisYear), problems: null }
}

function headingsOf(target: EditTarget): Headings {
  if (target.kind === 'authority') return AUTHORITY_HEADINGS
  if (target.kind === 'column') return COLUMN_HEADINGS
  return target.id === null ? { ...PORTAL_FIELDS, ...COLUMN_HEADINGS } : PORTAL_FIELDS
}

function keyOf({ kind }: EditTarget, field: string): string {
  return kind === 'portal' ? (KEYS[field] ?? field) : field
}

function entryOf({ districts, portals }: Content, target: EditTarget): Entry | null {
  const called = (id: string | null) => (entry: Entry) => entry['id'] === id
  if (target.kind === 'authority') return districts[0]?.authorities.find(called(target.id)) ?? null
  if (target.kind === 'portal') return portals.find(called(target.id)) ?? null
  return portals.find(called(target.portal))?.columns.find((column) => column['url'] === target.url) ?? null
}

/** Puts the entry into the content, in the place of the one that it was, and gives its place. */
function putEntry(content: Content, target: EditTarget, fields: Fields): Path {
  const district = content.districts[0]!
  if (target.kind === 'authority') {
    const entry = read(AUTHORITY_HEADINGS, fields, target)
    const [authorities, index] = placed(district.authorities, 'id', target.id, entry)
    content.districts[0] = { ...district, authorities }
    return ['districts', 0, 'authorities', index]
  }
  if (target.kind === 'portal') {
    const known = content.portals.find(({ id }) => id === target.id)
    const sample = known?.['sample']
    const entry = {
      ...read(PORTAL_FIELDS, fields, target),
      ...(sample === undefined ? {} : { sample }),
      district: district['id'],
      columns: known?.columns ?? [read(COLUMN_HEADINGS, fields, { kind: 'column', portal: '', url: null })],
    }
    const [portals, index] = placed(content.portals, 'id', target.id, entry)
    content.portals = portals
    return ['portals', index]
  }
  const p = content.portals.findIndex(({ id }) => id === target.portal)
  const portal = content.portals[p]!
  const [columns, c] = placed(portal.columns, 'url', target.url, read(COLUMN_HEADINGS, fields, target))
  content.portals[p] = { ...portal, columns }
  return ['portals', p, 'columns', c]
}

function removeEntry(content: Content, target: EditTarget): Path {
  if (target.kind === 'portal') {
    content.portals = content.portals.filter(({ id }) => id !== target.id)
    return ['portals', -1]
  }
  if (target.kind === 'column') {
    const p = content.portals.findIndex(({ id }) => id === target.portal)
    const portal = content.portals[p]!
    content.portals[p] = { ...portal, columns: portal.columns.filter(({ url }) => url !== target.url) }
    return ['portals', p]
  }
  const district = content.districts[0]!
  content.districts[0] = { ...district, authorities: district.authorities.filter(({ id }) => id !== target.id) }
  return ['districts', 0, 'authorities', -1]
}

function placed<T extends Entry>(entries: readonly T[], key: string, id: string | null, entry: T): [T[], number] {
  const at = id === null ? -1 : entries.findIndex((each) => each[key] === id)
  return at < 0 ? [[...entries, entry], entries.length] : [entries.with(at, entry), at]
}

function read(headings: Headings, fields: Fields, target: EditTarget): Entry {
  const facts = Object.entries(headings).flatMap(([field, form]) => {
    const text = tidy(field, form, fields[field] ?? '')
    return text === ''
      ? []
      : [[keyOf(target, field), form.read(LISTED.has(form) ? joinItems(linesOf(text, form)) : text)] as const]
  })
  // What an entry is called is settled when it is added.
  const name = target.kind === 'column' || target.id === null ? {} : { id: target.id }
  return { ...Object.fromEntries(facts), ...name }
}

function tidy(field: string, form: CellForm, text: string): string {
  const trimmed = text.replaceAll('\r\n', '\n').trim()
  return form === number || NARROW.includes(field) ? trimmed.normalize('NFKC').trim() : trimmed
}

function linesOf(text: string, form: CellForm): string[] {
  const lines = text.split('\n').map((line) => line.trim())
  return lines.filter((line) => line !== '').map(form === formerNames ? withSpan : (line) => line)
}

/** `示例区农业局 2019—2023` → `示例区农业局@2019-2023`. */
function withSpan(line: string): string {
  const [, name, ...years] = /^(.*?)[\s@]+([\d０-９]{4})?\s*[-–—~～至]\s*([\d０-９]{4})?$/s.exec(line) ?? []
  return name === undefined ? line : `${name}@${years.map((year = '') => year.normalize('NFKC')).join('-')}`
}

function textOf(form: CellForm, value: unknown): string {
  if (!LISTED.has(form)) return form.write(value)
  const items = splitItems(form.write(value))
  return items.map((item) => (form === formerNames ? item.replace(/@-$/, '').replace(/@(?=\d*-\d*$)/, ' ') : item)).join('\n')
}

/** What only a form can get wrong: a year on two lines, of which a table of years would keep the last. */
function fieldProblems(target: EditTarget, fields: Fields): FieldProblem[] {
  return Object.entries(headingsOf(target)).flatMap(([field, form]) => {
    if (!BY_YEAR.has(form)) return []
    const years = linesOf(fields[field] ?? '', form).map((line) => line.match(/^\s*(\d+)[:：]/)?.[1])
    const twice = years.find((year, y) => year !== undefined && years.indexOf(year) < y)
    if (twice === undefined) return []
    return [{ field, zh: `${twice} 年写了两行，请只留一行`, en: `${twice} stands on two lines; keep one` }]
  })
}

function atField(problem: Problem, own: Path, target: EditTarget, content: Content): FieldProblem {
  const { path, missing, key, message, asked, zh } = problem
  const isOwn = own.every((step, s) => path[s] === step)
  const rest = isOwn ? path.slice(own.length) : []
  const first = rest[0] === 'columns' && typeof rest[1] === 'number' ? rest[2] : rest[0]
  const fact = String(first ?? missing ?? key ?? '')
  const field = Object.keys(headingsOf(target)).find((each) => keyOf(target, each) === fact)
  if (isOwn && field !== undefined) {
    // The label of a field names its place.
    return { field, zh, en: missing === undefined ? (asked ?? message.replace(/^[^ ]*\]\.?[^ ]*:? /, '')) : 'fill this in' }
  }
  const where = nameAt(content, path)
  return { field: null, zh: where === null ? zh : `${where}：${zh}`, en: where === null ? message : `${where}: ${message}` }
}

/** Which entry of the district a place is about. */
function nameAt({ districts, portals }: Content, [list, index, , inner]: Path): string | null {
  const outer: Entry | undefined = list === 'districts' ? districts[index as number] : portals[index as number]
  const within = list === 'districts' ? districts[index as number]?.authorities : portals[index as number]?.columns
  const entry = typeof inner === 'number' ? within?.[inner] : list === 'districts' ? undefined : outer
  const name = entry?.['name'] ?? entry?.['url']
  return typeof name === 'string' ? name : null
}
