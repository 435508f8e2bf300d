/** How a snapshot is shown: as a page, as text, in the browser's PDF viewer, or by what was read from it. */
export type SnapshotShape = 'html' | 'text' | 'pdf' | 'office'

export function snapshotShape(mediaType: string): SnapshotShape {
  const [type = ''] = mediaType.toLowerCase().split(';')
  if (type.includes('html')) return 'html'
  if (type === 'application/pdf') return 'pdf'
  return type.startsWith('text/') || type === 'application/json' ? 'text' : 'office'
}
