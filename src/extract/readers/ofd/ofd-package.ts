import { decodeText } from '../../../model/decode-text.ts'
import { GiveUp } from '../../../model/give-up.ts'
import type { SnapshotFile } from '../../../model/snapshot.ts'
import { readXmlTree, type XmlElement } from '../containers/xml.ts'
import { listZip, plainPath, unpackEntry, type ZipEntry } from '../containers/zip.ts'

/** An open OFD file. Parts are named by their path from the root of the package, without a slash at its beginning. */
export type OfdPackage = {
  readonly fileName: string
  /** The part that `written` names inside the part `from`, or null when there is none. */
  find(written: string, from: string): string | null
  /** A part as a tree, read once. */
  tree(part: string): XmlElement
  bytes(part: string): Uint8Array
}

/** What a package may unpack to in all, told before anything is unpacked. */
const MAX_UNPACKED = 400 * 1024 * 1024

export function openOfd(file: SnapshotFile): OfdPackage {
  const entries = listZip(file.bytes, file.name)
  if (entries.some(({ encrypted }) => encrypted) || entries.some(({ name }) => /(?:^|\/)encryptions?\.xml$/i.test(name))) {
    throw new GiveUp('encrypted-file', `${file.name} is an encrypted OFD document; save it without a password`)
  }
  const size = entries.reduce((sum, entry) => sum + entry.size, 0)
  if (size > MAX_UNPACKED) throw new GiveUp('too-large', `${file.name} unpacks to ${size} bytes; the limit is ${MAX_UNPACKED}`)
  const known = new Map<string, ZipEntry>()
  for (const entry of entries) {
    const name = plainPath(entry.name)
    if (!known.has(name)) known.set(name, entry)
  }
  const byLowerCase = new Map([...known.keys()].map((name) => [name.toLowerCase(), name]))
  const trees = new Map<string, XmlElement>()
  const bytes = (part: string) => unpackEntry(file.bytes, known.get(part)!, file.name)
  return {
    fileName: file.name,
    find(written, from) {
      for (const path of pathsOf(written, from)) {
        const found = known.has(path) ? path : byLowerCase.get(path.toLowerCase())
        if (found !== undefined) return found
      }
      return null
    },
    tree(part) {
      const tree = trees.get(part) ?? readXmlTree(decodeText(bytes(part)).text, `${part} in ${file.name}`)
      trees.set(part, tree)
      return tree
    },
    bytes,
  }
}

/**
 * Where a location may lead: from the root when it begins with a slash, else from the folder of the part that names it (GB/T 33190, 7.3).
 * Some programs write paths from the root without the slash, others such a path with one that is meant from the folder.
 */
function pathsOf(written: string, from: string): string[] {
  const path = written.trim().replaceAll('\\', '/')
  if (path === '') return []
  const folder = from.slice(0, from.lastIndexOf('/') + 1)
  const fromFolder = plainPath(folder + path)
  const fromRoot = plainPath(path)
  return path.startsWith('/') ? [fromRoot, fromFolder] : [fromFolder, fromRoot]
}

/** The first child of a name. */
export function childOf(element: XmlElement | null | undefined, name: string): XmlElement | null {
  return element?.children.find((child) => child.name === name) ?? null
}

export function childrenOf(element: XmlElement | null | undefined, name: string): readonly XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? []
}
