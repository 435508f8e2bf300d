const YEAR = /(?<![\d〔[（(至到])((?:19|20)\d{2})年/g
/** 2023年结转 and 结转2025年 say from where and where to, 2023年印发的 which paper. */
const NOT_GOVERNING =
  /^度?的?(?:结转|遗留|转|底|末|初|以来|\d{1,2}月(?:\d{1,2}日)?(?:起|以来|底|末)?[，、]?(?:截|累)|(?:印|制|颁|发)|版|第)/

/**
 * The year that a clause names for the figure in it, or that the clauses before it begin with; null where none does. What stands in titles
 * and in brackets beside the figure names no year for it.
 */
export function yearOfFigure(plain: string, start: number): number | null {
  if (!plain.slice(0, start).includes('年')) return null
  const before = withoutAsides(plain.slice(0, start))
  const clauses = before.split(/[，；：。]/)
  const own = yearsIn(clauses.at(-1)!).at(-1)
  if (own) return own.year
  for (const [index, clause] of clauses.slice(0, -1).reverse().entries()) {
    if (index > 12) return null
    const [first] = yearsIn(clause)
    if (first && /^[在而于]?$/.test(clause.slice(0, first.at))) return first.year
  }
  return null
}

function withoutAsides(text: string): string {
  return text
    .replace(/《[^《》]*》/g, '')
    .replace(/（[^（）]*）/g, '')
    .replaceAll('（', '，')
}

function yearsIn(clause: string): { readonly year: number; readonly at: number }[] {
  return [...clause.matchAll(YEAR)]
    .filter(({ index, 0: printed }) => {
      const behind = clause.slice(index + printed.length)
      return (
        !NOT_GOVERNING.test(behind) && !/(?:结转|转|顺延|延续|延期|截至|截止|自|从)(?:到|至|入)?$/.test(clause.slice(0, index))
      )
    })
    .map(({ index, 1: year }) => ({ year: Number(year), at: index }))
}
