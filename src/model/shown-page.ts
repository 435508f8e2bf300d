/** A character that stands on a page and not in its picture: where its baseline begins, in points of the page, y downwards. */
export type Letter = { readonly text: string; readonly x: number; readonly y: number; readonly size: number }

/** A page as it is to be shown beside its picture, in the points that boxes on it are told in. */
export type ShownPage = {
  readonly width: number
  readonly height: number
  /** Characters of fonts that the file names and does not carry, in the order of the file; slanting and turned ones are left out. */
  readonly letters: readonly Letter[]
}
