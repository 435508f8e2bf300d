/** Where a list goes on, as far as its first page tells. */
export type Paging =
  | { readonly kind: 'single'; readonly declared: number | null }
  /** Address of page n (from 2), several where the page leaves the counting open: the first that differs from page 1 is right. */
  | {
      readonly kind: 'numbered'
      readonly pages: number
      readonly addresses: readonly ((page: number) => string)[]
      /** Number of entries that the portal itself claims. */
      readonly declared: number | null
    }
  | { readonly kind: 'next'; readonly href: string; readonly declared: number | null }

/** The number of entries that a portal prints beside its list, such as 共 58 条. */
export function printedCount(text: string): number | null {
  const match = text.replace(/\s+/g, '').match(/共(?:有|计)?(\d+)(?:条|篇|项)/)
  return match ? Number(match[1]) : null
}
