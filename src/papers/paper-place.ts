/** Where a paper is written to, and what it says of itself. */
export type PaperPlace = {
  /** Path of the file. */
  readonly out: string
  /** Address of the review pages, without a slash at its end; null where it is not known. */
  readonly site: string | null
  /** Whose reports it is about, as titles begin: 云河区; empty for all districts. */
  readonly whose: string
}
