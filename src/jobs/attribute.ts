import type { Note } from '../model/document.ts'
import type { District, RegisteredAuthority } from '../model/portal.ts'

/** Whose report a document is, or why that cannot be said. */
export type Attribution =
  | { readonly kind: 'registered'; readonly authority: RegisteredAuthority; readonly notes: readonly Note[] }
  | { readonly kind: 'unregistered'; readonly name: string }
  | { readonly kind: 'foreign'; readonly message: string }
  | { readonly kind: 'unknown'; readonly message: string }

export type AttributionEvidence = {
  /** As printed in the document, and its title. */
  readonly printed: string | null
  readonly title: string | null
  /** The text of the link in the list, or the name of the local file. */
  readonly listTitle: string | null
  /** The authority that the column names without doubt. */
  readonly column: RegisteredAuthority | null
  /** A document from a registered column is somebody's we look after, or foreign; a local file may be anybody's. */
  readonly fromColumn: boolean
}

/**
 * Tells whose report a document is. What is printed in it wins over the column it was found in, since a shared template or a
 * wrong upload is the column's mistake; both are named in a note. A name is only matched when nothing but its region is left out or
 * added: 示例县财政局 is 某市示例县财政局 and, where no other is registered, 财政局, but never 邻县财政局.
 */
export function attribute(
  evidence: AttributionEvidence,
  authorities: readonly RegisteredAuthority[],
  districts: readonly District[],
): Attribution {
  const { printed, column } = evidence
  const names = [printed, filerIn(evidence.title), filerIn(evidence.listTitle)].filter((name) => name !== null && name !== '')
  const found = firstMatch(names as string[], authorities, districts)
  if (column) return againstColumn(column, found, printed)
  if (found) return { kind: 'registered', authority: found.authority, notes: found.note ? [found.note] : [] }
  const name = names[0]
  if (evidence.fromColumn)
    return {
      kind: 'foreign',
      message: name
        ? `“${name}”不在本地区行政机关名录中；如应纳入，请在名录中登记该名称或别名。`
        : '未能识别发布机关，且所在栏目由多个机关共用。',
    }
  if (name) return { kind: 'unregistered', name: normalised(name) }
  return { kind: 'unknown', message: '未能识别发布机关：文件标题和正文均未写明机关名称。' }
}

type Match = { readonly authority: RegisteredAuthority; readonly note: Note | null }

function againstColumn(column: RegisteredAuthority, found: Match | null, printed: string | null): Attribution {
  if (found && found.authority.id !== column.id)
    return {
      kind: 'registered',
      authority: found.authority,
      notes: [
        {
          code: 'authority-differs-from-column',
          message: `报告署名机关为“${found.authority.name}”，但发布在“${column.name}”栏目；按署名机关归属。`,
        },
      ],
    }
  if (found) return { kind: 'registered', authority: column, notes: [] }
  const notes =
    printed === null
      ? []
      : [
          {
            code: 'authority-not-registered',
            message: `报告署名机关“${printed}”未登记，按所在栏目归属“${column.name}”，请核对。`,
          },
        ]
  return { kind: 'registered', authority: column, notes }
}

function firstMatch(
  names: readonly string[],
  authorities: readonly RegisteredAuthority[],
  districts: readonly District[],
): Match | null {
  for (const name of names) {
    const match = matchName(normalised(name), authorities, districts)
    if (match) return match
  }
  return null
}

/** The registered authority that a printed name means; the longest registered name wins, a name that fits two is nobody's. */
function matchName(printed: string, authorities: readonly RegisteredAuthority[], districts: readonly District[]): Match | null {
  const candidates = authorities.flatMap((authority) =>
    [authority.name, ...authority.aliases].map((name) => ({ authority, name: normalised(name) })),
  )
  const exact = candidates.filter(({ name }) => name === printed)
  if (exact.length > 0) return only(exact, null)

  const longer = candidates.filter(
    ({ name }) => printed.endsWith(name) && STARTS_WITH_REGION.test(name) && REGION.test(printed.slice(0, -name.length)),
  )
  const longest = Math.max(0, ...longer.map(({ name }) => name.length))
  if (longest > 0)
    return only(
      longer.filter(({ name }) => name.length === longest),
      null,
    )

  const shorter = candidates.filter(({ authority, name }) => {
    const district = districts.find(({ id }) => id === authority.district)
    if (!district || !name.endsWith(printed) || printed.length < 3) return false
    return name.slice(0, -printed.length) === normalised(district.name).replace(/人民政府$/, '')
  })
  const note = (authority: RegisteredAuthority): Note => ({
    code: 'authority-short-name',
    message: `报告仅写明“${printed}”，按名录归属“${authority.name}”，请核对。`,
  })
  return only(shorter, note)
}

function only(
  matches: readonly { authority: RegisteredAuthority }[],
  note: ((authority: RegisteredAuthority) => Note) | null,
): Match | null {
  const [first] = matches
  if (!first || matches.some(({ authority }) => authority.id !== first.authority.id)) return null
  return { authority: first.authority, note: note ? note(first.authority) : null }
}

/** One or more regions and nothing else: 某省某市. */
const REGION = /^(?:\p{Script=Han}{1,10}?(?:省|市|州|盟|区|县|旗))+$/u
const STARTS_WITH_REGION = /^\p{Script=Han}{1,10}?(?:省|市|州|盟|区|县|旗|乡|镇|街道)\p{Script=Han}*/u

const REPORT_WORDS =
  /(?:关于)?(?:\d{4}年?度?|二[〇○O0零]\p{Script=Han}{2}年度?)|(?:关于)?(?:政府|政务)?信息公开(?:工作)?(?:年度|年)?(?:工作)?报告|年度报告|年报|[《》“”"]/gu

/** The authority's name in a title such as 2024年示例县财政局政府信息公开工作年度报告; null where none is left. */
function filerIn(title: string | null): string | null {
  if (title === null) return null
  const rest = normalised(title)
    .replace(/\.(?:pdf|docx?|html?|txt)$/i, '')
    .replace(REPORT_WORDS, '')
    .replace(/[\s_\-—:：.]+|关于$|的$/gu, '')
  return /^\p{Script=Han}{3,40}$/u.test(rest) ? rest : null
}

/** NFKC without white space; full-width and half-width brackets are one. */
function normalised(name: string): string {
  return name.normalize('NFKC').replace(/\s+/g, '')
}
