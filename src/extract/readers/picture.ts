import type { Document, Note } from '../../model/document.ts'
import type { SnapshotFile } from '../../model/snapshot.ts'
import { decodePicture } from './picture-decode.ts'
import { readPicturePage } from './picture-page.ts'

const RECOGNISED: Note = {
  code: 'read-by-recognition',
  message: '文字和数字由图片识别得到，未经表内合计印证的数字请对照原件核实。',
}

/** Reads a picture (PNG or JPEG) of a report. Boxes are in points of the picture. */
export async function readPicture(file: SnapshotFile): Promise<Document> {
  const picture = await decodePicture(file.bytes)
  const { blocks } = await readPicturePage(picture, (left, top, right, bottom) => ({
    page: 1,
    box: [Math.round(left), Math.round(top), Math.round(right), Math.round(bottom)],
  }))
  return {
    mediaType: file.bytes[0] === 0x89 ? 'image/png' : 'image/jpeg',
    charset: null,
    title: null,
    meta: [],
    blocks,
    attachments: [],
    notes: [RECOGNISED],
  }
}
