import { levelOfKind } from '../../model/authority.ts'
import type { District, Portal, PortalColumn, RegisteredAuthority, Registry } from '../../model/portal.ts'

/** An entry of a portals file as it is written: only what is not at rest. */
export type Entry = Readonly<Record<string, unknown>>
export type DistrictContent = Entry & { readonly authorities: readonly Entry[] }
export type PortalContent = Entry & { readonly columns: readonly Entry[] }

/** The content of a portals file that registers just this: `toRegistry` of it is the registry again. */
export function portalsContent({ districts, authorities, portals }: Registry): {
  districts: DistrictContent[]
  portals: PortalContent[]
} {
  const inDistrict = Map.groupBy(authorities, ({ district }) => district)
  return {
    districts: districts.map((district) => districtContent(district, inDistrict.get(district.id) ?? [])),
    portals: portals.map(portalContent),
  }
}

function districtContent(
  { id, name, years, deadlines, holidays, rules }: District,
  authorities: readonly RegisteredAuthority[],
): DistrictContent {
  return {
    ...written({ id, name, years, deadlines: deadlines.map(written), holidays: holidays.map(written), rules }),
    authorities: authorities.map(authorityContent),
  }
}

function authorityContent({ district: _, level, formerNames, verifiedAt, ...authority }: RegisteredAuthority): Entry {
  return written({
    ...authority,
    level: level === levelOfKind(authority.kind) ? null : level,
    former_names: formerNames.map(written),
    verified_at: verifiedAt,
  })
}

function portalContent({ otherHosts, sample, columns, ...portal }: Portal): PortalContent {
  return {
    ...written({ ...portal, other_hosts: otherHosts, sample: sample || null }),
    columns: columns.map(columnContent),
  }
}

function columnContent({ verifiedAt, ...column }: PortalColumn): Entry {
  return written({ ...column, verified_at: verifiedAt })
}

/** Leaves out what is at rest: null, and lists and groups that are empty. */
function written(entry: object): Entry {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => !isAtRest(value)))
}

function isAtRest(value: unknown): boolean {
  return value == null || (typeof value === 'object' && Object.keys(value).length === 0)
}
