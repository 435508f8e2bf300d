import { load } from 'cheerio/slim'

/** A block of records as Hanweb and its kin write it into a script or answer with. */
export type Datastore = {
  /** Each a piece of HTML: `<li>…`, `<tr>…` or a bare link with its day. */
  readonly records: readonly string[]
  /** `totalrecord` as the portal counts; null where it does not. */
  readonly total: number | null
  /** `totalpage`. */
  readonly pages: number | null
  /** Where further records are asked for, as written. */
  readonly nextgroup: string | null
  /** Ids and classes of what stands around the block. */
  readonly around: string
}

/** The blocks of records of a page, in its order; of an answer that is nothing but one block, that block. */
export function readDatastores(text: string): readonly Datastore[] {
  if (!text.includes('<datastore')) return []
  const $ = load(text)
  const scripts = $('script')
    .toArray()
    .map((script) => $(script))
    .filter((script) => script.text().includes('<datastore'))
  if (scripts.length === 0) return blocksIn(text).map((xml) => parseDatastore(xml, ''))
  return scripts.flatMap((script) => {
    const around = script
      .parents()
      .toArray()
      .map(({ attribs }) => `${attribs['id'] ?? ''} ${attribs['class'] ?? ''}`)
    return blocksIn(script.text()).map((xml) => parseDatastore(xml, around.join(' ')))
  })
}

function blocksIn(text: string): readonly string[] {
  return text.match(/<datastore[\s>][\s\S]*?<\/datastore>/g) ?? []
}

function parseDatastore(xml: string, around: string): Datastore {
  const $ = load(xml, { xml: true })
  const number = (name: string) => {
    const digits = $(name).first().text().trim()
    return /^\d+$/.test(digits) ? Number(digits) : null
  }
  const records = $('record')
    .toArray()
    .map((record) => {
      const text = $(record).text()
      return text.includes('<') ? text : ($(record).html() ?? '')
    })
  const nextgroup = load($('nextgroup').text())('a').attr('href') ?? null
  return { records, total: number('totalrecord'), pages: number('totalpage'), nextgroup, around }
}
