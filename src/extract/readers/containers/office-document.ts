import type { Document } from '../../../model/document.ts'

/** What a document of an office program says: its title is that of its properties (`meta`). */
export function officeDocument({ meta, ...rest }: Pick<Document, 'mediaType' | 'meta' | 'blocks' | 'notes'>): Document {
  const title = meta.find(({ name }) => name === 'title')?.content.trim() || null
  return { ...rest, charset: null, title, meta, attachments: [] }
}
