import type { Context, Handler } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { z } from 'zod'
import type { Db } from '../../db/connect.ts'
import * as registry from '../../db/registry.ts'
import * as registryChanges from '../../db/registry-changes.ts'
import type { Registry } from '../model/portal.ts'
import type { EditTarget, FieldProblem, Fields } from '../model/registry-edit.ts'
import type { Actor } from '../model/role.ts'
import { sha256Of } from '../model/sha256.ts'
import { formatTime } from './dates.ts'
import type { RegistryDesk } from './desk.ts'
import { html } from './html.ts'
import { layout } from './layout.ts'
import { placeOf } from './registry-district.ts'
import { newEntry } from './registry-fields.ts'
import { type FormState, formView } from './registry-form.ts'
import { historyView, whoChanged } from './registry-history.ts'
import { districtPath } from './registry-list.ts'
import { registryWords } from './registry-words.ts'
import { BadRequest, found, NotFound, pathPart, queryPart, REGISTRY_ID } from './request.ts'
import { type ReviewEnv, visitorOf } from './visitor.ts'

const KIND = z.enum(['authority', 'portal', 'column'])
const URL_PART = z.string().max(4000)
const HISTORY_SHOWN = 20
const NEW = 'new'

/** The form of an entry, or of one to be added. */
export function entryForm(db: Db, desk: RegistryDesk): Handler<ReviewEnv> {
  return async (c) => {
    const target = targetOf(c)
    const known = await registry.loadRegistry(db, { district: pathPart(c, 'district', REGISTRY_ID) })
    found(known.districts[0])
    if (target.kind === 'column') found(known.portals.find(({ id }) => id === target.portal))
    const fields = isNew(target) ? newEntry(known) : found(desk.fieldsOf(known, target))
    return await show(db, c, desk, known, { target, fields, mark: markOf(isNew(target) ? null : fields), ...NOTHING_WRONG })
  }
}

const NOTHING_WRONG = { problems: [], theirs: null, notice: null } as const

/** Saves what was typed; with `retires` the entry is retired. A change that somebody else made meanwhile is told, and nothing is saved. */
export function entrySave(db: Db, desk: RegistryDesk, { retires }: { readonly retires: boolean }): Handler<ReviewEnv> {
  return async (c) => {
    const visitor = visitorOf(c)
    const words = registryWords(visitor)
    const target = targetOf(c)
    const district = pathPart(c, 'district', REGISTRY_ID)
    const { mark, fields } = await sentIn(c)
    const outcome = await change(db, desk, { district, target, mark, fields: retires ? null : fields, by: visitor.actor })
    const { known } = outcome
    found(known.districts[0])
    if (target.kind === 'column') found(known.portals.find(({ id }) => id === target.portal))
    if (outcome.what === 'saved')
      return c.redirect(retires ? districtPath(district) : placeOf(district, { ...target, ...idIn(fields) }), 303)
    if (outcome.what === 'refused') {
      const shown = retires ? (desk.fieldsOf(known, target) ?? fields) : fields
      return await show(
        db,
        c,
        desk,
        known,
        { target, fields: shown, mark, ...NOTHING_WRONG, ...{ problems: outcome.problems, notice: words.notSaved } },
        422,
      )
    }
    const [latest] = await registryChanges.ofDistrict(db, district, { limit: 1, of: subjectOf(target) })
    const who = latest ? whoChanged(latest.changed_by, visitor, latest.changed_by_account) : '?'
    const when = latest ? formatTime(latest.changed_at, visitor.language) : '?'
    if (outcome.theirs === null) {
      // What was retired is added anew, with the id that it had.
      const again: EditTarget = target.kind === 'column' ? { ...target, url: null } : { ...target, id: null }
      const typed = { ...fields, ...('id' in target ? { [target.kind === 'portal' ? 'portal' : 'id']: target.id ?? '' } : {}) }
      return await show(
        db,
        c,
        desk,
        known,
        { target: again, fields: typed, mark: NEW, ...NOTHING_WRONG, notice: words.goneMeanwhile(who, when) },
        409,
      )
    }
    const notice = words.changedMeanwhile(who, when)
    const state = {
      target,
      fields: retires ? outcome.theirs : fields,
      mark: markOf(outcome.theirs),
      problems: [],
      theirs: outcome.theirs,
      notice,
    }
    return await show(db, c, desk, known, state, 409)
  }
}

type Change = {
  readonly district: string
  readonly target: EditTarget
  readonly mark: string
  readonly fields: Fields | null
  readonly by: Actor
}
type Outcome = { readonly known: Registry } & (
  | { readonly what: 'saved' }
  | { readonly what: 'refused'; readonly problems: readonly FieldProblem[] }
  | { readonly what: 'changed-meanwhile'; readonly theirs: Fields | null }
)

