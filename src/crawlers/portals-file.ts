import { isAlias, isMap, isScalar, LineCounter, type Node, parseDocument, type Document as YamlDocument } from 'yaml'
import type { Registry } from '../model/portal.ts'
import { SetupError } from '../model/setup-error.ts'
import { checkPortals } from './check-portals.ts'
import type { Path } from './portals-references.ts'
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
  const { file, problems } = checkPortals(content)
  if (file !== null) return toRegistry(file, today.getFullYear())
  const placed = problems.map(({ path, key, message }) => ({ offset: offsetOf(document, path, key), message }))
  throw new PortalsFileError(placed.sort((a, b) => a.offset - b.offset).map(({ offset, message }) => tell(offset, message)))
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
