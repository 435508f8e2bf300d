import type { Document, Note } from '../../../model/document.ts'
import { GiveUp } from '../../../model/give-up.ts'
import type { SnapshotFile } from '../../../model/snapshot.ts'
import type { XmlElement } from '../containers/xml.ts'
import { PrintedPages } from '../pages/printed-pages.ts'
import { whereReadable } from '../where-readable.ts'
import { childOf, childrenOf, type OfdPackage, openOfd } from './ofd-package.ts'
import { boundaryOf, drawOfdPage, numbersOf, type OfdResources, type PageSize } from './ofd-page.ts'

const MEDIA_TYPE = 'application/ofd'
/** A4, in millimetres. */
const USUAL_PAGE: PageSize = { width: 210, height: 297 }
const LARGEST_SIDE = 20_000

/**
 * Reads an OFD document (GB/T 33190-2016): the text and the ruling lines of its pages, of the templates below them and of the notes that are
 * stuck on them. Signatures and their seals are not looked at.
 */
export function readOfd(file: SnapshotFile): Document {
  const parts = openOfd(file)
  const root = parts.find('OFD.xml', '')
  const bodies = root === null ? [] : childrenOf(childOf(parts.tree(root), 'OFD'), 'DocBody')
  const pages = new PrintedPages(file.name)
  const notes: Note[] = []
  let [unmapped, missing] = [0, 0]
  for (const body of bodies) {
    const part = parts.find(childOf(body, 'DocRoot')?.text ?? '', root!)
    const document = part === null ? null : openBody(parts, part)
    if (document === null) continue
    for (const page of document.pages) {
      const drawn = drawPage(page, document, parts)
      if (drawn === null) missing++
      else unmapped += drawn.unmapped
      pages.add(drawn ?? { ...USUAL_PAGE, glyphs: [], horizontals: [], verticals: [], images: [] })
    }
  }
  if (pages.count === missing) {
    throw new GiveUp('damaged-file', `${file.name} is an OFD document without a readable page; fetch or save it again`)
  }
  if (missing > 0) notes.push({ code: 'page-missing', message: `OFD 文件缺少 ${missing} 页的内容，请对照原件核实。` })
  if (unmapped > 0) {
    notes.push({ code: 'text-damaged', message: `OFD 中有 ${unmapped} 个字符无法对应到文字，可能缺字或错字，请对照原件核实。` })
  }
  const printed = pages.finish()
  const meta = [...bodies.flatMap(propertiesOf), ...printed.meta]
  return {
    mediaType: MEDIA_TYPE,
    charset: null,
    title: meta.find(({ name }) => name === 'Title')?.content || null,
    meta,
    blocks: printed.blocks,
    attachments: [],
    notes: [...notes, ...printed.notes],
  }
}

type PageEntry = { readonly id: string; readonly part: string | null }

/** One document of the package: its pages in order, and what they share. */
type OfdBody = {
  readonly size: PageSize
  readonly pages: readonly PageEntry[]
  readonly templates: ReadonlyMap<string, string>
  readonly annotations: ReadonlyMap<string, readonly string[]>
  readonly resources: readonly OfdResources[]
}

function openBody(parts: OfdPackage, part: string): OfdBody | null {
  const document = childOf(parts.tree(part), 'Document')
  if (document === null) return null
  const common = childOf(document, 'CommonData')
  const templates = new Map<string, string>()
  for (const { attributes } of childrenOf(common, 'TemplatePage')) {
    const found = parts.find(attributes['BaseLoc'] ?? '', part)
    if (found !== null) templates.set(attributes['ID'] ?? '', found)
  }
  return {
    size: sizeOf(childOf(common, 'PageArea')) ?? USUAL_PAGE,
    pages: childrenOf(childOf(document, 'Pages'), 'Page').map(({ attributes }) => ({
      id: attributes['ID'] ?? '',
      part: parts.find(attributes['BaseLoc'] ?? '', part),
    })),
    templates,
    annotations: annotationsOf(childrenOf(document, 'Annotations'), part, parts),
    resources: resourcesOf([...childrenOf(common, 'PublicRes'), ...childrenOf(common, 'DocumentRes')], part, parts),
  }
}

function drawPage({ id, part }: PageEntry, body: OfdBody, parts: OfdPackage) {
  const page = part === null ? null : childOf(parts.tree(part), 'Page')
  if (part === null || page === null) return null
  const templates = childrenOf(page, 'Template').flatMap(({ attributes }) => {
    const template = body.templates.get(attributes['TemplateID'] ?? '')
    const content = template === undefined ? null : childOf(parts.tree(template), 'Page')
    return content === null ? [] : [content]
  })
  const layers = [...templates, page].flatMap((each) => childrenOf(each, 'Content'))
  const notes = (body.annotations.get(id) ?? []).flatMap((loc) => appearancesOf(parts.tree(loc)))
  const size = [page, ...templates].map((each) => sizeOf(childOf(each, 'Area'))).find((found) => found !== null)
  const own = resourcesOf(childrenOf(page, 'PageRes'), part, parts)
  return drawOfdPage([...layers, ...notes], size ?? body.size, together([...own, ...body.resources]), parts.fileName)
}

