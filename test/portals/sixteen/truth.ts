import { DEFECTS } from '../hosts/report-body.ts'
import { type WorldHost, YEARS } from './hosts.ts'

/** A report that is published in the world; `rules`: what a check must find wrong with its figures. */
export type TrueReport = {
  readonly host: string
  readonly authority: string
  readonly year: number
  readonly rules: readonly string[]
}

/** The id of an authority of a host in the registry: several hosts have bodies of the same name. */
export function registeredId(host: Pick<WorldHost, 'name'>, authority: string): string {
  return `${host.name}-${authority}`
}

/** Every report that a night must bring, once, however often it is listed. */
export function trueReports(host: WorldHost, { corrected = false } = {}): readonly TrueReport[] {
  const candidates = host.columns.flatMap(({ truth }) => truth.filter((each) => each.judgement === 'candidate'))
  const keys = new Set(candidates.map(({ title, authority }) => `${authority}/${yearIn(title)}`))
  const unread = host.unread ?? []
  return [...keys]
    .filter((key) => !unread.includes(key))
    .map((key) => {
      const [id = '', year] = key.split('/')
      const name = host.authorities.find((each) => each.id === id)?.name
      const isRight = corrected && host.name === 'gaoxin'
      const rules = DEFECTS.filter(
        (defect) => defect.name === name && defect.year === Number(year) && !isRight && !defect.replaced,
      )
      return { host: host.name, authority: registeredId(host, id), year: Number(year), rules: rules.map(({ rule }) => rule) }
    })
}

/** What the entries of all columns of a host are, as its lists print them. */
export function trueEntries(host: WorldHost): readonly { readonly title: string; readonly judgement: string }[] {
  return host.columns.flatMap(({ truth }) => truth.map(({ title, shown = title, judgement }) => ({ title: shown, judgement })))
}

/** What is to be said of an authority and year once all columns have been read: its report is there, there is none, or nobody can tell. */
export type TrueFiling = {
  readonly authority: string
  readonly year: number
  readonly is: 'found' | 'not-found' | 'not-assessable'
}

export function trueFilings(host: WorldHost): readonly TrueFiling[] {
  const reports = trueReports(host)
  return host.authorities.flatMap(({ id }) => {
    const columns = host.columns.filter(({ authorities }) => authorities === 'all' || authorities.includes(id))
    const canTell = columns.length > 0 && !(host.unreadable ?? []).includes(id)
    const authority = registeredId(host, id)
    return YEARS.map((year) => {
      const isFound = reports.some((report) => report.authority === authority && report.year === year)
      const isAbsent = canTell && !(host.unread ?? []).includes(`${id}/${year}`)
      return { authority, year, is: isFound ? 'found' : isAbsent ? 'not-found' : 'not-assessable' }
    })
  })
}

function yearIn(title: string): number {
  const year = title.match(/20\d\d/)?.[0]
  if (year === undefined) throw new Error(`“${title}” names no year.`)
  return Number(year)
}
