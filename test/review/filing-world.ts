import type { Db } from '../../db/connect.ts'
import * as filings from '../../db/filings.ts'
import { importRegistry } from '../../db/registry.ts'
import { type AuthorityKind, levelOfKind } from '../../src/model/authority.ts'
import { deadlineOf } from '../../src/model/deadline.ts'
import type { FilingStatus } from '../../src/model/filing.ts'
import { authorityOf } from '../db/rows.ts'

/** An authority of a made district, with the status of its filing in each year; null: not worked out. */
export type MadeAuthority = { readonly kind: AuthorityKind; readonly years: readonly (MadeFiling | null)[] }
export type MadeFiling = {
  readonly status: FilingStatus
  /** Days from the due date to that of publication; it counts where the status has such a day. */
  readonly days: number
  readonly backdated: boolean
}

export type MadeDistrict = {
  readonly id: string
  readonly years: readonly number[]
  readonly authorities: readonly MadeAuthority[]
}

export const idOf = (district: MadeDistrict, index: number) => `${district.id}-${String(index).padStart(4, '0')}`

/** What the rules give a day of publication to. */
function hasDay(filing: MadeFiling | null): filing is MadeFiling {
  return filing !== null && (filing.status === 'on-time' || filing.status === 'late' || filing.status === 'late-doubtful')
}

/** The day of publication of a made filing, YYYY-MM-DD; null where it has none. */
export function dayOfFiling({ kind }: MadeAuthority, year: number, filing: MadeFiling | null): string | null {
  if (!hasDay(filing)) return null
  const days = filing.status === 'on-time' ? -Math.abs(filing.days) : Math.abs(filing.days) + 1
  return addDays(deadlineOf({ kind, level: levelOfKind(kind) }, year, []).date, days)
}

/** Registers made districts and stores their filings. */
export async function makeDistricts(db: Db, districts: readonly MadeDistrict[]): Promise<void> {
  await importRegistry(db, {
    districts: districts.map(({ id, years }) => ({ id, name: `${id}区`, deadlines: [], holidays: [], rules: {}, years })),
    authorities: districts.flatMap((district) =>
      district.authorities.map(({ kind }, index) =>
        authorityOf(idOf(district, index), {
          district: district.id,
          kind,
          level: levelOfKind(kind) ?? 'county',
          name: `示例区第${index + 1}单位`,
        }),
      ),
    ),
    portals: [],
  })
  for (const district of districts) await filings.upsert(db, filingsOf(district))
}

function filingsOf(district: MadeDistrict): filings.AssessedFiling[] {
  return district.authorities.flatMap((authority, index) =>
    authority.years.flatMap((filing, which) => {
      if (filing === null) return []
      const year = district.years[which]!
      const { date, strength, basis } = deadlineOf({ kind: authority.kind, level: levelOfKind(authority.kind) }, year, [])
      const published = dayOfFiling(authority, year, filing)
      const late = filing.status === 'late' || filing.status === 'late-doubtful'
      return [
        {
          authority_id: idOf(district, index),
          year,
          status: filing.status,
          due: date,
          strength,
          basis,
          reason: filing.status === 'exempt' ? { zh: '另有规定', en: 'by another rule' } : null,
          published_on: published,
          published_from: published === null ? null : 'list',
          days_late: late ? Math.abs(filing.days) + 1 : null,
          backdated: filing.backdated && late,
          report_id: null,
          evidence: evidenceOf(filing, date, published),
        },
      ]
    }),
  )
}

function evidenceOf({ status }: MadeFiling, due: string, published: string | null): filings.AssessedFiling['evidence'] {
  const columnUrl = 'https://www.example.gov.cn/nianbao/'
  const reading = (complete: boolean, found: boolean) => ({
    columnUrl,
    readAt: `${addDays(due, 2)}T02:00:00.000Z`,
    complete,
    found,
  })
  const readings = status === 'not-found' ? [reading(true, false)] : status === 'not-assessable' ? [reading(false, false)] : []
  const dates =
    published === null
      ? []
      : [
          { date: published, from: 'list' },
          { date: addDays(published, 1), from: 'first-seen' },
        ]
  return { readings, dates }
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}
