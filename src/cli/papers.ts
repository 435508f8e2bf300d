import { access, writeFile } from 'node:fs/promises'
import { todayOf } from '../../db/clock.ts'
import { openDatabase } from '../../db/connect.ts'
import { migrateToLatest } from '../../db/migrate.ts'
import { listDistricts } from '../../db/registry.ts'
import { ConfigError, readConfig } from '../config.ts'
import { dayOf } from '../model/day.ts'
import { PAPERS, type PaperKind, type PaperRequest } from '../model/paper.ts'
import { paperFileName, paperTemplate, writePaper } from '../papers/write-paper.ts'
import { paperFolder, siteOf } from './paper-place.ts'
import { pdfPrinter } from './print-pdf.ts'

type Options = {
  readonly year?: number
  readonly district?: string
  readonly authority?: string
  readonly date?: string
  readonly due?: string
  readonly out?: string
  readonly template?: boolean
}

/** `gouji papers KIND`: writes a paper for an authority, a district or everything; `--template` writes the template that it is made from. */
export async function run(kind: PaperKind, options: Options): Promise<void> {
  if (options.template) return await writeTemplate(kind, options.out ?? `${kind}.docx`)
  const config = readConfig()
  const { db, close } = await openDatabase(config)
  try {
    await migrateToLatest(db)
    const request: PaperRequest = {
      kind,
      year: options.year ?? (await newestYear(db)),
      district: options.district ?? null,
      authority: options.authority ?? null,
      reach: null,
      date: checkedDay('--date', options.date) ?? (await todayOf(db)),
      due: checkedDay('--due', options.due),
    }
    const tools = {
      db,
      folder: paperFolder(config),
      site: siteOf(config.notify.publicUrl),
      printPdf: pdfPrinter(config.chromiumPath),
    }
    const out = options.out ?? (await paperFileName(db, request))
    const count = await writePaper(tools, request, out)
    process.stdout.write(
      count === 0 && (kind === 'notice' || kind === 'bodies')
        ? `没有可写的内容，未写出${PAPERS[kind].zh} nobody to write about: nothing was written\n`
        : `${PAPERS[kind].zh}已写入 ${PAPERS[kind].en} written: ${out}（${count}）\n`,
    )
  } finally {
    await close()
  }
}

async function writeTemplate(kind: PaperKind, out: string): Promise<void> {
  const template = paperTemplate(kind)
  if (template === null) throw new ConfigError(`--template: ${kind} is made from no template; notice and circular are.`)
  if (await exists(out)) throw new ConfigError(`${out} is there already; give another name with --out.`)
  await writeFile(out, template)
  process.stdout.write(`模板已写入 template written: ${out}\n`)
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

async function newestYear(db: Parameters<typeof listDistricts>[0]): Promise<number> {
  const years = (await listDistricts(db, null)).flatMap((district) => district.years)
  if (years.length === 0) throw new ConfigError('No district has a reporting year; give one with --year.')
  return Math.max(...years)
}

function checkedDay(name: string, text: string | undefined): string | null {
  if (text === undefined) return null
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? []
  if (dayOf(year, month, date) !== text)
    throw new ConfigError(`${name} is "${text}"; give a day as YYYY-MM-DD, such as 2026-05-31.`)
  return text
}
