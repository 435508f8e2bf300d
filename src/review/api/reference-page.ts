import type { Handler } from 'hono'
import { ROLE_TITLES } from '../../model/role.ts'
import { type Html, html } from '../html.ts'
import { layout } from '../layout.ts'
import { type ReviewEnv, type Visitor, visitorOf } from '../visitor.ts'
import { PLAIN_PAGES } from '../words.ts'
import { openApiDocument, parametersOf, sectionOf } from './openapi.ts'
import { codeOf, PROBLEMS } from './problem.ts'
import { referenceWords, SECTION_TITLES } from './reference-words.ts'
import { API_ROUTES, type ApiRoute, definitionOf } from './routes.ts'
import { NAMED } from './schemas.ts'

/** Pages' answers that the API gives, too, with their status. */
const ALSO = [
  ['badRequest', 400],
  ['tokenRefused', 401],
  ['roleMissing', 403],
  ['otherDistrict', 403],
  ['foreignHost', 403],
  ['foreignForm', 403],
  ['notFound', 404],
  ['tooLarge', 413],
  ['failed', 500],
] as const satisfies readonly (readonly [keyof typeof PLAIN_PAGES, number])[]

/** The reference of the API, made of the same definitions as the API itself. */
export const apiReference: Handler<ReviewEnv> = (c) => {
  const visitor = visitorOf(c)
  const { language, url } = visitor
  const words = referenceWords(language)
  const sections = Map.groupBy(API_ROUTES, sectionOf)
  const notes = ['paging', 'etag', 'csv', 'limits'] as const
  const body = html`<main class="narrow reference"><h1>${words.title}</h1><p class="lead">${words.lead} <a href="/api/openapi.json">${words.document}</a></p>
  <h2>${words.token}</h2><p>${words.tokenText}${visitor.may('GET /account') && html` <a href="/account">/account</a>`}</p>
  <pre class="call" tabindex="0"><code>curl -H "Authorization: Bearer gouji_…" "${url.origin}/api/v1/cells?key=t3.new_received.total&amp;format=csv"</code></pre>
  <dl class="notes">${notes.map((note) => html`<div><dt>${words[note]}</dt><dd>${words[`${note}Text`]}</dd></div>`)}</dl>
  <nav class="choices" aria-label="${words.title}">${[...sections.keys()].map((section) => html`<a href="#${section}">${titleOf(section, visitor)}</a>`)}<a href="#problems">${words.problems}</a></nav>
  ${[...sections].map(
    ([section, routes]) =>
      html`<section aria-labelledby="${section}"><h2 id="${section}">${titleOf(section, visitor)}</h2>${routes.map((route) => routeView(visitor, route))}</section>`,
  )}
  <section aria-labelledby="problems"><h2 id="problems">${words.problems}</h2><p>${words.problemsText}</p>${problemTable(visitor)}</section></main>`
  return c.html(layout(visitor, { title: words.title, current: null, body }))
}

function titleOf(section: string, { language }: Visitor): string {
  return SECTION_TITLES[section]?.[language] ?? section
}

function routeView({ language }: Visitor, route: ApiRoute): Html {
  const words = referenceWords(language)
  const definition = definitionOf(route)
  const { name, title, says, least, body, answer, row } = definition
  const parameters = parametersOf(definition)
  return html`<article class="route" id="${name}"><h3><code>${route}</code></h3>
  <p>${title[language]} <span class="soft">${words.least}：${ROLE_TITLES[least][language]}${row && html` · CSV`}</span></p>${says && html`<p class="soft">${says}</p>`}
  ${
    parameters.length > 0 &&
    html`<div class="scroll" tabindex="0"><table class="board"><thead><tr><th scope="col">${words.parameter}</th><th scope="col">${words.values}</th><th scope="col">${words.says}</th></tr></thead>
    <tbody>${parameters.map((each) => html`<tr><th scope="row"><code>${each.name}</code></th><td>${typeText(each.schema)}</td><td class="whole">${each.description}</td></tr>`)}</tbody></table></div>`
  }
  ${body && fieldsView(words.sent, body, words)}${fieldsView(words.answer, row ?? answer, words)}</article>`
}

type Schema = {
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly format?: string
  readonly default?: unknown
  readonly minimum?: number
  readonly maximum?: number
  readonly description?: string
  readonly $ref?: string
}

let schemas: Readonly<Record<string, Schema>> | null = null

/** Fields of what is sent or answered, folded until somebody looks. */
function fieldsView(title: string, schema: object, words: ReturnType<typeof referenceWords>): Html {
  schemas ??= openApiDocument().components.schemas as Readonly<Record<string, Schema>>
  const id = NAMED.get(schema as never)?.id ?? ''
  const { properties = {}, required = [] } = schemas[id] ?? {}
  const isSent = title === words.sent
  return html`<details><summary>${title} <code>${id}</code></summary><div class="scroll" tabindex="0"><table class="board"><tbody>${Object.entries(
    properties,
  ).map(
    ([name, field]) =>
      html`<tr><th scope="row"><code>${name}</code></th><td>${typeText(field)}${isSent && required.includes(name) && html` <span class="soft">${words.required}</span>`}</td><td class="whole">${field.description}</td></tr>`,
  )}</tbody></table></div></details>`
}

/** `integer, 1–1000, 100` … as short as a reader needs it. */
function typeText(schema: Schema): string {
  if (schema.$ref !== undefined) return schema.$ref.split('/').at(-1) ?? ''
  if (schema.const !== undefined) return String(schema.const)
  if (schema.enum !== undefined) return schema.enum.join(' | ')
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeText).join(' | ')
  if (schema.items !== undefined) return `[${typeText(schema.items)}]`
  const { minimum, maximum, format, default: usual } = schema
  const span = minimum !== undefined && maximum !== undefined && maximum < 1_000_000 ? ` ${minimum}–${maximum}` : ''
  return `${format ?? [schema.type].flat().join(' | ')}${span}${usual === undefined ? '' : ` = ${String(usual)}`}`
}

function problemTable({ language }: Visitor): Html {
  const words = referenceWords(language)
  const rows = [
    ...Object.entries(PROBLEMS).map(([code, { status, title }]) => ({ code, status, title: title[language] })),
    ...ALSO.map(([what, status]) => ({ code: codeOf(what), status, title: PLAIN_PAGES[what][language].title })),
  ].toSorted((a, b) => a.status - b.status)
  return html`<table class="board"><thead><tr><th scope="col" class="number">${words.status}</th><th scope="col">${words.code}</th><th scope="col">${words.meaning}</th></tr></thead>
  <tbody>${rows.map(({ code, status, title }) => html`<tr id="problem-${code}"><td class="number">${status}</td><th scope="row"><code>${code}</code></th><td class="whole">${title}</td></tr>`)}</tbody></table>`
}
