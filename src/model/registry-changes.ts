import { isDeepStrictEqual } from 'node:util'
import type { Portal, Registry } from './portal.ts'

/** A fact of the registry that came, changed or went: `before` null is a new entry (or one taken up again), `after` null a retired one. */
export type RegistryChange = {
  readonly district: string
  readonly kind: 'district' | 'authority' | 'portal' | 'column'
  /** The portal of a column; null for other entries. */
  readonly portal: string | null
  /** Id of the entry, or address of the column. */
  readonly subject: string
  readonly before: Facts | null
  readonly after: Facts | null
}

/** What is registered of an entry, without its id and what it belongs to. */
export type Facts = Readonly<Record<string, unknown>>

type Place = Pick<RegistryChange, 'district' | 'kind' | 'portal' | 'subject'>

/** Everything that is registered otherwise after than before, in the order of districts, authorities, portals and columns. */
export function changesBetween(before: Registry, after: Registry): RegistryChange[] {
  const [old, current] = [entriesOf(before), entriesOf(after)]
  return [...new Set([...old.keys(), ...current.keys()])]
    .map((key) => {
      const place = (current.get(key) ?? old.get(key))!.place
      return { ...place, before: old.get(key)?.facts ?? null, after: current.get(key)?.facts ?? null }
    })
    .filter((change) => !isDeepStrictEqual(change.before, change.after))
    .sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind))
}

/** Names of the facts that differ. */
export function changedFacts({ before, after }: Pick<RegistryChange, 'before' | 'after'>): string[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  return names.filter((name) => !isDeepStrictEqual(before?.[name], after?.[name]))
}

const KINDS: readonly RegistryChange['kind'][] = ['district', 'authority', 'portal', 'column']

function entriesOf({ districts, authorities, portals }: Registry): ReadonlyMap<string, { place: Place; facts: Facts }> {
  const entries = [
    ...districts.map(({ id, ...facts }) => entry({ district: id, kind: 'district', portal: null, subject: id }, facts)),
    ...authorities.map(({ id, district, ...facts }) => entry({ district, kind: 'authority', portal: null, subject: id }, facts)),
    ...portals.flatMap(portalEntries),
  ]
  return new Map(entries.map((each) => [JSON.stringify([each.place.kind, each.place.portal, each.place.subject]), each]))
}

function portalEntries({ id, district, columns, ...facts }: Portal) {
  return [
    entry({ district, kind: 'portal', portal: null, subject: id }, facts),
    ...columns.map(({ url, ...column }) => entry({ district, kind: 'column', portal: id, subject: url }, column)),
  ]
}

/** Facts as they are kept: what is at rest (null, empty, left out) is no fact. */
function entry(place: Place, facts: object): { place: Place; facts: Facts } {
  const kept = Object.entries(facts).filter(([, value]) => !isAtRest(value))
  return { place, facts: Object.fromEntries(kept) }
}

function isAtRest(value: unknown): boolean {
  return value == null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0)
}
