import * as accounts from '../../db/accounts.ts'
import type { Db } from '../../db/connect.ts'
import * as sessions from '../../db/sessions.ts'
import { hashPassword } from '../../src/model/password-hash.ts'

let made = 0

/** A password that the rules let pass. */
export const PASSWORD = '三更灯火五更鸡正是男儿'
const hash = hashPassword(PASSWORD)

/** An account of an officer for all districts, or as `more` says. */
export async function addAccount(db: Db, more: Partial<accounts.NewAccount> = {}): Promise<accounts.Account> {
  const account = await accounts.add(db, {
    login: `zhangsan${++made}`,
    name: '张三',
    role: 'officer',
    districts: null,
    passwordHash: await hash,
    ...more,
  })
  if (account === null) throw new Error('the login is taken')
  return account
}

/** The cookie of a new session, over TLS and without. */
export async function cookieOf(db: Db, { id }: accounts.Account): Promise<{ readonly secure: string; readonly plain: string }> {
  const token = await sessions.begin(db, { account: id, address: '127.0.0.1', agent: null })
  return { secure: `__Host-gouji_session=${token}`, plain: `gouji_session=${token}` }
}
