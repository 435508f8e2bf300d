import type { Document } from '../../../model/document.ts'
import { GiveUp } from '../../../model/give-up.ts'
import type { SnapshotFile } from '../../../model/snapshot.ts'
import { readXls } from '../sheets/xls.ts'
import { readDoc } from '../word/doc.ts'
import { openOle } from './ole.ts'

const AS_DOCX = 'save it as DOCX, PDF or HTML'

/** OLE documents that are not read, told by a stream of their root storage. */
const OTHER_DOCUMENTS: readonly { readonly stream: string; readonly name: string; readonly advice: string }[] = [
  { stream: 'PowerPoint Document', name: 'a PowerPoint 97–2003 file (PPT)', advice: AS_DOCX },
  { stream: 'MatOST', name: 'a document of Microsoft Works (WPS)', advice: AS_DOCX },
  { stream: 'CONTENTS', name: 'a document of Microsoft Works or Publisher', advice: AS_DOCX },
  { stream: 'VisioDocument', name: 'a Visio drawing', advice: AS_DOCX },
  { stream: 'HwpSummaryInformation', name: 'a Hangul document (HWP)', advice: AS_DOCX },
  { stream: '__properties_version1.0', name: 'an Outlook message (MSG)', advice: 'give the documents attached to it' },
]

/** Reads a document of the kind that Office wrote until 2003, told by the streams of its root storage and never by its name. */
export function readOle(file: SnapshotFile): Document {
  const ole = openOle(file.bytes, file.name)
  const has = (stream: string) => ole.streamNames.has(stream.toUpperCase())
  if (has('WordDocument')) return readDoc(file, ole)
  if (has('Workbook') || has('Book')) return readXls(file, ole)
  if (has('EncryptedPackage'))
    throw new GiveUp('encrypted-file', `${file.name} is an encrypted Office document; save it without a password`)
  const other = OTHER_DOCUMENTS.find(({ stream }) => has(stream))
  throw new GiveUp(
    'unsupported-format',
    `${file.name} is ${other?.name ?? 'an OLE file of an unknown kind'}; ${other?.advice ?? AS_DOCX}`,
  )
}
