import type { MadeRelease } from '../../db/releases.ts'

/** A release of some districts, as it is recorded; null: of all. */
export function releaseOf(districts: readonly string[] | null, more: Partial<MadeRelease> = {}): MadeRelease {
  return {
    version: '2023.1',
    selection: { years: null, districts, authorities: null },
    formats: ['csv'],
    csv: { bom: false, exact: false },
    previous: null,
    program: 'Gouji',
    ruleSets: ['2'],
    readers: ['1'],
    tables: [{ name: 'reports', rows: 1 }],
    files: [],
    ...more,
  }
}