function sizeOf(area: XmlElement | null): PageSize | null {
  const [, , width = 0, height = 0] = numbersOf(childOf(area, 'PhysicalBox')?.text)
  return width > 0 && height > 0 && width < LARGEST_SIDE && height < LARGEST_SIDE ? { width, height } : null
}

/** The parts that hold what is stuck on a page, by the number of the page. */
function annotationsOf(
  locations: readonly XmlElement[],
  from: string,
  parts: OfdPackage,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const { text } of locations) {
    const list = parts.find(text, from)
    if (list === null) continue
    for (const page of childrenOf(childOf(parts.tree(list), 'Annotations'), 'Page')) {
      const part = parts.find(childOf(page, 'FileLoc')?.text ?? '', list)
      const id = page.attributes['PageID'] ?? ''
      if (part === null) continue
      const known = found.get(id) ?? []
      found.set(id, known)
      known.push(part)
    }
  }
  return found
}

/** What annotations look like, as blocks at their places; watermarks are no part of the text. */
function appearancesOf(tree: XmlElement): XmlElement[] {
  return childrenOf(childOf(tree, 'PageAnnot'), 'Annot')
    .filter(({ attributes }) => attributes['Visible'] !== 'false' && attributes['Type'] !== 'Watermark')
    .flatMap((annotation) => childrenOf(annotation, 'Appearance'))
    .map((appearance) => {
      const [left, top] = boundaryOf(appearance)
      return { ...appearance, children: appearance.children.map((object) => shifted(object, left, top)) }
    })
}

/** An object of an annotation, whose place counts from the corner of the annotation. */
function shifted(object: XmlElement, left: number, top: number): XmlElement {
  if (object.attributes['Boundary'] === undefined) {
    return { ...object, children: object.children.map((child) => shifted(child, left, top)) }
  }
  const [x, y, width, height] = boundaryOf(object)
  return { ...object, attributes: { ...object.attributes, Boundary: [x + left, y + top, width, height].join(' ') } }
}

function resourcesOf(locations: readonly XmlElement[], from: string, parts: OfdPackage): OfdResources[] {
  return locations.flatMap(({ text }) => {
    const part = parts.find(text, from)
    const list = part === null ? null : childOf(parts.tree(part), 'Res')
    return part === null || list === null ? [] : [resourcesIn(list, part, parts)]
  })
}

function resourcesIn(list: XmlElement, part: string, parts: OfdPackage): OfdResources {
  const folder = `${part.slice(0, part.lastIndexOf('/') + 1)}${(list.attributes['BaseLoc'] ?? '').replace(/\/*$/, '/')}`
  const from = (list.attributes['BaseLoc'] ?? '').startsWith('/') ? `${list.attributes['BaseLoc']!.slice(1)}/` : folder
  const media = new Map<string, string>()
  for (const holder of childrenOf(list, 'MultiMedias')) {
    for (const { attributes, children } of childrenOf(holder, 'MultiMedia')) {
      const written = children.find(({ name }) => name === 'MediaFile')?.text ?? ''
      const found = parts.find(written, from) ?? parts.find(written, part)
      if (found !== null) media.set(attributes['ID'] ?? '', found)
    }
  }
  const drawings = new Map<string, XmlElement>()
  for (const holder of childrenOf(list, 'CompositeGraphicUnits')) {
    for (const unit of holder.children) {
      const content = childOf(unit, 'Content')
      if (content !== null) drawings.set(unit.attributes['ID'] ?? '', content)
    }
  }
  const known = new Map<string, Uint8Array | null>()
  const bytesOf = (found: string) => {
    const bytes = known.get(found) ?? whereReadable(() => parts.bytes(found))
    known.set(found, bytes)
    return bytes
  }
  return {
    image: (id) => {
      const found = media.get(id)
      if (found === undefined) return null
      const bytes = bytesOf(found)
      return { part: found, ...(bytes && { bytes }) }
    },
    drawing: (id) => drawings.get(id) ?? null,
  }
}

function together(all: readonly OfdResources[]): OfdResources {
  const first = <T>(find: (resources: OfdResources) => T | null): T | null => {
    for (const resources of all) {
      const found = find(resources)
      if (found !== null) return found
    }
    return null
  }
  return { image: (id) => first((each) => each.image(id)), drawing: (id) => first((each) => each.drawing(id)) }
}

function propertiesOf(body: XmlElement): { name: string; content: string }[] {
  const info = childOf(body, 'DocInfo')
  return (info?.children ?? []).flatMap((property) => {
    if (property.name === 'CustomDatas') {
      return childrenOf(property, 'CustomData').map(({ attributes, text }) => ({
        name: attributes['Name'] ?? '',
        content: text.trim(),
      }))
    }
    if (property.name === 'Keywords') {
      return childrenOf(property, 'Keyword').map(({ text }) => ({ name: 'Keyword', content: text.trim() }))
    }
    const content = property.text.trim()
    return content === '' || property.name === 'DocID' ? [] : [{ name: property.name, content }]
  })
}
