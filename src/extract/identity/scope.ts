import type { Note } from '../../model/document.ts'
import type { Cells, Claim, ReportScope } from '../../model/report.ts'
import { CHINESE_MARKS } from '../label.ts'
import { NAMES_BODY, NAMES_OFFICE, NAMES_REGION, NAMES_SYSTEM, SHOWN_WORDS } from './scope-words.ts'

export type ScopeReading = { readonly scope: ReportScope | null; readonly words: string | null; readonly notes: readonly Note[] }

/** A statement of what the figures cover; `clause` is what it names. */
const STATEMENTS: readonly RegExp[] = [
  /(?:所列|统计|报告|有关)[^。；]{0,8}数据(?:仅|均|只)?(?:为|系|是|限于|限)(?<clause>[^。；]{2,60})/,
  /(?:统计|数据|报告|填报)(?:的)?(?:范围|口径)(?:为|是|包括|涵盖|覆盖|：)(?<clause>[^。；]{2,90})/,
  /(?:所列|有关|相关|统计|报告)?(?:数据|情况)(?:均|全部|主要)?(?:来自|来源于|源于|取自|包括|包含|涵盖|覆盖|汇总自)(?!于?网站)(?<clause>[^。；]{2,90})/,
  /(?:根据|综合|汇总|汇集|由)(?<clause>[^。；]{2,110}?(?:年度(?:工作)?报告|工作报告|年报|统计数据|有关数据|报告数据|数据|信息公开工作?情况|工作情况))[^。；]{0,12}(?:汇总)?(?:编制|汇总|汇编|统计|形成|综合)?而?(?:编制|汇总|汇编)?(?:而成|形成|编制|编成)/,
  /(?<clause>(?:仅|只)(?:包括|包含|含|反映|统计|涉及)[^。；]{2,60})/,
]
/** Bodies that only a government gathers data from. */
const LOWER = /各?(?:县|市|区|旗|乡|镇|街道)[^，；]{0,8}(?:人民)?政府|各(?:乡|镇|街道)|市、县|县、乡/

/**
 * Whose figures the report holds, with the words that say so. A statement in the opening counts first; else the sentences that tell of
 * applications or disclosed items, where they agree, or where one of them gives the number of the table. Null where nothing says it.
 */
export function findScope(
  opening: string,
  claims: readonly Claim[],
  about: { readonly authority: string | null; readonly cells: Cells },
): ScopeReading {
  const printed = opening.replace(/[\s\p{Cf}]+/gu, '').replace(/《[^《》]*》/g, '《》')
  const text = printed.replace(/[,;:()]/g, (mark) => CHINESE_MARKS[mark]!)
  for (const statement of STATEMENTS) {
    const match = statement.exec(text)
    const scope = match ? scopeOfClause(match.groups!.clause!, about.authority) : null
    if (match && scope)
      return { scope, words: printed.slice(match.index, match.index + match[0].length).slice(0, 120), notes: [] }
  }
  const told = fromClaims(claims, about)
  // 某市市场监管系统 names its own scope.
  return told.scope === null && told.notes.length === 0 && /系统$/.test(about.authority ?? '')
    ? { scope: 'system', words: about.authority, notes: [] }
    : told
}

function scopeOfClause(clause: string, authority: string | null): ReportScope | null {
  // 不含各县区 and 不包括 say what is left out.
  const named = clause.replace(/(?:不|未)(?:含|包括|包含|涵盖)[^，。；]*/g, '')
  if (/^(?:仅|只)/.test(named) && NAMES_OFFICE.test(named)) return 'own_office'
  if (NAMES_REGION.test(named))
    return isGovernment(authority) || (authority === null && LOWER.test(named)) ? 'whole_region' : regionOf(authority)
  if (NAMES_SYSTEM.test(named)) return 'system'
  if (NAMES_OFFICE.test(named))
    return isGovernment(authority) || isOffice(authority) || /政府办/.test(named) ? 'own_office' : 'own_body'
  return NAMES_BODY.test(named) ? 'own_body' : null
}

