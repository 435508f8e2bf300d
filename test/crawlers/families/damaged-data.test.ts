import { describe, expect, test } from 'vitest'
import { epoint } from '../../../src/crawlers/families/epoint.ts'
import type { PortalFamily } from '../../../src/crawlers/families/family.ts'
import { gkmlpt } from '../../../src/crawlers/families/gkmlpt.ts'
import { jxHandlebars } from '../../../src/crawlers/families/jx-handlebars.ts'
import { ucap } from '../../../src/crawlers/families/ucap.ts'
import { drawFrom } from '../../generate/draw.ts'
import { EPOINT_COLUMN, epointRoutes } from '../../portals/hosts/epoint.ts'
import { CATALOGUE, catalogueRoutes, REPORTS } from '../../portals/hosts/gd.ts'
import { JX_COLUMN, jxRoutes } from '../../portals/hosts/handlebars.ts'
import { ARRAY_COLUMN, arrayRoutes, COUNTY_COLUMN, countyRoutes } from '../../portals/hosts/ucap.ts'
import type { Routes } from '../serve.ts'

const PAGES: readonly { readonly family: PortalFamily; readonly path: string; readonly page: Routes[string] | undefined }[] = [
  { family: ucap, path: COUNTY_COLUMN, page: countyRoutes('other.test')[COUNTY_COLUMN] },
  { family: ucap, path: ARRAY_COLUMN, page: arrayRoutes('other.test')[ARRAY_COLUMN] },
  { family: gkmlpt, path: CATALOGUE, page: catalogueRoutes(REPORTS)[CATALOGUE] },
  { family: epoint, path: EPOINT_COLUMN, page: epointRoutes({ wrapping: 'plain' })['/dynamic/zwgk/govInfoPub.html'] },
  { family: jxHandlebars, path: JX_COLUMN, page: jxRoutes({ isWrapped: true })[JX_COLUMN] },
]
const ANSWERS = [
  '{"data":{"total":"x","page":null,"rows":[],"results":[{"title":1,"url":{}},null,[],{"title":"x","url":"http://[/"}]}}',
  '{"classify":null,"articles":[{"id":1,"title":"x","url":"/1","display_publish_time":1e300}],"total":-1}',
  '{"custom":"{\\"total\\":9,\\"data\\":\\"[{}]\\"}"}',
  '{"custom":[1],"data":[[]]}',
  '"\\"\\\\\\"\\""',
  '[]',
]

describe('damaged pages and answers trip no family', () => {
  test.each(PAGES)('$family.id at $path', ({ family, path, page }) => {
    const draw = drawFrom(path.length)
    const html = String(page)
    const url = new URL(path, 'http://portal.test')
    for (let n = 0; n < 400; n++) {
      const from = draw.int(html.length)
      const damaged =
        html.slice(0, from) + draw.pick(['', '"', "'", '{', '[', '</script>', '\\', '\u0000']) + html.slice(from + draw.int(40))
      const request = { url: url.href, post: { body: draw.pick(ANSWERS), contentType: 'application/json' } }
      const column = { url, html: damaged }
      family.recognise(column)
      for (const text of [damaged, draw.pick(ANSWERS)]) {
        const list = family.readData?.({ request, url, text, page: 1 + draw.int(2), years: [2025], column }) ?? null
        for (const row of list?.rows ?? []) expect(URL.canParse(row.url)).toBe(true)
        for (const next of list?.next ?? []) expect(URL.canParse(next.url)).toBe(true)
      }
    }
  })
})
