import { load } from 'cheerio/slim'
import type { CrawlIo } from '../model/crawl.ts'
import { said } from '../model/crawl-words.ts'
import { decodeText } from '../model/decode-text.ts'
import { pictureAddress } from './article-files.ts'
import type { Article, CrawlState } from './crawl-state.ts'
import type { Elements } from './dom.ts'
import { baseOf } from './read-list.ts'

const MEGABYTE = 1024 * 1024
/** A page may have 30 MB, and pictures grow by a third within it. */
const MOST_BYTES = 20 * MEGABYTE

/**
 * Makes one document of each article that shows its report in pictures: its page with the pictures inside, which can be read as a whole, where
 * each picture by itself would be a part of a report. It stands at the address of the article with `#pictures`; the pictures as they were
 * fetched are kept beside it. Where one could not be had there is none: the article stays, for a person to look at.
 */
export async function joinPictures(state: CrawlState, io: CrawlIo): Promise<void> {
  for (const article of state.articles) {
    const { pictures, picturesHad } = article
    if (article.answer?.sha256 == null || pictures.length === 0 || pictures.some((url) => !picturesHad.has(url))) continue
    const bytes = new Map<string, Uint8Array>()
    for (const url of pictures) bytes.set(url, await io.load(picturesHad.get(url)!.sha256!))
    const total = [...bytes.values()].reduce((sum, each) => sum + each.length, 0)
    if (total > MOST_BYTES) {
      const megabytes = Math.ceil(total / MEGABYTE)
      state.problem('too-large', article.url, said('pictures-too-large', pictures.length, megabytes))
      continue
    }
    const page = withPictures(decodeText(await io.load(article.answer.sha256)).text, article, bytes)
    const sha256 = await io.saveSnapshot(Buffer.from(page), 'text/html; charset=utf-8', article.answer.tls)
    article.files.push({ ...article.answer, url: `${article.url}#pictures`, sha256 })
  }
}

function withPictures(html: string, { answer, places }: Article, bytes: ReadonlyMap<string, Uint8Array>): string {
  const $ = load(places[0]!.column.family?.article.asShown?.(html) ?? html)
  const base = baseOf($, answer!.finalUrl)
  for (const element of $('img').toArray()) {
    const picture = $(element) as Elements
    const url = pictureAddress(picture, base)
    const content = url === null ? undefined : bytes.get(url)
    if (content === undefined) continue
    const type = content[0] === 0x89 ? 'png' : 'jpeg'
    picture.attr('src', `data:image/${type};base64,${Buffer.from(content).toString('base64')}`)
  }
  return $.html()
}
