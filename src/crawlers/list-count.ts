import type { ListRequest } from './families/family.ts'

/** What an endpoint counted when it was first asked for a page of a list. */
export type ListCount = {
  /** Only answers of one endpoint are compared: the page of a column may be older than the data behind it. */
  readonly endpoint: string
  readonly declared: number
  readonly page: number
  readonly request: ListRequest
}

/** What an answer counts; null where it does not. */
export function countOf(request: ListRequest, declared: number | null, page: number): ListCount | null {
  const { origin, pathname } = new URL(request.url)
  return declared === null ? null : { endpoint: origin + pathname, declared, page, request }
}
