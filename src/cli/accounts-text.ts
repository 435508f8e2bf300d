import type { RecordedEvent } from '../../db/account-events.ts'
import type { ListedAccount } from '../../db/accounts.ts'
import { ROLE_TITLES } from '../model/role.ts'

/** A line for each account: login, name, role, districts, state. */
export function accountsText(list: readonly ListedAccount[]): string {
  if (list.length === 0) return '还没有账号 no accounts yet: gouji accounts link\n'
  return list
    .map(({ login, name, role, districts, locked_at, password_hash, signed_in_at, sessions, tokens }) => {
      const state = locked_at !== null ? '已停用 locked' : password_hash === null ? '已邀请 invited' : '正常 active'
      const seen = signed_in_at === null ? '' : `，最近登录 last sign-in ${shanghaiTime(signed_in_at)}`
      const open = `登录 sessions ${sessions}，令牌 tokens ${tokens}`
      return `${login}  ${name}  ${ROLE_TITLES[role].zh} ${role}  ${districts?.join(' ') ?? '全部地区 all districts'}  ${state}（${open}${seen}）\n`
    })
    .join('')
}

/** A line for each event. */
export function historyText(events: readonly RecordedEvent[]): string {
  return events
    .map(({ happened_at, kind, login, by_name, address, detail }) => {
      const more = Object.keys(detail).length === 0 ? '' : ` ${JSON.stringify(detail)}`
      return `${shanghaiTime(happened_at)}  ${login ?? ''}  ${kind}${more}  ${by_name}${address ? `  ${address}` : ''}\n`
    })
    .join('')
}

function shanghaiTime(time: Date): string {
  return time.toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' })
}
