import * as accounts from '../../../db/accounts.ts'
import type { Db } from '../../../db/connect.ts'
import type { Config } from '../../config.ts'
import { isLoopback } from '../../model/loopback.ts'
import { type Check, ok, warning } from './check.ts'

/** Whether somebody can manage accounts, and whether the way to them is closed to others. */
export async function checkAccounts(db: Db, { host, notify }: Pick<Config, 'host' | 'notify'>): Promise<Check> {
  const about = { name: 'accounts', title: '账号 accounts' }
  const list = await accounts.list(db)
  const active = list.filter(
    ({ locked_at, password_hash, oidc_subject }) => locked_at === null && (password_hash ?? oidc_subject) !== null,
  )
  const found = `${active.length} 个可登录 can sign in，其中管理员 administrators ${active.filter(({ role }) => role === 'administrator').length}`
  if (list.length === 0) {
    const none = '尚无账号 no accounts'
    return isLoopback(host) && notify.publicUrl === null
      ? ok(about, `${none}：能使用本机的人都可以操作 whoever uses this machine may do everything`)
      : warning(
          about,
          none,
          '运行 gouji accounts link，创建首位管理员 run gouji accounts link and create the first administrator',
        )
  }
  if (!active.some(({ role }) => role === 'administrator'))
    return warning(
      about,
      found,
      '运行 gouji accounts role LOGIN administrator 或 reset run gouji accounts role LOGIN administrator, or reset',
    )
  if (notify.publicUrl?.startsWith('http://') && !isLoopback(new URL(notify.publicUrl).hostname))
    return warning(about, `${found}；GOUJI_PUBLIC_URL 未用 HTTPS is not HTTPS`, '请配置 HTTPS 代理 put a proxy with TLS in front')
  return ok(about, found)
}
