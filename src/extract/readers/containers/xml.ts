import { Tokenizer } from 'htmlparser2'
import { GiveUp } from '../../../model/give-up.ts'

/** What a reader of XML is told, in document order. Names and attribute names are without their prefix. */
export type XmlHandler = {
  open(name: string, attributes: Readonly<Record<string, string>>): void
  close(name: string): void
  text(text: string): void
}

const MAX_DEPTH = 1000

/** Walks an XML part. Throws `GiveUp` when elements are left open or nested beyond any real document. */
export function walkXml(source: string, partName: string, handler: XmlHandler): void {
  const stack: string[] = []
  let name = ''
  let attributes: Record<string, string> = {}
  let attribute = ''
  const open = () => {
    if (stack.length >= MAX_DEPTH) throw new GiveUp('too-large', `${partName} nests elements deeper than ${MAX_DEPTH}`)
    stack.push(name)
    handler.open(name, attributes)
  }
  const close = (closing: string) => {
    if (stack.at(-1) !== closing) throw broken(partName)
    stack.pop()
    handler.close(closing)
  }
  const tokenizer = new Tokenizer(
    { xmlMode: true, decodeEntities: true },
    {
      onopentagname(start, end) {
        name = localName(source.slice(start, end))
        attributes = {}
      },
      onattribname(start, end) {
        attribute = localName(source.slice(start, end))
        attributes[attribute] = ''
      },
      onattribdata(start, end) {
        attributes[attribute] += source.slice(start, end)
      },
      onattribentity(codepoint) {
        attributes[attribute] += String.fromCodePoint(codepoint)
      },
      onattribend() {},
      onopentagend: open,
      onselfclosingtag() {
        open()
        close(name)
      },
      onclosetag(start, end) {
        close(localName(source.slice(start, end)))
      },
      ontext(start, end) {
        handler.text(source.slice(start, end))
      },
      ontextentity(codepoint) {
        handler.text(String.fromCodePoint(codepoint))
      },
      oncdata(start, end, offset) {
        handler.text(source.slice(start, end - offset))
      },
      oncomment() {},
      ondeclaration() {},
      onprocessinginstruction() {},
      onend() {},
    },
  )
  tokenizer.write(source)
  tokenizer.end()
  if (stack.length > 0) throw broken(partName)
}

function broken(partName: string): GiveUp {
  return new GiveUp('damaged-file', `${partName} is not well-formed XML; open the document in Word and save it again`)
}

function localName(written: string): string {
  const colon = written.indexOf(':')
  return colon < 0 ? written : written.slice(colon + 1)
}

/** An element with its children; `text` is the text directly in it. Names are without their prefix. */
export type XmlElement = {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlElement[]
  readonly text: string
}

/** Reads an XML part into a tree, whose root holds the part's outermost element. Throws `GiveUp` as `walkXml` does. */
export function readXmlTree(source: string, partName: string): XmlElement {
  type Growing = XmlElement & { text: string; children: XmlElement[] }
  const root: Growing = { name: '', attributes: {}, children: [], text: '' }
  const open: Growing[] = [root]
  walkXml(source, partName, {
    open(name, attributes) {
      const element: Growing = { name, attributes, children: [], text: '' }
      open.at(-1)!.children.push(element)
      open.push(element)
    },
    close() {
      open.pop()
    },
    text(text) {
      open.at(-1)!.text += text
    },
  })
  return root
}
