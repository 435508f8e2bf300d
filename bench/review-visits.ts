import { sql } from 'kysely'
import type { Db } from '../db/connect.ts'
import * as findingList from '../db/finding-list.ts'
import { WHOLE_DISTRICTS } from './review-rows.ts'

/** A way to ask for a page, told anew each time, so that nobody gets the answer of the one before. */
export type Visit = (n: number) => { readonly path: string; readonly form?: URLSearchParams }

/** What waits for officers. */
const QUERY = '?verdict=fail&status=undecided'

/** The pages that are measured, by name. */
export async function visitsOf(db: Db): Promise<Readonly<Record<string, Visit>>> {
  const districts = await idsOf<string>(db, sql`SELECT id FROM districts ORDER BY id`)
  const inWhole = await idsOf<number>(
    db,
    sql`SELECT f.id FROM findings f JOIN report_versions v ON v.id = f.version_id WHERE v.reader = '2' AND f.status = 'undecided' ORDER BY f.id`,
  )
  const reports = await idsOf<number>(db, sql`SELECT report_id AS id FROM report_versions WHERE reader = '2' ORDER BY report_id`)
  const waiting = await idsOf<number>(
    db,
    sql`SELECT id FROM findings WHERE status = 'undecided' AND entries = 0 ORDER BY id DESC LIMIT 200000`,
  )
  const { next } = await findingList.list(db, { status: 'undecided', verdict: 'fail' }, { limit: 50 })
  const district = (n: number) => of(districts, n)
  const year = (n: number) => 2016 + (n % 10)
  const form = (picked: readonly number[]) =>
    new URLSearchParams([['act', 'comment'], ['note', 'x'], ...picked.map((id) => ['pick', `${id}:0`])])
  const take = (count: number) => {
    if (waiting.length < count) throw new Error('too few findings to act on: more --findings, or fewer --visits')
    return form(waiting.splice(0, count))
  }
  return {
    'list, all of the country': () => ({ path: `/findings${QUERY}` }),
    'list, next page': () => ({ path: `/findings${QUERY}&after=${next}` }),
    'list of a district, with counts': (n) => ({ path: `/findings${QUERY}&district=${district(n)}` }),
    'list of a year and a rule': (n) => ({ path: `/findings${QUERY}&year=${year(n)}&rule=T3-01` }),
    'list of what is overdue': () => ({ path: '/findings?due=overdue' }),
    'search for an authority': (n) => ({ path: `/findings${QUERY}&q=${encodeURIComponent(`第${n % districts.length}市财政`)}` }),
    'search in a district': (n) => ({
      path: `/findings${QUERY}&district=${district(n)}&q=${encodeURIComponent(`相差${n % 80}`)}`,
    }),
    'a report': (n) => ({ path: `/reports/${of(reports, n)}` }),
    'a finding with its report': (n) => ({ path: `/findings/${of(inWhole, n)}` }),
    '… and its neighbours in the list': (n) => ({ path: `/findings/${of(inWhole, n)}${QUERY}` }),
    '… in the list of a district': (n) => ({ path: `/findings/${of(inWhole, n)}${QUERY}&district=${district(n)}` }),
    'filing board of a district': (n) => ({ path: `/filings/${district(n)}/2024` }),
    'all years of a district': (n) => ({ path: `/filings/${district(n)}` }),
    'overview of a district': (n) => ({ path: `/?district=d${n % Math.min(WHOLE_DISTRICTS, districts.length)}&year=2024` }),
    'overview of the country, a year': (n) => ({ path: `/?year=${year(n)}` }),
    'list of reports': (n) => ({ path: `/reports?district=${district(n)}` }),
    'a comment on one': () => ({ path: `/finding-acts${QUERY}`, form: take(1) }),
    'an act on 100': () => ({ path: `/finding-acts${QUERY}`, form: take(100) }),
  }
}

function of<Item>(items: readonly Item[], n: number): Item {
  return items[n % items.length]!
}

async function idsOf<Id>(db: Db, query: ReturnType<typeof sql>): Promise<Id[]> {
  return (await query.execute(db)).rows.map((row) => (row as { id: Id }).id)
}
