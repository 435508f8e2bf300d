import { decodeText } from '../../../model/decode-text.ts'
import { GiveUp } from '../../../model/give-up.ts'
import type { SnapshotFile } from '../../../model/snapshot.ts'
import type { Shift } from '../shifted-digits.ts'
import { whereReadable } from '../where-readable.ts'
import { walkXml } from './xml.ts'
import { listZip, plainPath, unpackEntry, type ZipEntry } from './zip.ts'

/** What the files of an archive say it is. */
export type ZipKind = 'docx' | 'xlsx' | 'pptx' | 'xlsb' | 'ofd' | 'opendocument' | 'archive'

/** An Office Open XML package: its parts by name. */
export type OfficePackage = {
  readonly fileName: string
  /** The part that the package is about, such as `word/document.xml`. */
  readonly main: string
  /** The text of a part, or null when there is no such part. */
  text(part: string): string | null
  bytes(part: string): Uint8Array | null
  /** What a part refers to, by the id of the relation. */
  relations(part: string): ReadonlyMap<string, Relation>
}

/** A relation of a part: `type` without its namespace, `target` as a part name, or as written when it lies outside the package. */
export type Relation = { readonly type: string; readonly target: string; readonly external: boolean }

/** Main parts by kind, for packages without relations and for telling the kind. */
const MAIN_PARTS = [
  { kind: 'docx', part: /^word\/document\d*\.xml$/ },
  { kind: 'xlsx', part: /^xl\/workbook\d*\.xml$/ },
  { kind: 'xlsb', part: /^xl\/workbook\d*\.bin$/ },
  { kind: 'pptx', part: /^ppt\/presentation\d*\.xml$/ },
] as const satisfies readonly { kind: ZipKind; part: RegExp }[]

const CONTENT_TYPES = [
  { kind: 'docx', type: /wordprocessingml\.(?:document|template)|ms-word\.(?:document|template)\.macroEnabled/i },
  { kind: 'xlsx', type: /spreadsheetml\.(?:sheet|template)\.main|ms-excel\.(?:sheet|template)\.macroEnabled/i },
  { kind: 'xlsb', type: /ms-excel\.sheet\.binary/i },
  { kind: 'pptx', type: /presentationml|ms-powerpoint/i },
] as const satisfies readonly { kind: ZipKind; type: RegExp }[]

/** What the parts of a package may unpack to, each time that one is asked for. */
const MAX_UNPACKED = 256 * 1024 * 1024

/** What kind of file a ZIP archive is, told by the files in it; an archive of documents when they are those of no other kind. */
export function kindOfZip(file: SnapshotFile): ZipKind {
  const entries = listZip(file.bytes, file.name)
  const names = new Set(entries.map(({ name }) => name))
  if (names.has('[Content_Types].xml') || names.has('_rels/.rels') || names.has('word/document.xml')) {
    const kind = kindOfPackage(file, entries)
    if (kind) return kind
  }
  if (names.has('OFD.xml') || names.has('ofd.xml')) return 'ofd'
  if (names.has('mimetype') && names.has('content.xml')) return 'opendocument'
  return 'archive'
}

function kindOfPackage(file: SnapshotFile, entries: readonly ZipEntry[]): ZipKind | null {
  const part = mainPartOf(file, entries)
  const byName = MAIN_PARTS.find((kind) => part !== null && kind.part.test(part))
  if (byName) return byName.kind
  const types = textOf(file, entries, '[Content_Types].xml') ?? ''
  return CONTENT_TYPES.find(({ type }) => type.test(types))?.kind ?? null
}

/** Opens a package. Throws `GiveUp` when it has no main part or is protected. */
export function openPackage(file: SnapshotFile): OfficePackage {
  const entries = listZip(file.bytes, file.name)
  const main = mainPartOf(file, entries)
  if (main === null) throw new GiveUp('damaged-file', `${file.name} has no main part; open it in Word or WPS and save it again`)
  let unpacked = 0
  const bytes = (part: string) => {
    const content = bytesOf(file, entries, part)
    unpacked += content?.length ?? 0
    if (unpacked > MAX_UNPACKED)
      throw new GiveUp('too-large', `${file.name} unpacks to more than ${MAX_UNPACKED / 1024 / 1024} MB; save only the report`)
    return content
  }
  const text = (part: string) => {
    const content = bytes(part)
    return content && decodeText(content).text
  }
  return {
    fileName: file.name,
    main,
    text,
    bytes,
    relations: (part) => relationsOf(part, text(relationsPart(part)) ?? ''),
  }
}

