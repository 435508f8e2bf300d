import { isAlias, isMap, isScalar, LineCounter, type Node, parseDocument, type Document as YamlDocument } from 'yaml'
import type { z } from 'zod'
import type { Registry } from '../model/portal.ts'
import { SetupError } from '../model/setup-error.ts'
import { type Path, type Placed, type Problem, referenceProblems } from './portals-references.ts'
import { type DistrictEntry, districtSchema, fileSchema, KNOWN_KEYS, type PortalEntry, portalSchema } from './portals-shape.ts'
import { suggest } from './suggest.ts'
import { toRegistry } from './to-registry.ts'

/** A portals file that cannot be used. The message tells every problem, one a line, as `file:line:column: what, and what to do`. */
export class PortalsFileError extends SetupError {
  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.name = 'PortalsFileError'
  }
}

/**
 * Reads and checks a portals file. Districts without `years` get the last three reporting years before `today`.
 * @throws PortalsFileError telling all problems at once
 */
export function readPortalsFile(source: string, fileName: string, today: Date = new Date()): Registry {
  const lines = new LineCounter()
  const document = parseDocument(source.replace(/^\uFEFF/, ''), { lineCounter: lines, prettyErrors: false })
  const tell = (offset: number, message: string): string => {
    const { line, col } = lines.linePos(offset)
    return `${fileName}:${Math.max(line, 1)}:${Math.max(col, 1)}: ${message}`
  }
  if (document.errors.length > 0)
    throw new PortalsFileError(
      document.errors.map((error) => tell(error.pos[0], `this is not valid YAML: ${error.message}; correct the line`)),
    )
  if (!isMap(document.contents))
    throw new PortalsFileError([
      tell(0, 'the file holds no portals; begin it with "districts:" and "portals:" (see docs/portals.md for an example)'),
    ])

  const content: unknown = document.toJS()
  const parsed = fileSchema.safeParse(content)
  const issues = parsed.error?.issues ?? []
  const problems = [
    ...issues.flatMap((issue) => shapeProblems(issue, document)),
    ...referenceProblems(withoutUnknownKeys(content, issues)),
  ]
  if (problems.length === 0 && parsed.success) return toRegistry(parsed.data, today.getFullYear())
  const placed = problems.map(({ path, key, message }) => ({ offset: offsetOf(document, path, key), message }))
  throw new PortalsFileError(placed.sort((a, b) => a.offset - b.offset).map(({ offset, message }) => tell(offset, message)))
}

/** The entries that are of the right form apart from keys that are not known, so that all problems are told at once. */
function withoutUnknownKeys(
  content: unknown,
  issues: readonly z.core.$ZodIssue[],
): { districts: Placed<DistrictEntry>[]; portals: Placed<PortalEntry>[] } {
  const known = structuredClone(content)
  for (const issue of issues)
    if (issue.code === 'unrecognized_keys') {
      const around = issue.path.reduce<unknown>((value, step) => (value as Record<PropertyKey, unknown>)[step], known)
      for (const key of issue.keys) delete (around as Record<string, unknown>)[key]
    }
  const listed = <T>(key: string, schema: z.ZodType<T>): Placed<T>[] => {
    const list = (known as Record<string, unknown>)[key]
    return Array.isArray(list) ? list.map((entry, index) => ({ index, entry: schema.safeParse(entry).data ?? null })) : []
  }
  return {
    districts: listed('districts', districtSchema),
    portals: listed('portals', portalSchema),
  }
}

function shapeProblems(issue: z.core.$ZodIssue, document: YamlDocument): Problem[] {
  const label = issue.path.map((step) => (typeof step === 'number' ? `[${step + 1}]` : `.${String(step)}`)).join('')
  const name = label.replace(/^\./, '') || 'the file'
  if (issue.code === 'unrecognized_keys') {
    const known = KNOWN_KEYS[issue.path.filter((step) => typeof step === 'string').join('.')] ?? []
    return issue.keys.map((key) => ({
      path: issue.path,
      key,
      message: `"${key}" is not known here; ${suggest(key, known)}`,
    }))
  }
  const missing = document.getIn(issue.path) === undefined
  if (missing) return [{ path: issue.path.slice(0, -1), message: `"${name}" is missing; add it` }]
  if (issue.code === 'invalid_value' && typeof document.getIn(issue.path) === 'string') {
    const given = String(document.getIn(issue.path))
    return [{ path: issue.path, message: `${name}: "${given}" is not known; ${suggest(given, issue.values.map(String))}` }]
  }
  return [{ path: issue.path, message: `${name} ${messageOf(issue)}` }]
}

function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.message.startsWith('must')) return issue.message
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${issue.expected === 'array' ? 'a list' : issue.expected === 'object' || issue.expected === 'record' ? 'a group of "key: value" lines' : issue.expected}; correct it`
    case 'too_small':
      return `must be at least ${issue.minimum}; correct it`
    case 'too_big':
      return `must be at most ${issue.maximum}; correct it`
    case 'invalid_key':
      return issue.issues[0]?.message ?? 'the name of this entry cannot be used; correct it'
    default:
      return `cannot be used (${issue.message}); correct it`
  }
}

/** Where in the text a problem stands: the key that is not known, else the value, else the nearest thing around it. */
function offsetOf(document: YamlDocument, path: Path, key?: string): number {
  for (let steps = path.length; steps >= 0; steps--) {
    const found = document.getIn(path.slice(0, steps), true)
    const node = isAlias(found) ? found.resolve(document) : (found as Node | undefined)
    if (key !== undefined && isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
      if (isScalar(pair?.key) && pair.key.range) return pair.key.range[0]
    }
    if (node?.range) return node.range[0]
  }
  return 0
}
