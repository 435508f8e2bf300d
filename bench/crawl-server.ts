import { serve } from '../test/crawlers/serve.ts'
import { bodiesOf, crawlSite } from './crawl-site.ts'

// Serves as many portals as the first argument says, each on a port of its own and with the reports of as many bodies as the second, in a
// process whose work does not count, and tells their hosts. Every portal has pages of its own: they differ by the code of the site.

const [portals = 1, bodies = 1] = process.argv.slice(2).map(Number)
const pages = Object.entries(crawlSite(bodiesOf(bodies)))
const hosts: string[] = []
for (let portal = 0; portal < portals; portal++) {
  const code = String(3_700_000_000 + portal)
  const routes = pages.map(([path, page]) => [path, () => String(page).replaceAll('0000000000', code)] as const)
  hosts.push((await serve(Object.fromEntries(routes))).host)
}
process.send?.(hosts)
process.on('disconnect', () => process.exit())
