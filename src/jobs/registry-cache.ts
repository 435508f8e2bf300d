import type { Db } from '../../db/connect.ts'
import * as registry from '../../db/registry.ts'
import type { Registry } from '../model/portal.ts'

const FRESH_MS = 5_000

/** Loads the registry of a district (null: of all) at most every few seconds: thousands of documents ask for the same one. */
export function cachedRegistry(db: Db): (district: string | null) => Promise<Registry> {
  const kept = new Map<string | null, { readonly until: number; readonly loaded: Promise<Registry> }>()
  return (district) => {
    const known = kept.get(district)
    if (known && known.until > Date.now()) return known.loaded
    const loaded = registry.loadRegistry(db, district === null ? {} : { district })
    kept.set(district, { until: Date.now() + FRESH_MS, loaded })
    loaded.catch(() => kept.delete(district))
    return loaded
  }
}
