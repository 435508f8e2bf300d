import type { Handler } from 'hono'
import { z } from 'zod'
import { todayOf } from '../../db/clock.ts'
import type { Db } from '../../db/connect.ts'
import * as registry from '../../db/registry.ts'
import { PAPER_KINDS, PAPERS, type PaperKind } from '../model/paper.ts'
import type { District, RegisteredAuthority } from '../model/portal.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { paperWords } from './paper-words.ts'
import { found, queryPart, REGISTRY_ID, REPORT_YEAR } from './request.ts'
import { type ReviewEnv, type Visitor, visitorOf } from './visitor.ts'

/** Authorities that one list to choose from offers. */
const MOST_AUTHORITIES = 2_000

/** What papers there are, and about whom they are to be made. */
export function paperList(db: Db): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const said = paperWords(visitor)
    const districts = await registry.listDistricts(db, visitor.reach)
    const districtId = queryPart(c, 'district', REGISTRY_ID)
    const district = districtId === null ? null : found(districts.find(({ id }) => id === districtId))
    const authorities =
      district === null
        ? []
        : await registry.authoritiesAfter(db, {
            district: district.id,
            reach: visitor.reach,
            after: null,
            limit: MOST_AUTHORITIES,
          })
    const today = await todayOf(db)
    const chosen: Chosen = {
      district,
      authority: queryPart(c, 'authority', REGISTRY_ID) ?? '',
      year: queryPart(c, 'year', REPORT_YEAR),
      date: queryPart(c, 'date', z.iso.date()) ?? today,
      due: queryPart(c, 'due', z.iso.date()) ?? '',
    }
    const nobody = queryPart(c, 'none', z.literal('1')) !== null
    const body = html`<main class="papers"><h1>${said.papers}</h1><p class="lead">${said.lead}</p>
  ${nobody && html`<p class="notice" role="status">${said.nobody}</p>`}
  ${districts.length === 0 ? html`<p class="empty">${visitor.words.noDistricts}</p>` : form(visitor, { districts, authorities, chosen })}</main>`
    return c.html(layout(visitor, { title: said.papers, current: 'papers', body }))
  }
}

type Chosen = {
  readonly district: District | null
  readonly authority: string
  readonly year: number | null
  readonly date: string
  readonly due: string
}

type FormParts = {
  readonly districts: readonly District[]
  readonly authorities: readonly RegisteredAuthority[]
  readonly chosen: Chosen
}

/** One form: choosing a district shows its authorities, each button makes its paper of what is chosen. */
function form(visitor: Visitor, { districts, authorities, chosen }: FormParts): Html {
  const { words } = visitor
  const said = paperWords(visitor)
  const years = [...new Set((chosen.district === null ? districts : [chosen.district]).flatMap((each) => each.years))].sort(
    (a, b) => b - a,
  )
  const option = (value: string, label: string, current: string) =>
    html`<option value="${value}"${value === current && html` selected`}>${label}</option>`
  return html`<form method="get" action="/papers" class="paper-form">
  <p class="fields"><label>${words.district} <select name="district">${option('', said.everything, chosen.district?.id ?? '')}${districts.map(({ id, name }) => option(id, name, chosen.district?.id ?? ''))}</select></label>
    <button>${said.choose}</button></p>
  <p class="fields">${
    authorities.length > 0 &&
    html`<label>${words.authority} <select name="authority">${option('', said.allOfThem, chosen.authority)}${authorities.map(({ id, name }) => option(id, name, chosen.authority))}</select></label>`
  }
    <label>${words.year} <select name="year">${years.map((year) => option(String(year), words.yearOf(year), String(chosen.year ?? '')))}</select></label>
    <label>${said.date} <input type="date" name="date" value="${chosen.date}"></label>
    <label>${said.due} <input type="date" name="due" value="${chosen.due}"></label></p>
  <ul class="paper-kinds">${PAPER_KINDS.map((kind) => paperLine(visitor, kind))}</ul></form>`
}

function paperLine(visitor: Visitor, kind: PaperKind): Html {
  const said = paperWords(visitor)
  const { format } = PAPERS[kind]
  return html`<li><div><b>${PAPERS[kind][visitor.language]}</b> <span class="soft">${format.toUpperCase()}</span><br><span class="soft">${said.about[kind]}</span></div>
    <button formaction="/papers/${kind}">${said.make(PAPERS[kind][visitor.language])}</button></li>`
}
