import type { ClaimList, FoundClaim } from './claim-list.ts'
import type { Figure } from './figures.ts'
import type { Paragraph, Sentence } from './sentences.ts'

/** What names a body or a place: 市公安局, 沭阳县, 经济技术开发区, 各部门. */
const BODY =
  /(?:政府|部门|单位|机关|局|委|办|厅|室|院|所|队|站|中心|公司|[县区市旗州镇乡]|街道|办事处|园区|新区|开发区|管委会|委员会)(?:本级)?$/
const OPENER = /^（(?:其中)?[：，]?|^，?(?:其中|包括|分别[为是])[：，]?|^：/
const ITEM = /^[、，；和及]?([^，。；、：（）\d]{2,24}?)(?:受理|收到|办理|答复|申请|共)?$/
const TOTALS: ReadonlySet<string> = new Set(['received', 'new_received', 'answered'])

/** Reads which bodies the applications of a total came to: 收到申请3607件（市政府349件、市公安局933件…）. Lists that say 等 are left out. */
export function readUnitLists(paragraph: Paragraph, claims: ClaimList): void {
  for (const sentence of paragraph) {
    if (sentence.figures.length < 4) continue
    for (const [index, found] of claims.all.entries())
      if (found.sentence === sentence && TOTALS.has(found.claim.kind)) readUnits(sentence, { index, found }, claims)
  }
}

type Total = { readonly index: number; readonly found: FoundClaim }

function readUnits(sentence: Sentence, { index, found: { figure } }: Total, claims: ClaimList): void {
  if (figure === null) return
  const { plain, figures } = sentence
  const opener = OPENER.exec(plain.slice(figure.end))?.[0]
  if (opener === undefined) return
  let from = figure.end + opener.length
  const parts: { readonly figure: Figure; readonly label: string }[] = []
  for (const each of figures) {
    if (each.start < from) continue
    const label = ITEM.exec(plain.slice(from, each.start))?.[1]
    if (label === undefined || !BODY.test(label) || each.kind !== 'count') break
    parts.push({ figure: each, label })
    from = each.end
  }
  if (parts.length < 3 || /^[^，。；]{0,4}等/.test(plain.slice(from))) return
  for (const part of parts) claims.figure(sentence, part.figure, { kind: 'part', label: part.label, of: index })
}
