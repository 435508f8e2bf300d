import { createReadStream } from 'node:fs'
import { Zip, ZipPassThrough } from 'fflate'
import { CDXIndexer } from 'warcio'
import { sha256Of } from '../../model/sha256.ts'

/** A page that a reader may begin with. */
export type StartPage = { readonly url: string; readonly date: string; readonly title: string }

/** A WARC file that was written, and what goes around it. */
export type Package = {
  readonly warc: { readonly path: string; readonly sha256: string; readonly bytes: number }
  readonly title: string
  readonly description: string
  readonly moment: string
  /** The main one first. */
  readonly pages: readonly StartPage[]
  /** What is known, as JSON. */
  readonly evidence: string
}

const WARC_NAME = 'data.warc.gz'

/** The bytes of a WACZ file (1.1.1): the WARC, its index, the pages to begin with, what is known, and the sums of all that. */
export async function* packWacz({ warc, title, description, moment, pages, evidence }: Package): AsyncGenerator<Uint8Array> {
  const files = [
    ['indexes/index.cdx', await indexOf(warc.path)],
    ['pages/pages.jsonl', pageLines(pages)],
    ['evidence.json', evidence],
  ] as const
  const main = pages[0]
  const resources = [
    { name: WARC_NAME, path: `archive/${WARC_NAME}`, hash: `sha256:${warc.sha256}`, bytes: warc.bytes },
    ...files.map(([path, text]) => ({
      name: path.replace(/^.*\//, ''),
      path,
      hash: `sha256:${sha256Of(text)}`,
      bytes: Buffer.byteLength(text),
    })),
  ]
  const datapackage = json({
    profile: 'data-package',
    wacz_version: '1.1.1',
    title,
    description,
    created: moment,
    modified: moment,
    software: 'Gouji',
    ...(main === undefined ? {} : { mainPageUrl: main.url, mainPageDate: main.date }),
    resources,
  })
  const digest = json({ path: 'datapackage.json', hash: `sha256:${sha256Of(datapackage)}` })
  yield* zip([
    [`archive/${WARC_NAME}`, createReadStream(warc.path)],
    ...files.map(([path, text]) => [path, [Buffer.from(text)]] as const),
    ['datapackage.json', [Buffer.from(datapackage)]],
    ['datapackage-digest.json', [Buffer.from(digest)]],
  ])
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

/** The CDXJ index: a line for each record that can be shown, in the order of bytes. */
async function indexOf(path: string): Promise<string> {
  const indexer = new CDXIndexer({ format: 'cdxj' })
  const lines: string[] = []
  for await (const entry of indexer.iterIndex([{ filename: WARC_NAME, reader: createReadStream(path) }]))
    lines.push(indexer.serialize(entry))
  return lines.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))).join('')
}

function pageLines(pages: readonly StartPage[]): string {
  const head = { format: 'json-pages-1.0', id: 'pages', title: 'All Pages' }
  const lines = pages.map(({ url, date, title }) => ({ id: sha256Of(`${url} ${date}`).slice(0, 16), url, ts: date, title }))
  return [head, ...lines].map((line) => `${JSON.stringify(line)}\n`).join('')
}

type ZipFile = readonly [name: string, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>]

/** All files as they are, since readers look into the WARC at its places; with one time for all, by whatever clock they are written. */
async function* zip(files: readonly ZipFile[]): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = []
  let fault: Error | null = null
  const archive = new Zip((error, chunk) => {
    fault ??= error
    ready.push(chunk)
  })
  function* taken(): Generator<Uint8Array> {
    if (fault !== null) throw fault
    yield* ready.splice(0)
  }
  for (const [name, chunks] of files) {
    const file = new ZipPassThrough(name)
    file.mtime = new Date(1980, 0, 1)
    archive.add(file)
    for await (const chunk of chunks) {
      file.push(chunk)
      yield* taken()
    }
    file.push(new Uint8Array(), true)
    yield* taken()
  }
  archive.end()
  yield* taken()
}
