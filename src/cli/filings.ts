import { openDatabase } from '../../db/connect.ts'
import { migrateToLatest } from '../../db/migrate.ts'
import * as registry from '../../db/registry.ts'
import { ConfigError, readConfig } from '../config.ts'
import { suggest } from '../crawlers/suggest.ts'
import { type AssessedFiling, assessFilings } from '../jobs/assess-filings.ts'
import { shanghaiToday } from '../jobs/shanghai-time.ts'
import { dayOf } from '../model/day.ts'
import type { District } from '../model/portal.ts'
import { filingsCsv, filingsJson } from './filings-records.ts'
import { filingsText } from './filings-text.ts'

type Options = {
  readonly year?: number
  readonly district?: string
  readonly asOf?: string
  readonly format: 'text' | 'json' | 'csv'
}

/** The filings of one district and year, judged on one day. */
export type Board = {
  readonly district: District
  readonly year: number
  readonly asOf: string
  readonly filings: readonly AssessedFiling[]
}

/**
 * `gouji filings`: the board of a district and year, worked out from stored evidence; nothing is written to the database. Exit status 0
 * without an error-severity finding, 1 with one, 2 where the board cannot be made.
 */
export async function run({ year, district, asOf, format }: Options): Promise<void> {
  const day = asOf === undefined ? shanghaiToday() : checkedDay(asOf)
  if (year !== undefined && (year < 2008 || year > 2100))
    throw new ConfigError(`--year is ${year}; give a reporting year, such as 2025.`)
  const { db, close } = await openDatabase(readConfig())
  try {
    await migrateToLatest(db)
    const { districts } = await registry.loadRegistry(db)
    const boards: Board[] = []
    for (const each of chosen(districts, district)) {
      const wanted = year ?? Math.max(...each.years)
      const asked = { district: each.id, year: wanted, asOf: day, onlyKnownThen: asOf !== undefined }
      const filings = await assessFilings(db, asked)
      boards.push({ district: each, year: wanted, asOf: day, filings })
    }
    process.stdout.write({ text: filingsText, json: filingsJson, csv: filingsCsv }[format](boards))
    const findings = boards.flatMap(({ filings }) => filings.flatMap((filing) => filing.findings))
    process.exitCode = findings.some(({ severity, verdict }) => severity === 'error' && verdict === 'fail') ? 1 : 0
  } finally {
    await close()
  }
}

function checkedDay(text: string): string {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? []
  if (dayOf(year, month, date) !== text)
    throw new ConfigError(`--as-of is "${text}"; give a day as YYYY-MM-DD, such as 2026-02-01.`)
  const today = shanghaiToday()
  if (text > today) throw new ConfigError(`--as-of is ${text}, which has not come yet; give a day up to today, ${today}.`)
  return text
}

function chosen(districts: readonly District[], id: string | undefined): readonly District[] {
  if (districts.length === 0)
    throw new ConfigError(
      'No district is registered; import a portals file first, with gouji crawl --portals FILE (docs/portals.md).',
    )
  if (id === undefined) return districts
  const district = districts.find((each) => each.id === id)
  if (district) return [district]
  throw new ConfigError(
    `--district: there is no district "${id}"; ${suggest(
      id,
      districts.map((each) => each.id),
    )}`,
  )
}
