import type { Routes } from '../../crawlers/serve.ts'
import { GAOXIN_DISTRICT, gaoxinHost } from './gaoxin.ts'

const STRANGER = '汇丰娱乐网'

/** A copy of gaoxin under the same paths, its bodies under another name and every second figure masked: nobody's reports. */
export function mirrorRoutes(): Routes {
  const { routes } = gaoxinHost()
  const copied = (body: string) =>
    body
      .replaceAll(GAOXIN_DISTRICT, STRANGER)
      .replace(/(<td[^>]*>)(\d)(\d*)(<\/td>)/g, (_, open, first, rest, close) =>
        rest === '' ? `${open}${first}${close}` : `${open}${first}${'*'.repeat(rest.length)}${close}`,
      )
  return Object.fromEntries(
    Object.entries(routes).map(([path, route]) => [path, typeof route === 'string' ? copied(route) : route]),
  )
}
