import { nameInTitle } from '../crawlers/judge-title.ts'
import { matchAuthority } from '../crawlers/match-authority.ts'
import type { Note } from '../model/document.ts'
import { type District, namesOf, type RegisteredAuthority } from '../model/portal.ts'

/** Whose report a document is, or why that cannot be said. */
export type Attribution =
  | { readonly kind: 'registered'; readonly authority: RegisteredAuthority; readonly notes: readonly Note[] }
  | { readonly kind: 'unregistered'; readonly name: string; readonly notes: readonly Note[] }
  | { readonly kind: 'foreign'; readonly message: string }
  | { readonly kind: 'unknown'; readonly message: string }

export type AttributionEvidence = {
  /** As printed in the document, and its title. */
  readonly printed: string | null
  readonly title: string | null
  /** The year that it reports on, where it is known. */
  readonly year?: number | null
  /** The text of the link in the list, or the name of the local file. */
  readonly listTitle: string | null
  /** The authority that the column names without doubt. */
  readonly column: RegisteredAuthority | null
  /** The authority whose credit code the address or the page carries. */
  readonly coded?: RegisteredAuthority | null
  /** A document from a registered column is somebody's we look after, or foreign; a local file may be anybody's. */
  readonly fromColumn: boolean
}

/**
 * Tells whose report a document is. What is printed in it wins over the column it was found in, since a shared template or a
 * wrong upload is the column's mistake; a note names both. A guess at a name that fits nobody, or several, is never made.
 */
export function attribute(
  evidence: AttributionEvidence,
  authorities: readonly RegisteredAuthority[],
  districts: readonly District[],
): Attribution {
  const { printed, title, year = null, listTitle, column, coded = null, fromColumn } = evidence
  const own = [printed, nameIn(title)].flatMap((name) => name || [])
  const names = [...own, nameIn(listTitle)].flatMap((name) => name || [])
  const [match] = names.flatMap((name) => registeredAs(name, year, authorities, districts) ?? [])
  if (column) return besideCode(againstColumn(column, match?.authority ?? null, printed), coded)
  const [name] = names
  if (!match && coded) return { kind: 'registered', authority: coded, notes: [byCode(coded, name)] }
  const guess = own.length === 0 && name ? [namedFromOutside(match?.authority.name ?? name)] : []
  if (match) return besideCode({ kind: 'registered', authority: match.authority, notes: [...match.notes, ...guess] }, coded)

  if (fromColumn)
    return {
      kind: 'foreign',
      message: name
        ? `“${name}”不在本地区行政机关名录中；如应纳入，请在名录中登记该名称或别名。`
        : '未能识别发布机关，且所在栏目由多个机关共用。',
    }
  if (name && NAMES_A_PLACE.test(name))
    return { kind: 'unregistered', name: name.normalize('NFKC').replace(/\s+/g, ''), notes: guess }
  return {
    kind: 'unknown',
    message: name
      ? `仅写明“${name}”，未写明所属地区，无法确定是哪个机关；请用 --district 指明地区。`
      : '未能识别发布机关：文件标题和正文均未写明机关名称。',
  }
}

type Registered = Extract<Attribution, { kind: 'registered' }>

/** A credit code that is another body's decides nothing against what is printed; a note names both. */
function besideCode(attribution: Registered, coded: RegisteredAuthority | null): Registered {
  if (coded === null || coded.id === attribution.authority.id) return attribution
  const message = `网页载有“${coded.name}”的统一社会信用代码，与归属的“${attribution.authority.name}”不一致，请核对。`
  return { ...attribution, notes: [...attribution.notes, { code: 'credit-code-differs', message }] }
}

function byCode(coded: RegisteredAuthority, name: string | undefined): Note {
  const printed = name === undefined ? '报告未写明机关名称' : `报告写明的“${name}”未登记`
  return {
    code: 'authority-by-credit-code',
    message: `${printed}，按网页所载统一社会信用代码归属“${coded.name}”，请核对。`,
  }
}

/** A file's name often says no more than 某县财政局2024年年报; empty where it holds no Chinese name. */
function nameIn(title: string | null): string {
  const name = nameInTitle(title ?? '').replace(/(?:政府)?(?:信息公开)?(?:年报|年度报告)$/u, '')
  return /\p{Script=Han}{2}/u.test(name) ? name : ''
}

function namedFromOutside(name: string): Note {
  return { code: 'authority-from-list', message: `报告未写明机关名称，按列表标题或文件名记为“${name}”，请核对。` }
}

/** Reports of several bodies called 财政局 must not become one. */
const NAMES_A_PLACE = /[省市州盟区县旗乡镇]|街道|国家|全国|中国|中央/

function againstColumn(column: RegisteredAuthority, match: RegisteredAuthority | null, printed: string | null): Registered {
  if (match && match.id !== column.id) {
    const message = `报告署名机关为“${match.name}”，但发布在“${column.name}”栏目；按署名机关归属。`
    return { kind: 'registered', authority: match, notes: [{ code: 'authority-differs-from-column', message }] }
  }
  if (match || printed === null) return { kind: 'registered', authority: column, notes: [] }
  const message = `报告署名机关“${printed}”未登记，按所在栏目归属“${column.name}”，请核对。`
  return { kind: 'registered', authority: column, notes: [{ code: 'authority-not-registered', message }] }
}

/** The one registered authority that a name means; null when it is nobody's, or fits in several districts. */
function registeredAs(
  printed: string,
  year: number | null,
  authorities: readonly RegisteredAuthority[],
  districts: readonly District[],
): { readonly authority: RegisteredAuthority; readonly notes: readonly Note[] } | null {
  const found = districts.flatMap((district) => {
    const own = authorities.filter((authority) => authority.district === district.id)
    const match = matchAuthority(printed, district.name, own, year)
    return match.kind === 'registered' ? own.filter(({ id }) => id === match.id) : []
  })
  const [authority] = found
  if (!authority || found.length > 1) return null
  const isWhole = namesOf(authority).some((name) => printed.normalize('NFKC').replace(/\s+/g, '').endsWith(name))
  if (isWhole) return { authority, notes: [] }
  const message = `报告仅写明“${printed}”，按名录归属“${authority.name}”，请核对。`
  return { authority, notes: [{ code: 'authority-short-name', message }] }
}
