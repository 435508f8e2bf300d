import { BasicCrawler } from '@crawlee/basic'
import { said } from '../model/crawl-words.ts'
import { crawleeForOneRun, ONE_AT_A_TIME, runToEnd } from './crawlee.ts'
import { type Answer, isWorthRetrying, RETRIES } from './fetcher.ts'
import { asQueue, openRequestLine } from './request-line.ts'
import { takeArticle, takeFile, takeSummary } from './take-article.ts'
import { takeList } from './take-list.ts'
import { type Request, type Scene, type Task, wantedBy } from './tasks.ts'

/** May work later in the same night: the request goes back into the line, and the clock of the host makes it wait. */
class TryAgain extends Error {}

/**
 * Works through lists, articles and files, each found by the one before, in one run of Crawlee. `BasicCrawler` and not
 * `CheerioCrawler`, since snapshots are bytes, which the latter decodes by the header and then parses twice.
 */
export async function readPages(start: readonly Request[], scene: Scene, signal: AbortSignal | undefined): Promise<void> {
  if (start.length === 0) return
  const { config, log } = crawleeForOneRun()
  const line = openRequestLine()
  const retries = scene.preview === null ? RETRIES : 0
  let fault: unknown = null
  const crawler = new BasicCrawler(
    {
      ...ONE_AT_A_TIME,
      log,
      requestQueue: asQueue(line),
      maxRequestRetries: retries,
      useSessionPool: false,
      requestHandler: async ({ request }) => {
        if (fault !== null) return
        try {
          const { task } = request.userData as Request['userData']
          const answer = await scene.look.get(wantedBy(task, request.url, scene))
          if (isWorthRetrying(answer) && request.retryCount < retries) throw new TryAgain(answer.error ?? 'no answer')
          const next = wantedNow(takeSafely(task, answer, scene), scene)
          // Files come right after their article: their addresses may be good for a short time only.
          line.add(next, task.kind === 'article' && task.onlyFile === undefined ? 'beginning' : 'end')
        } catch (error) {
          if (error instanceof TryAgain) throw error
          fault ??= error
          crawler.stop()
        }
      },
    },
    config,
  )
  line.add(start)
  await runToEnd(crawler)
  signal?.throwIfAborted()
  if (fault !== null) throw fault
  if (!(await line.isFinished())) throw new Error('the crawl was broken off before all of its requests were made')
}

/** In a preview only what still leads to the first page of a list is asked. */
export function wantedNow(next: readonly Request[], { preview }: Scene): readonly Request[] {
  if (preview === null) return next
  const isFirst = ({ userData: { task } }: Request) => task.kind === 'list' && task.page === 1
  preview.left.push(...next.filter((request) => !isFirst(request)))
  return next.filter(isFirst)
}

/** A page that trips our reading (nested ten thousand deep, say) is told and left; the others are read. */
function takeSafely(task: Task, answer: Answer, scene: Scene): readonly Request[] {
  try {
    return take(task, answer, scene)
  } catch (error) {
    const message = said('not-understood', error instanceof Error ? error.message : String(error))
    const places =
      task.kind === 'list' || task.kind === 'summary'
        ? [scene.state.columns[task.column]!]
        : scene.state.article(task.identity)!.places.map(({ column }) => column)
    for (const column of places) scene.state.columnFailed(column, 'later', message, answer.url)
    return []
  }
}

function take(task: Task, answer: Answer, scene: Scene): readonly Request[] {
  switch (task.kind) {
    case 'list':
      return takeList(task, answer, scene)
    case 'article':
      return takeArticle(task, answer, scene)
    case 'file':
      return takeFile(task, answer, scene)
    case 'summary':
      return takeSummary(task, answer, scene)
  }
}
