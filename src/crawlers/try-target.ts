import type { Portal, PortalColumn, Registry } from '../model/portal.ts'
import type { TriedPortal } from '../model/tried-portal.ts'
import { hostProblem } from './registered-host.ts'
import { showsReports } from './try-portal.ts'

/** Seconds between two requests to a portal that nobody set up yet. */
const PACE_S = 3

/** An address that can be tried, without its fragment; or what is wrong with it. */
export function addressToTry(
  text: string,
  { sample }: { readonly sample: boolean },
):
  | { readonly url: URL; readonly problem: null }
  | { readonly url: null; readonly problem: { readonly message: string; readonly zh: string } } {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    return {
      url: null,
      problem: {
        message: `"${text}" is not an address; write it as https://www.example.gov.cn/…`,
        zh: `“${text}”不是网址，请写成 https://www.example.gov.cn/…`,
      },
    }
  const problem = hostProblem(url.host, sample)
  if (problem !== null) return { url: null, problem }
  url.hash = ''
  return { url, problem: null }
}

/** Whether a registered sample portal lies on the host: only then may this machine be asked. */
export function isSampleHost({ portals }: Pick<Registry, 'portals'>, text: string): boolean {
  const host = URL.canParse(text) ? new URL(text).host : null
  return portals.some((portal) => portal.sample && [portal.host, ...portal.otherHosts].includes(host ?? ''))
}

/** A portal of which only one address is known. */
export function portalToTry(
  url: URL,
  facts: { readonly district: string; readonly owners: PortalColumn['authorities']; readonly sample: boolean },
): Portal {
  const { district, owners, sample } = facts
  return {
    id: url.host.replace(/[^a-z0-9]+/g, '-'),
    name: url.host,
    district,
    host: url.host,
    otherHosts: [],
    family: null,
    pace: sample ? 0 : PACE_S,
    sample,
    columns: [{ url: url.href, authorities: owners }],
  }
}

/** The portal that was tried with the columns that show reports, seen by somebody on the day `today`; null where none does. */
export function portalToSave(portal: Portal, tried: TriedPortal, today: string): Portal | null {
  const found = tried.columns.filter((column) => showsReports({ columns: [column] }))
  const [{ authorities } = { authorities: 'all' as const }] = portal.columns
  if (found.length === 0) return null
  return {
    ...portal,
    name: tried.siteName ?? portal.name,
    pace: PACE_S,
    columns: found.map(({ url }) => ({ url, authorities, verifiedAt: today })),
  }
}