/** Bytes of pictures that a document may carry along. */
const MAX_PICTURES = 100 * 1024 * 1024

/** The picture of a relation; null where there is none. Its file is left out where it cannot be read. */
export type PictureReader = (relation: string) => { readonly source: string; readonly bytes?: Uint8Array } | null

/** Pictures by relation. One that is damaged, or beyond the limit for all, is given without its bytes. */
export function pictureReader(source: OfficePackage, related: ReadonlyMap<string, Relation>): PictureReader {
  const known = new Map<string, Uint8Array | null>()
  let total = 0
  const load = (part: string): Uint8Array | null => {
    const bytes = total < MAX_PICTURES ? whereReadable(() => source.bytes(part)) : null
    total += bytes?.length ?? 0
    return bytes
  }
  return (id) => {
    const relation = related.get(id)
    if (!relation?.target) return null
    const { target, external } = relation
    if (!external && !known.has(target)) known.set(target, load(target))
    const bytes = known.get(target)
    return { source: target, ...(bytes && { bytes }) }
  }
}

/** The document properties of a package (title, creator …), in order; empty ones are left out. */
export function propertiesOf(source: OfficePackage): { name: string; content: string }[] {
  const properties: { name: string; content: string }[] = []
  const text = source.text('docProps/core.xml')
  if (!text) return properties
  let current: { name: string; content: string } | null = null
  walkXml(text, 'docProps/core.xml', {
    open(name) {
      current = name === 'coreProperties' ? null : { name, content: '' }
    },
    close() {
      if (current && current.content.trim() !== '') properties.push(current)
      current = null
    },
    text(content) {
      if (current) current.content += content
    },
  })
  return properties
}

/** The part that the package's own relations call its document, else the one with the usual name. */
function mainPartOf(file: SnapshotFile, entries: readonly ZipEntry[]): string | null {
  const relations = [...relationsOf('', textOf(file, entries, '_rels/.rels') ?? '').values()]
  const named = relations.find(({ type, external }) => type === 'officeDocument' && !external)?.target
  const entry = named === undefined ? undefined : findEntry(entries, named)
  return (entry ?? entries.find(({ name }) => MAIN_PARTS.some(({ part }) => part.test(name))))?.name ?? null
}

/** Part names are the same whatever their case. */
function findEntry(entries: readonly ZipEntry[], part: string): ZipEntry | undefined {
  const name = part.toLowerCase()
  return entries.find((entry) => entry.name === part) ?? entries.find((entry) => entry.name.toLowerCase() === name)
}

function bytesOf(file: SnapshotFile, entries: readonly ZipEntry[], part: string): Uint8Array | null {
  const entry = findEntry(entries, part)
  return entry ? unpackEntry(file.bytes, entry, file.name) : null
}

function textOf(file: SnapshotFile, entries: readonly ZipEntry[], part: string): string | null {
  const bytes = bytesOf(file, entries, part)
  return bytes ? decodeText(bytes).text : null
}

function relationsPart(part: string): string {
  const folder = folderOf(part)
  return `${folder}_rels/${part.slice(folder.length)}.rels`
}

function relationsOf(part: string, source: string): ReadonlyMap<string, Relation> {
  const relations = new Map<string, Relation>()
  if (source === '') return relations
  walkXml(source, relationsPart(part), {
    open(name, attributes) {
      if (name !== 'Relationship') return
      const external = attributes['TargetMode'] === 'External'
      const target = attributes['Target'] ?? ''
      relations.set(attributes['Id'] ?? '', {
        type: (attributes['Type'] ?? '').replace(/^.*\//, ''),
        target: external ? target : resolvePart(folderOf(part), target),
        external,
      })
    },
    close() {},
    text() {},
  })
  return relations
}

/** A target as a part name: from the root of the package when it begins with `/`, else from the folder of the part that names it. */
function resolvePart(folder: string, target: string): string {
  return plainPath(target.startsWith('/') ? target : `${folder}${target}`)
}

function folderOf(part: string): string {
  return part.slice(0, part.lastIndexOf('/') + 1)
}

/** What `vertAlign` says of the text of a run; null for text on the line. */
export function shiftNamed(verticalAlign: string): Shift | null {
  if (verticalAlign === 'superscript') return 'raised'
  return verticalAlign === 'subscript' ? 'lowered' : null
}
