import { levelOfKind } from '../model/authority.ts'
import { KINDS_WITHOUT_LEGAL_DATE, LOCAL_BASIS, type LocalDeadline } from '../model/deadline.ts'
import {
  type District,
  type Portal,
  type PortalColumn,
  type RegisteredAuthority,
  type Registry,
  withoutNulls,
} from '../model/portal.ts'
import type { AuthorityEntry, ColumnEntry, DistrictEntry, PortalEntry, PortalsFile } from './portals-shape.ts'
import { hostOf } from './registered-host.ts'

/** What a portals file without mistakes registers. Districts without `years` get the last three before `thisYear`. */
export function toRegistry(file: PortalsFile, thisYear: number): Registry {
  const lastThree = [thisYear - 3, thisYear - 2, thisYear - 1]
  return {
    districts: file.districts.map((district): District => {
      const { id, name, holidays, rules, years } = district
      return { id, name, deadlines: localDeadlines(district), holidays, rules, years: years ?? lastThree }
    }),
    authorities: file.districts.flatMap((district) => district.authorities.map((authority) => toAuthority(authority, district))),
    portals: file.portals.map(toPortal),
  }
}

/** Days that a district sets: `local_due` is short for one entry, whose authorities have no legal date and whose basis is not told. */
export function localDeadlines({ local_due, deadlines }: DistrictEntry): readonly LocalDeadline[] {
  if (local_due === null) return deadlines
  return [{ kinds: KINDS_WITHOUT_LEGAL_DATE, years: null, publish: local_due, submit: null, basis: LOCAL_BASIS }, ...deadlines]
}

/** Where no level is given, the kind tells it; departments and offices stand at the level of their district. */
function toAuthority(entry: AuthorityEntry, district: DistrictEntry): RegisteredAuthority {
  const { former_names, level, uscc, verified_at, note, ...authority } = entry
  return {
    ...authority,
    ...withoutNulls({ uscc, verifiedAt: verified_at, note }),
    district: district.id,
    level: level ?? levelOfKind(authority.kind) ?? district.level,
    formerNames: former_names,
  }
}

function toPortal({ other_hosts, host, columns, ...portal }: PortalEntry): Portal {
  const protocol = new URL(columns[0]!.url).protocol
  return {
    ...portal,
    host: hostOf(host, protocol) ?? host,
    otherHosts: other_hosts.map((other) => hostOf(other, protocol) ?? other),
    columns: columns.map(toColumn),
  }
}

function toColumn({ url, authorities, annual, since, until, status, verified_at, note }: ColumnEntry): PortalColumn {
  return {
    url,
    authorities,
    ...(annual ? {} : { annual }),
    ...(status === 'active' ? {} : { status }),
    ...withoutNulls({ since, until, verifiedAt: verified_at, note }),
  }
}
