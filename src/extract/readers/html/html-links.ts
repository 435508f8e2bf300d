import type { Attachment } from '../../../model/document.ts'

type Attributes = Readonly<Record<string, string>>

const FILE_TYPES = 'pdf|docx?|wps|xlsx?|et|ofd|zip|rar|7z|rtf'
const FILE_NAME = new RegExp(`\\.(?:${FILE_TYPES})(?=$|[?#&\\s"'])`, 'i')
const FILE_AT_END = new RegExp(`\\.(?:${FILE_TYPES})[）)\\]】》]?$`, 'i')
const QUOTED_FILE = new RegExp(`['"]([^'"<>]{1,2000}\\.(?:${FILE_TYPES})(?:[?#][^'"<>]{0,2000})?)['"]`, 'i')
const NAMES_FILE = /[?&](?:file_?name|attname|attachment|download)=/i
const VIEWER_FILE = /[?&#]file=([^&#]+)/i

/** Pictures with a side up to this many pixels are icons and rules. */
const ICON_SIDE = 48

/**
 * The file that a link, frame or button leads to, as written but for line breaks and tabs; null when it is not a document. Addresses inside
 * a viewer (`viewer.html?file=…`) and inside scripts (`window.open('…')`) are taken out.
 */
export function attachmentOf(attributes: Attributes, text: string): Attachment | null {
  const label = text || attributes['title']?.trim() || ''
  const address = clean(attributes['href'] ?? attributes['src'] ?? attributes['data'] ?? '')
  const scripted = /^javascript:/i.test(address)
  const href = scripted
    ? (quotedFile(address) ?? quotedFile(attributes['onclick']))
    : (fileAddress(address, label) ?? quotedFile(attributes['onclick']))
  return href ? { href, text: label } : null
}

/** Whether the page itself says that a picture is too small to hold a table. */
export function isIcon(attributes: Attributes): boolean {
  const sides = [pixels(attributes['width']), pixels(attributes['height'])]
  for (const side of ['width', 'height']) {
    const styled = new RegExp(`(?:^|[;\\s])${side}\\s*:\\s*(\\d+(?:\\.\\d+)?)px`, 'i').exec(attributes['style'] ?? '')
    if (styled) sides.push(Number(styled[1]))
  }
  return sides.some((side) => side !== null && side <= ICON_SIDE)
}

function fileAddress(address: string, label: string): string | null {
  if (address === '' || address.startsWith('#') || /^(?:mailto|tel|about|data):/i.test(address)) return null
  const inViewer = VIEWER_FILE.exec(address)?.[1]
  if (inViewer) {
    const file = decodeTwice(inViewer)
    if (FILE_NAME.test(file) || /viewer|pdf/i.test(address)) return besideViewer(address, file)
  }
  return FILE_NAME.test(address) || NAMES_FILE.test(address) || FILE_AT_END.test(label) ? address : null
}

/** A relative address inside a viewer is relative to the viewer. */
function besideViewer(viewer: string, file: string): string {
  if (/^(?:https?:)?\/\/|^\//i.test(file)) return file
  const path = viewer.replace(/[?#].*$/s, '')
  return path.slice(0, path.lastIndexOf('/') + 1) + file
}

function decodeTwice(value: string): string {
  let decoded = value
  for (let round = 0; round < 2 && /%[0-9a-f]{2}/i.test(decoded); round++) {
    try {
      decoded = decodeURIComponent(decoded)
    } catch {
      // Percent signs of a GBK address are not UTF-8: the address stays as written.
      return decoded
    }
  }
  return clean(decoded)
}

function quotedFile(script: string | undefined): string | null {
  const found = script === undefined ? null : QUOTED_FILE.exec(script)
  return found ? clean(found[1]!) : null
}

function clean(address: string): string {
  return address.replace(/[\t\r\n]/g, '').trim()
}

function pixels(value: string | undefined): number | null {
  const found = value === undefined ? null : /^\s*(\d+(?:\.\d+)?)(?:px)?\s*$/i.exec(value)
  return found ? Number(found[1]) : null
}
