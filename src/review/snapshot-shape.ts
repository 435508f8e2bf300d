/** How a snapshot is shown: as a page, as text, by pictures of its pages, or by what was read from it. */
export type SnapshotShape = 'html' | 'text' | 'pages' | 'office'

export function snapshotShape(mediaType: string): SnapshotShape {
  const [type = ''] = mediaType.toLowerCase().split(';')
  if (type.includes('html')) return 'html'
  if (type === 'application/pdf' || type === 'image/png' || type === 'image/jpeg') return 'pages'
  return type.startsWith('text/') || type === 'application/json' ? 'text' : 'office'
}
