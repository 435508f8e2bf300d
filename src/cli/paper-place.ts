import { join } from 'node:path'

/** Where the office keeps its own templates and settings. */
export function paperFolder({ dataDir }: { readonly dataDir: string }): string {
  return join(dataDir, 'papers')
}

/** The address of the review pages as papers link to it. */
export function siteOf(publicUrl: string | null): string | null {
  return publicUrl?.replace(/\/+$/, '') ?? null
}
