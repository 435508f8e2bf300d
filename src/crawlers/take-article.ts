import { said } from '../model/crawl-words.ts'
import type { Article } from './crawl-state.ts'
import type { Answer } from './fetcher.ts'
import { yearInTitle } from './judge-title.ts'
import { readArticle } from './read-article.ts'
import { readSummary } from './summary-page.ts'
import { type ArticleTask, articleRequest, type FileTask, type Request, type Scene, type SummaryTask } from './tasks.ts'

/** An article is opened by a request, unless the page of its column was the article. */
export function toOpen(article: Article, scene: Scene): readonly Request[] {
  const task: ArticleTask = { kind: 'article', identity: article.identity }
  return article.answer === null ? [articleRequest(article)] : takeArticle(task, article.answer, scene)
}

/** Judges an article by its page and gives the requests for its files; opened again, for the one that failed. */
export function takeArticle(task: ArticleTask, answer: Answer, { state, fetcher }: Scene): readonly Request[] {
  const article = state.article(task.identity)!
  const { column } = article.places[0]!
  const isAgain = task.onlyFile !== undefined
  if (!isAgain) article.answer = withoutContent(answer)
  if (answer.sha256 === null) {
    state.articleFailed(article, answer, true)
    return []
  }
  if (answer.text === null) return []
  const sight = readArticle(answer.text, answer.finalUrl, column.family!)
  if (!isAgain && !state.judge(article, sight, answer.text)) return []
  if (!isAgain) article.pictures = sight.pictures
  const files = [...sight.attachments.map((file) => ({ ...file, isPicture: false })), ...sight.pictures.map(asPicture)]
    .filter(({ url }) => column.identityOf(url) !== task.identity)
    .map(({ url, text, isPicture }, place) => {
      const isNeeded = sight.isShort && fetcher.isRegistered(url)
      const name = `${place} ${text}`
      const file: FileTask = { kind: 'file', identity: task.identity, name, isNeeded, isLastTry: isAgain, isPicture }
      return { url, uniqueKey: `file ${task.identity} ${url}${isAgain ? ' again' : ''}`, userData: { task: file } }
    })
  const wanted = files.filter(({ userData: { task: file } }) => !isAgain || file.name === task.onlyFile)
  if (isAgain && wanted.length === 0)
    state.articleFailed(article, { ...answer, outcome: 'gone', error: said('not-linked') }, true)
  return wanted
}

const asPicture = (url: string) => ({ url, text: '', isPicture: true })

/** Takes in a page that leads to the reports of many bodies. */
export function takeSummary({ column: index, title }: SummaryTask, answer: Answer, scene: Scene): readonly Request[] {
  const { state } = scene
  const column = state.columns[index]!
  if (answer.text !== null) {
    const rows = readSummary(answer.text, answer.finalUrl, title, state.isBody)
    return (state.addRows(column, rows, 'summary') ?? []).flatMap((article) => toOpen(article, scene))
  }
  const year = yearInTitle(title)
  const message = said('not-opened', title, answer.error ?? 'it is a file')
  const isOfConcern = year === null || state.years.includes(year)
  if (answer.sha256 === null && isOfConcern) state.columnFailed(column, answer.outcome, message, answer.url)
  else state.problem(answer.outcome, answer.url, message)
  return []
}

/** Keeps the file of an article, or has the article opened again where its links are good for a short time only. */
export function takeFile(task: FileTask, answer: Answer, { state }: Scene): readonly Request[] {
  const article = state.article(task.identity)!
  const expires = article.places[0]!.column.family?.article.linksExpire === true
  const isFile = answer.sha256 !== null && !((expires || task.isPicture) && answer.text !== null)
  if (isFile && task.isPicture) article.picturesHad.set(answer.url, withoutContent(answer))
  else if (isFile) article.files.push(withoutContent(answer))
  else if (expires && !task.isLastTry && !answer.isHostStopped) return [articleRequest(article, task.name)]
  else state.articleFailed(article, { ...answer, error: answer.error ?? said('a-page') }, task.isNeeded)
  return []
}

/** What is kept until the end of the crawl: a portal may have thousands of long pages. */
function withoutContent(answer: Answer): Answer {
  return { ...answer, bytes: null, text: null }
}
