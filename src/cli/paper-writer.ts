import type { Db } from '../../db/connect.ts'
import type { WritePaper } from '../review/paper-download.ts'

/** The code that writes papers is loaded when somebody asks for one. Without a public address links lead to where the pages were asked for. */
export function paperWriter(
  db: Db,
  place: { readonly folder: string; readonly site: string | null; readonly chromiumPath: string | null },
): WritePaper {
  return async (request, out, site) => {
    const { pdfPrinter } = await import('./print-pdf.ts')
    const { paperFileName, writePaper } = await import('../papers/write-paper.ts')
    const tools = { db, folder: place.folder, site: place.site ?? site, printPdf: pdfPrinter(place.chromiumPath) }
    const count = await writePaper(tools, request, out)
    return { name: await paperFileName(db, request), isWritten: count > 0 || !['notice', 'bodies'].includes(request.kind) }
  }
}
