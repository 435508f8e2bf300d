import { z } from 'zod'
import type { RecordedEvent } from '../../db/account-events.ts'
import type { Account } from '../../db/accounts.ts'
import { COMMAND_LINE } from '../../db/registry-changes.ts'
import type { Session } from '../../db/sessions.ts'
import { isRole, ROLE_TITLES } from '../model/role.ts'
import { accountWords, EVENT_TITLES, ROLE_DUTIES } from './account-words.ts'
import { formatTime } from './dates.ts'
import { type Html, html } from './html.ts'
import type { Reader } from './visitor.ts'

/** Who it is and what they may do. */
export function rightsView(reader: Reader, { login, name, role, districts }: Account): Html {
  const words = accountWords(reader)
  const { language } = reader
  return html`<dl class="facts"><div><dt>${words.name}</dt><dd>${name} <span class="soft">${login}</span></dd></div>
    <div><dt>${words.role}</dt><dd>${ROLE_TITLES[role][language]} <span class="soft">${ROLE_DUTIES[role][language]}</span></dd></div>
    <div><dt>${words.districts}</dt><dd>${districts === null ? words.allDistricts : districts.join('、')}</dd></div></dl>`
}

/** Sessions that go on, each with a button to end it where `current` names the one that asks. */
export function sessionTable(reader: Reader, sessions: readonly Session[], current: number | null): Html {
  const words = accountWords(reader)
  const { language } = reader
  return html`<table class="board stacked"><thead><tr><th scope="col">${words.device}</th><th scope="col">${words.address}</th><th scope="col">${words.since}</th><th scope="col">${words.lastSeen}</th>${current !== null && html`<td></td>`}</tr></thead>
  <tbody>${sessions.map(
    ({
      id,
      agent,
      address,
      created_at,
      seen_at,
    }) => html`<tr><td class="whole first" title="${agent}">${deviceOf(agent)}</td><td class="whole">${address}</td>
    <td class="whole"><span class="label">${words.since} </span>${formatTime(created_at, language)}</td><td class="whole"><span class="label">${words.lastSeen} </span>${formatTime(seen_at, language)}</td>
    ${current !== null && html`<td class="whole">${id === current ? html`<b>${words.thisSession}</b>` : html`<form method="post" action="/account/sessions/end"><input type="hidden" name="session" value="${id}"><button>${words.end}</button></form>`}</td>`}</tr>`,
  )}</tbody></table>`
}

/** Browser and system, as far as the browser tells. */
function deviceOf(agent: string | null): string {
  if (agent === null) return '—'
  const browser = /(Edg|Firefox|Chrome|Safari)[/ ](\d+)/.exec(agent.replace(/Edg\/\d+.*Chrome/, 'Edg'))
  const system = /Windows|Android|iPhone|iPad|Mac OS|Linux/.exec(agent)?.[0]
  const name = /Edg\//.test(agent) ? 'Edge' : browser?.[1]
  return [name && `${name} ${browser?.[2] ?? ''}`.trim(), system].filter(Boolean).join(' · ') || agent.slice(0, 40)
}

/** What happened to accounts, the newest first; `withLogin` tells to which. */
export function historyTable(reader: Reader, events: readonly RecordedEvent[], { withLogin = false } = {}): Html {
  const words = accountWords(reader)
  const { language } = reader
  const whoDid = (name: string) => (name === COMMAND_LINE ? words.commandLine : name)
  return html`<table class="board stacked trail"><tbody>${events.map(
    ({
      happened_at,
      kind,
      login,
      by_name,
      by_account_id,
      account_id,
      address,
      detail,
    }) => html`<tr><td class="day">${formatTime(happened_at, language)}</td>
    ${withLogin && html`<td>${login}</td>`}<td class="whole">${titleOf(kind, language)} <span class="soft">${detailText(reader, detail)}</span></td>
    <td class="soft">${by_account_id !== account_id && words.by(whoDid(by_name))}</td><td class="soft">${address}</td></tr>`,
  )}</tbody></table>`
}

function titleOf(kind: string, language: Reader['language']): string {
  return (EVENT_TITLES as Readonly<Record<string, (typeof EVENT_TITLES)['created']>>)[kind]?.[language] ?? kind
}

/** What an event says beside its kind: roles by name, and of what was changed what stood there before. */
function detailText(reader: Reader, detail: RecordedEvent['detail']): string {
  return Object.values(detail)
    .map((value) => {
      const pair = CHANGE.safeParse(value)
      return pair.success ? `${valueText(reader, pair.data.from)} → ${valueText(reader, pair.data.to)}` : valueText(reader, value)
    })
    .join(' · ')
}

const CHANGE = z.object({ from: z.unknown(), to: z.unknown() })

function valueText(reader: Reader, value: unknown): string {
  if (isRole(value)) return ROLE_TITLES[value][reader.language]
  if (value === null) return accountWords(reader).allDistricts
  return Array.isArray(value) ? value.join('、') : String(value)
}
