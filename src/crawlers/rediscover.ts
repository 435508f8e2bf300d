import type { ColumnSuggestion } from '../model/crawl.ts'
import { said } from '../model/crawl-words.ts'
import type { Registry } from '../model/portal.ts'
import { columnLinks, disclosureLinks } from './column-links.ts'
import type { ColumnProgress } from './column-progress.ts'
import { CrawlState } from './crawl-state.ts'
import type { Answer } from './fetcher.ts'
import { readPages } from './read-pages.ts'
import { resolveHref } from './resolve-href.ts'
import { stubTarget } from './stub-target.ts'
import { firstRequest, type Scene } from './tasks.ts'

/** Pages of 政府信息公开 that are looked at beside the home page, and places that are looked at in turn: what a host is asked is bounded. */
const MOST_PAGES = 2
const MOST_PLACES = 3
const TITLES_SHOWN = 3

/** A place where the column may be now, before it is looked at. */
type Place = Pick<ColumnSuggestion, 'url' | 'words' | 'from'>

/**
 * Looks on the home page of each host that has lost a column, and on its pages of 政府信息公开, where the column is now. What is found is
 * told to a person, with what stands there; the registry stays as it is. Where nothing is found, that the column is lost is told anyway. A place on a host that is not registered is named and not asked.
 * Until somebody accepts it, the same pages need not be asked every night: what they showed some days ago is told again.
 */
export async function rediscover(of: Scene, registry: Registry, signal: AbortSignal | undefined): Promise<void> {
  const scene = withMemory(of)
  const lost = scene.state.columns.filter(({ lostAt }) => lostAt !== null)
  const byHome = Map.groupBy(lost, ({ column }) => new URL('/', column.url).href)
  for (const [home, columns] of byHome) {
    const places = await placesNamed(home, columns, scene)
    const suggests: ColumnSuggestion[] = []
    for (const place of places) {
      const isAsked = scene.fetcher.isRegistered(place.url)
      if (isAsked && suggests.filter(({ seen }) => seen !== null).length >= MOST_PLACES) continue
      suggests.push({ ...place, seen: isAsked ? await look(place.url, columns[0]!, { scene, registry, signal }) : null })
    }
    const worth = suggests.filter(({ seen }) => seen === null || seen.isDrawn || seen.reports > 0)
    if (worth.length > 0) for (const { column } of columns) tell(column.url, worth, scene)
  }
}

/** The scene in which pages that were had lately are not asked for. */
function withMemory(scene: Scene): Scene {
  const { look, fetcher } = scene
  return {
    ...scene,
    fetcher: {
      ...fetcher,
      fetch: async (url, ask, about) => (ask === undefined ? await look.recall(url) : null) ?? fetcher.fetch(url, ask, about),
    },
    look: {
      ...look,
      get: async (wanted) => {
        const isPlain = wanted.kind === 'list' && wanted.ask.method === 'GET'
        return (isPlain ? await look.recall(wanted.url) : null) ?? look.get(wanted)
      },
    },
  }
}

/** Where links lead whose words are those of such a column, each address once; the columns that are registered are no news. */
async function placesNamed(home: string, columns: readonly ColumnProgress[], scene: Scene): Promise<readonly Place[]> {
  const { fetcher, state } = scene
  const known = new Set(state.columns.map(({ column }) => column.url))
  const isStranger = (url: string) => URL.canParse(url) && !fetcher.isRegistered(url)
  const redirects = columns.flatMap(({ column, lostAt }) =>
    lostAt !== null && isStranger(lostAt) ? [{ url: lostAt, words: '', from: column.url }] : [],
  )
  const page = await fetcher.fetch(home)
  const told = elsewhere(page, home, isStranger)
  const disclosure = linksOn(page, disclosureLinks).filter(({ url }) => url !== home && !known.has(url))
  const further: Answer[] = []
  for (const { url } of disclosure.filter(({ url }) => fetcher.isRegistered(url)).slice(0, MOST_PAGES))
    further.push(await fetcher.fetch(url))
  const places = [
    ...redirects,
    ...told,
    ...[page, ...further].flatMap((each) => linksOn(each, columnLinks)),
    ...disclosure.filter(({ url }) => isStranger(url)),
  ].filter(({ url }) => !known.has(url))
  return [...new Map(places.toReversed().map((place) => [place.url, place])).values()].toReversed()
}

/** Where a home page sends its readers, if that is another host. */
function elsewhere(page: Answer, home: string, isStranger: (url: string) => boolean): readonly Place[] {
  const target = page.text === null ? null : stubTarget(page.text)
  const url = page.outcome === 'refused-host' ? page.finalUrl : target === null ? null : resolveHref(target, page.finalUrl)
  return url !== null && isStranger(url) ? [{ url, words: '', from: home }] : []
}

function linksOn(page: Answer, read: typeof columnLinks): readonly Place[] {
  return page.text === null ? [] : read(page.text, page.finalUrl).map((link) => ({ ...link, from: page.finalUrl }))
}

/** What the first page of a place shows, read as that of a column; nothing behind it is opened. */
async function look(
  url: string,
  { column }: ColumnProgress,
  at: { readonly scene: Scene; readonly registry: Registry; readonly signal: AbortSignal | undefined },
): Promise<NonNullable<ColumnSuggestion['seen']>> {
  const portal = { ...at.scene.portal, family: null, columns: [{ url, authorities: column.authorities }] }
  const state = new CrawlState(portal, at.registry)
  const scene: Scene = { ...at.scene, portal, state, drawn: [], preview: { left: [], draws: false } }
  await readPages([firstRequest(0, url)], scene, at.signal)
  const { readings, family } = state.result(0, [])
  const entries = readings.flatMap((reading) => reading.entries)
  const reports = entries.filter(({ judgement }) => judgement === 'candidate')
  return {
    family,
    isDrawn: scene.drawn.length > 0,
    entries: entries.length,
    reports: reports.length,
    titles: reports.slice(0, TITLES_SHOWN).map(({ title }) => title),
  }
}

function tell(url: string, suggests: readonly ColumnSuggestion[], { state }: Scene): void {
  const seen = suggests.flatMap((place) => (place.seen === null ? [] : [`${place.url} (${shownText(place.seen)})`]))
  const strangers = suggests.flatMap((place) => (place.seen === null ? [place.url] : []))
  const sentences = [
    ...(seen.length === 0 ? [] : [said('may-be-at', seen.join('; '), url)]),
    ...(strangers.length === 0 ? [] : [said('leads-to-strangers', strangers.join('; '))]),
  ]
  state.problem('found-elsewhere', url, sentences.join('. '), { suggests })
}

function shownText({ isDrawn, reports, entries, titles }: NonNullable<ColumnSuggestion['seen']>): string {
  return isDrawn ? 'its list is drawn by script' : `${reports} of ${entries} entries may be reports, such as "${titles[0]}"`
}