/** Changes one entry while nobody else changes any. */
async function change(db: Db, desk: RegistryDesk, { district, target, mark, fields, by }: Change): Promise<Outcome> {
  try {
    return await registry.alone(db, async (trx): Promise<Outcome> => {
      const known = await registry.loadRegistry(trx, { district })
      if (known.districts.length === 0) throw new NotFound()
      const theirs = isNew(target) ? null : desk.fieldsOf(known, target)
      if (markOf(theirs) !== mark) return { what: 'changed-meanwhile', known, theirs }
      const { registry: edited, problems } = desk.edit(known, target, fields)
      if (problems !== null) return { what: 'refused', known, problems }
      await registry.importRegistry(trx, edited, { by: by.name, account: by.account })
      return { what: 'saved', known }
    })
  } catch (error) {
    if (!(error instanceof registry.RegistryConflict)) throw error
    const known = await registry.loadRegistry(db, { district })
    const field = target.kind === 'portal' ? 'portal' : 'id'
    const { zh, en } = {
      zh: registryWords({ language: 'zh' }).takenElsewhere,
      en: registryWords({ language: 'en' }).takenElsewhere,
    }
    return { what: 'refused', known, problems: [{ field, zh, en }] }
  }
}

async function show(
  db: Db,
  c: Context<ReviewEnv>,
  desk: RegistryDesk,
  known: Registry,
  state: FormState,
  status: ContentfulStatusCode = 200,
) {
  const visitor = visitorOf(c)
  const words = registryWords(visitor)
  const { target } = state
  const district = known.districts[0]!
  const added = { authority: words.addAuthority, portal: words.addPortal, column: words.addColumn }[target.kind]
  const title = isNew(target) ? added : words.editOf(nameOf(known, target))
  const history = isNew(target)
    ? []
    : await registryChanges.ofDistrict(db, district.id, { limit: HISTORY_SHOWN, of: subjectOf(target) })
  const body = html`<main class="registry narrow"><p class="path"><a href="/registry">${words.registry}</a> / <a href="${districtPath(district.id)}">${district.name}</a>${target.kind === 'column' && html` / ${known.portals.find(({ id }) => id === target.portal)?.name}`}</p>
  <h1>${title}</h1>${formView(visitor, known, desk.families, state)}
  ${history.length > 0 && html`<h2>${words.history}</h2>${historyView(visitor, history)}`}</main>`
  return c.html(layout(visitor, { title, current: 'registry', body }), status)
}

function nameOf({ authorities, portals }: Registry, target: EditTarget): string {
  if (target.kind === 'column') return target.url ?? ''
  const entries = target.kind === 'authority' ? authorities : portals
  return entries.find(({ id }) => id === target.id)?.name ?? target.id ?? ''
}

function subjectOf(
  target: EditTarget,
): Pick<registryChanges.RecordedChange, 'kind' | 'subject'> & { readonly portal: string | null } {
  if (target.kind === 'column') return { kind: 'column', subject: target.url ?? '', portal: target.portal }
  return { kind: target.kind, subject: target.id ?? '', portal: null }
}

function targetOf(c: Context<ReviewEnv>): EditTarget {
  const kind = pathPart(c, 'kind', KIND)
  if (kind !== 'column') return { kind, id: queryPart(c, 'id', REGISTRY_ID) }
  return { kind, portal: found(queryPart(c, 'portal', REGISTRY_ID)), url: queryPart(c, 'url', URL_PART) }
}

function isNew(target: EditTarget): boolean {
  return target.kind === 'column' ? target.url === null : target.id === null
}

/** What is registered of an entry, as a mark that changes with it. */
function markOf(fields: Fields | null): string {
  return fields === null ? NEW : sha256Of(JSON.stringify(Object.entries(fields).sort()))
}

/** The fields as sent: several boxes of one name are lines, and line breaks are single signs. */
async function sentIn(c: Context<ReviewEnv>): Promise<{ mark: string; fields: Fields }> {
  const form = await c.req.parseBody({ all: true }).catch(() => {
    throw new BadRequest('no form')
  })
  const entries = Object.entries(form).map(([name, value]): [string, string] => {
    const texts = [value].flat().filter((each) => typeof each === 'string')
    return [name, texts.join('\n').replaceAll('\r\n', '\n')]
  })
  const { mark = '', ...fields } = Object.fromEntries(entries)
  if (entries.some(([, value]) => value.includes('\0'))) throw new BadRequest('a zero in the form')
  return { mark, fields }
}

/** The id that a new entry was given, for the way back to it. */
function idIn({ id, portal }: Fields): { readonly id?: string } {
  const given = id ?? portal
  return given === undefined ? {} : { id: given.trim() }
}
