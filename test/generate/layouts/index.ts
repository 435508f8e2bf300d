import { DOC_LAYOUTS } from './doc.ts'
import { DOCX_LAYOUTS } from './docx.ts'
import { HTML_LAYOUTS } from './html.ts'
import { CARRIED_HTML_LAYOUTS } from './html-carriers.ts'
import { MALFORMED_HTML_LAYOUTS } from './html-malformed.ts'
import type { Layout } from './layout.ts'
import { MARKDOWN_LAYOUTS } from './markdown.ts'
import { OFD_LAYOUTS } from './ofd.ts'
import { PDF_LAYOUTS } from './pdf.ts'
import { PICTURE_LAYOUTS } from './picture.ts'
import { RTF_LAYOUTS } from './rtf.ts'
import { TEXT_LAYOUTS } from './text.ts'
import { XLS_LAYOUTS } from './xls.ts'
import { XLSX_LAYOUTS } from './xlsx.ts'
import { ZIP_LAYOUTS } from './zip.ts'

/** Every layout of every format. */
export const LAYOUTS: readonly Layout[] = [
  ...HTML_LAYOUTS,
  ...MALFORMED_HTML_LAYOUTS,
  ...CARRIED_HTML_LAYOUTS,
  ...TEXT_LAYOUTS,
  ...MARKDOWN_LAYOUTS,
  ...PDF_LAYOUTS,
  ...OFD_LAYOUTS,
  ...DOCX_LAYOUTS,
  ...XLSX_LAYOUTS,
  ...XLS_LAYOUTS,
  ...DOC_LAYOUTS,
  ...RTF_LAYOUTS,
  ...ZIP_LAYOUTS,
  ...PICTURE_LAYOUTS,
]
