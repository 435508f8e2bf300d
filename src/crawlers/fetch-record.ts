import type { FetchRecord } from '../model/crawl.ts'
import type { Answer } from './answer.ts'
import type { Reply } from './send.ts'

/** What the answer itself does not tell. */
type More = Pick<
  FetchRecord,
  'redirects' | 'exchanges' | 'challenge' | 'method' | 'etag' | 'columnUrl' | 'sha256' | 'durationMs'
> & { readonly fetchedAt: Date }

/** One request as it is kept. `etag`: that of the page which an answer "unchanged" means, where it names none itself. */
export function recordOf(answer: Answer, reply: Reply | null, { fetchedAt, etag, ...more }: More): FetchRecord {
  const { url, finalUrl, status, outcome, lastModified, contentType, error, tls } = answer
  return {
    ...more,
    url,
    finalUrl,
    status,
    outcome,
    fetchedAt: fetchedAt.toISOString(),
    etag: reply?.headers.etag ?? etag,
    lastModified,
    contentType,
    bytes: reply?.bytes.length ?? 0,
    error,
    tls,
  }
}
