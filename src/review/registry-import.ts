import type { Context, Handler } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { z } from 'zod'
import type { Db } from '../../db/connect.ts'
import * as registry from '../../db/registry.ts'
import { decodeText } from '../model/decode-text.ts'
import type { Registry } from '../model/portal.ts'
import { changesBetween, type RegistryChange } from '../model/registry-changes.ts'
import { SetupError } from '../model/setup-error.ts'
import { sha256Of } from '../model/sha256.ts'
import type { RegistryDesk, RegistryFile } from './desk.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { changeView, countsOf } from './registry-history.ts'
import { EXPORTS, importForm } from './registry-list.ts'
import { registryWords } from './registry-words.ts'
import { BadRequest, found, parsedOrBad, pathPart, queryPart, REGISTRY_ID } from './request.ts'
import { type ReviewEnv, type Visitor, visitorOf } from './visitor.ts'

/** Most bytes of all files that are sent at once: some thousand authorities. The page that shows what would change sends them again. */
export const IMPORT_LIMIT = 6 * 1024 * 1024
const CHANGES_SHOWN = 500
const SENT_FILES = z.array(z.strictObject({ name: z.string().max(300), text: z.string() })).max(50)

/** Shows what files would change, and changes nothing yet. */
export function importPreview(db: Db, desk: RegistryDesk): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const form = await parsed(c)
    const sent = [form['files'] ?? []].flat().filter((each) => each instanceof File && each.name !== '') as File[]
    if (sent.length === 0) return showProblem(c, html`<p>${registryWords(visitor).fileMissing}</p>`)
    const files = await Promise.all(sent.map(async (file) => ({ name: file.name, text: decodeText(await file.bytes()).text })))
    return await preview(db, desk, c, files, null)
  }
}

/** Takes the files over that were shown, unless the registry has changed since: then it is shown what they would change now. */
export function importConfirm(db: Db, desk: RegistryDesk): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const { files: text, mark } = await parsed(c)
    const files = parsedOrBad(SENT_FILES, jsonOf(text))
    try {
      const isDone = await registry.alone(db, async (trx) => {
        const before = await registry.loadRegistry(trx)
        const read = desk.readFiles(files, before)
        if (markOf(before) !== mark) return false
        for (const each of read)
          await registry.importRegistry(trx, each, { by: visitor.actor.name, account: visitor.actor.account })
        return true
      })
      if (isDone) return c.redirect('/registry', 303)
    } catch (error) {
      if (error instanceof SetupError) return showProblem(c, problemList(visitor, error))
      throw error
    }
    return await preview(db, desk, c, files, registryWords(visitor).registryMoved)
  }
}

/** The registry as one of its files, of one district or of all. */
export function registryExport(db: Db, desk: RegistryDesk): Handler<ReviewEnv> {
  return async (c) => {
    const name = pathPart(c, 'name', z.enum(EXPORTS))
    const district = queryPart(c, 'district', REGISTRY_ID)
    const known = await registry.loadRegistry(db, district === null ? {} : { district })
    if (district !== null) found(known.districts[0])
    const text = name === 'portals.yaml' ? desk.yamlOf(known) : found(desk.tablesOf(known)[name])
    return c.body(text, 200, {
      'Content-Type': name === 'portals.yaml' ? 'application/yaml; charset=utf-8' : 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${name}"`,
    })
  }
}

async function preview(db: Db, desk: RegistryDesk, c: Context<ReviewEnv>, files: readonly RegistryFile[], notice: string | null) {
  const visitor = visitorOf(c)
  const words = registryWords(visitor)
  const before = await registry.loadRegistry(db)
  let changes: readonly RegistryChange[]
  try {
    changes = changesOf(desk.readFiles(files, before), before)
  } catch (error) {
    if (error instanceof SetupError) return showProblem(c, problemList(visitor, error))
    throw error
  }
  const body = html`<main class="registry"><p class="path"><a href="/registry">${words.registry}</a></p><h1>${words.previewTitle}</h1>
  ${notice && html`<p class="problem" role="alert">${notice}</p>`}<p class="soft">${files.map(({ name }) => name).join('、')}</p>
  ${changes.length === 0 ? html`<p class="empty">${words.noChange}</p>` : changeList(visitor, changes, confirmForm(visitor, files, markOf(before)))}
  <p><a href="/registry">${words.cancel}</a></p></main>`
  return c.html(layout(visitor, { title: words.previewTitle, current: 'registry', body }), notice === null ? 200 : 409)
}

/** What the files would change of the districts that they name, each read one after the other. */
function changesOf(read: readonly Registry[], before: Registry): RegistryChange[] {
  return read.flatMap((after) => {
    const ids = after.districts.map(({ id }) => id)
    const named = {
      districts: before.districts.filter(({ id }) => ids.includes(id)),
      authorities: before.authorities.filter(({ district }) => ids.includes(district)),
      portals: before.portals.filter(({ district }) => ids.includes(district)),
    }
    return changesBetween(named, after)
  })
}

function changeList(visitor: Visitor, changes: readonly RegistryChange[], confirm: Html): Html {
  const words = registryWords(visitor)
  return html`<p><b>${countsOf(visitor, changes)}</b></p>${confirm}
  <ol class="changes">${changes.slice(0, CHANGES_SHOWN).map((change) => html`<li>${changeView(visitor, change)}</li>`)}</ol>
  ${changes.length > CHANGES_SHOWN && html`<p class="soft">${words.shownOf(CHANGES_SHOWN, changes.length)}</p>`}`
}

/** JSON keeps the line breaks of the files, which a form would change. */
function confirmForm(visitor: Visitor, files: readonly RegistryFile[], mark: string): Html {
  return html`<form method="post" action="/registry-import/confirm" enctype="multipart/form-data"><input type="hidden" name="mark" value="${mark}">
    <input type="hidden" name="files" value="${JSON.stringify(files)}"><p><button class="primary">${registryWords(visitor).confirmImport}</button></p></form>`
}

function problemList(visitor: Visitor, { message }: SetupError): Html {
  return html`<p>${registryWords(visitor).importFailed}</p><ul class="lines">${message.split('\n').map((line) => html`<li>${line}</li>`)}</ul>`
}

function showProblem(c: Context<ReviewEnv>, problem: Html, status: ContentfulStatusCode = 422) {
  const visitor = visitorOf(c)
  const words = registryWords(visitor)
  const body = html`<main class="registry"><p class="path"><a href="/registry">${words.registry}</a></p><h1>${words.importTitle}</h1>
    ${importForm(visitor, html`<div class="problem" role="alert">${problem}</div>`)}</main>`
  return c.html(layout(visitor, { title: words.importTitle, current: 'registry', body }), status)
}

function markOf(known: Registry): string {
  return sha256Of(JSON.stringify(known))
}

async function parsed(c: Context<ReviewEnv>) {
  return await c.req.parseBody({ all: true }).catch(() => {
    throw new BadRequest('no form')
  })
}

function jsonOf(text: unknown): unknown {
  try {
    return JSON.parse(typeof text === 'string' ? text : '')
  } catch {
    throw new BadRequest('no files')
  }
}
