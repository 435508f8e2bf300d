import * as accountLinks from '../../db/account-links.ts'
import * as accounts from '../../db/accounts.ts'
import type { Db } from '../../db/connect.ts'
import type { Config } from '../config.ts'
import { isLoopback } from '../model/loopback.ts'

/** What the start says as long as nobody has an account: who may do what until then, and the link that changes it. Empty afterwards. */
export async function firstLinkText(
  db: Db,
  config: Pick<Config, 'host' | 'notify' | 'port' | 'retired'>,
  served: string,
): Promise<string> {
  const retired = config.retired
    .map((name) => `${name} 已不再使用，请创建账号 is no longer used; people have accounts now (CHANGELOG)\n`)
    .join('')
  if (await accounts.isAny(db)) return retired
  const link = await firstLink(db, config, served)
  const until = isLoopback(config.host)
    ? '尚无账号，能使用本机的人都可以操作 no accounts yet: whoever uses this machine may do everything'
    : '尚无账号，暂时无人可以使用 no accounts yet: nobody can use the pages'
  return `${retired}${until}\n创建首位管理员 create the first administrator (once, ${accountLinks.LINK_HOURS.first} h): ${link}\n`
}

/** A new one-time link, at the address at which officers open the pages. */
export async function firstLink(db: Db, config: Pick<Config, 'host' | 'notify' | 'port'>, served?: string): Promise<string> {
  return linkTo(config, `first/${await accountLinks.make(db, 'first', null)}`, served)
}

/** An address of the pages: as officers open them where that is set, else as this machine does. */
export function linkTo({ host, notify, port }: Pick<Config, 'host' | 'notify' | 'port'>, path: string, served?: string): string {
  const reachable =
    host === '0.0.0.0' || host === '::' ? `http://127.0.0.1:${port}` : `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  const base = notify.publicUrl ?? (isLoopback(host) ? (served ?? reachable) : reachable)
  return `${base.replace(/\/+$/, '')}/${path}`
}