const TELLING: ReadonlySet<Claim['kind']> = new Set(['received', 'new_received', 'answered', 'disclosed_total'])

function fromClaims(
  claims: readonly Claim[],
  { authority, cells }: { readonly authority: string | null; readonly cells: Cells },
): ScopeReading {
  const told = claims.filter((claim) => claim.scope !== null && TELLING.has(claim.kind) && !isContent(claim, authority))
  const read = told.map((claim) => ({ claim, scope: scopeOfClaim(claim, authority) }))
  const kinds = new Set(read.map(({ scope }) => scope))
  if (kinds.size <= 1) return found(read[0])
  const proven = read.filter(({ claim }) => isTableNumber(claim, cells))
  if (new Set(proven.map(({ scope }) => scope)).size === 1) return found(proven[0])
  const [region, own] = [read.find(({ claim }) => claim.scope === 'region')!, read.find(({ claim }) => claim.scope === 'own')!]
  const message = `正文既有“${wordsOf(region.claim)}”的数据，也有“${wordsOf(own.claim)}”的数据，无法判断统计范围。`
  return { scope: null, words: null, notes: [{ code: 'scope-unclear', message }] }
}

/** A bureau that publishes 全市空气质量信息 tells of the air, not of whose figures it gives. */
function isContent({ kind, scope, text }: Claim, authority: string | null): boolean {
  return (
    kind === 'disclosed_total' &&
    scope === 'region' &&
    !isGovernment(authority) &&
    !/系统|下属|各(?:单位|部门|县|区|分局|直属)|各级/.test(text)
  )
}

function found(read: { readonly claim: Claim; readonly scope: ReportScope | null } | undefined): ScopeReading {
  return read?.scope ? { scope: read.scope, words: wordsOf(read.claim), notes: [] } : { scope: null, words: null, notes: [] }
}

/** Where nobody is named, 全市 may be a city or a trade all over it. */
function regionOf(authority: string | null): ReportScope | null {
  return authority === null ? null : 'system'
}

function scopeOfClaim({ scope, text }: Claim, authority: string | null): ReportScope | null {
  if (scope === 'own') return isOwnOffice(text, authority) ? 'own_office' : 'own_body'
  if (isTown(authority)) return 'own_body'
  return isGovernment(authority) && !/(?<!政府)系统/.test(text) ? 'whole_region' : regionOf(authority)
}

/** A government tells of its office. The committee of a zone is both, unless it names its office. */
function isOwnOffice(text: string, authority: string | null): boolean {
  if (authority === null || /管理委员会$|管委会$/.test(authority))
    return /(?:政府|管委会|管理委员会)办(?:公[室厅])?(?!理|公)/.test(text)
  return isGovernment(authority) || isOffice(authority)
}

/** Whether table 3 prints the number that the sentence gives. */
function isTableNumber({ kind, value, approximate }: Claim, cells: Cells): boolean {
  const fresh = cells['t3.new_received.total']?.value ?? null
  const carried = cells['t3.carried_in.total']?.value ?? null
  if (fresh === null || approximate || kind === 'disclosed_total' || !value) return false
  if (kind === 'answered') return value === cells['t3.result_total.total']?.value
  return value === fresh || (carried !== null && kind === 'received' && value === fresh + carried)
}

function wordsOf({ text }: Claim): string {
  return (SHOWN_WORDS.exec(text)?.[0] ?? text).slice(0, 60)
}

function isGovernment(authority: string | null): boolean {
  return authority !== null && /(?:人民政府|管理委员会|管委会|行政公署|[省市州盟县区旗])$/.test(authority) && !isTown(authority)
}

function isOffice(authority: string | null): boolean {
  return authority !== null && /(?:政府|管委会|公署)办公?[室厅](?:[（(].*[）)])?$/.test(authority)
}

/** A town has one office: 全镇 and 本机关 are the same. */
function isTown(authority: string | null): boolean {
  return authority !== null && /(?:[乡镇]|街道)(?:人民政府|办事处)?$/.test(authority)
}
