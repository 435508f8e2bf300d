import type { Block, Document, Note } from '../../../model/document.ts'
import type { SnapshotFile } from '../../../model/snapshot.ts'
import { officeDocument } from '../containers/office-document.ts'
import { type OfficePackage, openPackage, pictureReader, propertiesOf } from '../containers/office-package.ts'
import { walkXml } from '../containers/xml.ts'
import { append } from '../table-blocks.ts'
import { linesAt } from '../text/text.ts'
import { blocksOfSheets } from './sheet-blocks.ts'
import { MAX_CELLS, readCellStyles, readSharedStrings, readSheet, type SharedParts } from './xlsx-parts.ts'

const MEDIA_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/**
 * Reads a workbook (XLSX): what each visible sheet shows, in the order of the sheets: numbers as their format prints them, results of formulas
 * as stored. Text boxes and pictures of a sheet come behind its cells. Hidden sheets, rows and columns are left out with a note.
 */
export function readXlsx(file: SnapshotFile): Document {
  const source = openPackage(file)
  const related = source.relations(source.main)
  const partOf = (type: string) => [...related.values()].find((relation) => relation.type === type)?.target
  const textOf = (type: string) => source.text(partOf(type) ?? '') ?? ''
  const workbook = readWorkbook(source.text(source.main) ?? '', source.main)
  const shared: SharedParts = {
    strings: readSharedStrings(textOf('sharedStrings'), 'sharedStrings.xml'),
    styles: readCellStyles(textOf('styles'), 'styles.xml'),
    dayCount: workbook.from1904 ? '1904' : '1900',
    left: { cells: MAX_CELLS },
  }
  const blocks: Block[] = []
  const notes: Note[] = []
  for (const sheet of workbook.sheets) {
    const relation = related.get(sheet.relation)
    if (relation?.type !== 'worksheet') continue
    const read = readOneSheet(source, sheet, relation.target, shared)
    append(blocks, read.blocks)
    notes.push(...read.notes)
  }
  return officeDocument({ mediaType: MEDIA_TYPE, meta: propertiesOf(source), blocks, notes })
}

type NamedSheet = { readonly name: string; readonly hidden: boolean; readonly relation: string }

function readWorkbook(source: string, partName: string): { sheets: NamedSheet[]; from1904: boolean } {
  const sheets: NamedSheet[] = []
  let from1904 = false
  walkXml(source, partName, {
    open(name, attributes) {
      if (name === 'workbookPr') from1904 = /^(?:1|true)$/.test(attributes['date1904'] ?? '')
      if (name === 'sheet')
        sheets.push({
          name: attributes['name'] ?? '',
          hidden: /hidden/i.test(attributes['state'] ?? ''),
          relation: attributes['id'] ?? '',
        })
    },
    close() {},
    text() {},
  })
  return { sheets, from1904 }
}

function readOneSheet(
  source: OfficePackage,
  { name, hidden }: NamedSheet,
  part: string,
  shared: SharedParts,
): { blocks: Block[]; notes: readonly Note[] } {
  const { uncomputed, ...content } = readSheet(source.text(part) ?? '', part, shared)
  const { blocks, notes } = blocksOfSheets([{ name, hidden, path: part, ...content }])
  if (hidden) return { blocks, notes }
  for (const { type, target } of source.relations(part).values())
    if (type === 'drawing') append(blocks, blocksOfDrawing(source, target))
  return { blocks, notes: uncomputed.length === 0 ? notes : [...notes, uncomputedNote(name, uncomputed)] }
}

function uncomputedNote(sheet: string, cells: readonly string[]): Note {
  const shown = cells.slice(0, 3).join('、') + (cells.length > 3 ? ' 等' : '')
  return {
    code: 'formula-not-computed',
    message: `工作表“${sheet}”有 ${cells.length} 个公式单元格（${shown}）没有保存计算结果，未读取其数值，请用 Excel 或 WPS 打开并保存后再试。`,
  }
}

/** Text boxes and pictures that lie over the cells of a sheet, in the order of the file. */
function blocksOfDrawing(source: OfficePackage, part: string): Block[] {
  const text = source.text(part)
  if (text === null) return []
  const pictureOf = pictureReader(source, source.relations(part))
  const blocks: Block[] = []
  let line: string | null = null
  let inText = false
  walkXml(text, part, {
    open(name, attributes) {
      if (name === 'p') line = ''
      else if (name === 'br' && line !== null) line += '\n'
      else if (name === 't') inText = true
      else if (name === 'blip') {
        const picture = pictureOf(attributes['embed'] ?? '')
        if (picture) blocks.push({ kind: 'picture', ...picture, at: { path: part } })
      }
    },
    close(name) {
      if (name === 't') inText = false
      if (name !== 'p' || line === null) return
      append(blocks, linesAt(line, { path: part }))
      line = null
    },
    text(content) {
      if (inText && line !== null) line += content
    },
  })
  return blocks
}
