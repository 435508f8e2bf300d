import type { Db } from '../../db/connect.ts'
import * as overviews from '../../db/overview.ts'
import { AUTHORITY_KINDS, type AuthorityKind } from '../model/authority.ts'
import type { Reach } from '../model/role.ts'
import { chartTable } from './charts/chart-table.ts'
import { formatNumber, shareText } from './dates.ts'
import { type Html, html, type Piece } from './html.ts'
import { type Figure, OUTCOMES, REMEDIES } from './outcome-figures.ts'
import type { Choice } from './overview-choice.ts'
import { overviewWords } from './overview-words.ts'
import type { Reader } from './visitor.ts'

/** Most reports that are summed while a page is asked for. */
const MOST_REPORTS = 6000

/** Their reports may include those of their bodies, so they are never added to them. */
const GOVERNMENTS: readonly AuthorityKind[] = ['province_gov', 'city_gov', 'county_gov']
const BODIES = AUTHORITY_KINDS.filter((kind) => !GOVERNMENTS.includes(kind))

type Summed = { readonly tooMany: number } | { readonly groups: readonly Group[] }
/** Years of one group of authorities, with how many of them were to report. */
type Group = {
  readonly of: 'bodies' | 'governments'
  readonly years: readonly (overviews.YearOfFigures & { readonly expected: number; readonly missing: number })[]
}

const FIGURES = { ...OUTCOMES, ...REMEDIES }
type FigureName = keyof typeof FIGURES
const NAMES = Object.keys(FIGURES) as readonly FigureName[]

/** The sums behind both tables, of all years, or of the chosen one where all are too many; without them where that one is, too. */
export async function sumOutcomes(db: Db, { district, year: chosen, level }: Choice, reach: Reach): Promise<Summed> {
  const countOf = (year: number | null) => overviews.countReports(db, { district, year, reach, level, kinds: AUTHORITY_KINDS })
  const year = (await countOf(null)) > MOST_REPORTS ? chosen : null
  const count = await countOf(year)
  if (count > MOST_REPORTS) return { tooMany: count }
  const scope = { district, year, reach, level }
  const groupOf = async (of: Group['of'], kinds: readonly AuthorityKind[]) => {
    const [rows, expected] = await Promise.all([
      overviews.sumFigures(db, { ...scope, kinds }, Object.values(FIGURES)),
      overviews.expectedReports(db, { ...scope, kinds }),
    ])
    const expectedIn = (year: number) => expected.find((each) => each.year === year) ?? { expected: 0, missing: 0 }
    return { of, years: rows.map((row) => ({ ...row, ...expectedIn(row.year) })) }
  }
  const groups = await Promise.all([groupOf('bodies', BODIES), groupOf('governments', GOVERNMENTS)])
  return { groups: groups.filter(({ years }) => years.length > 0) }
}

export function outcomeChart(visitor: Reader, summed: Summed, choice: Choice): Html {
  const said = overviewWords(visitor)
  return figureTables(visitor, summed, choice, {
    lead: said.outcomesLead,
    figures: OUTCOMES,
    rates: [
      { title: said.disclosedRate, hint: said.disclosedHint, of: 'disclosed', by: 'disclosedOf' },
      { title: said.leftRate, hint: said.leftHint, of: 'left', by: 'leftOf' },
    ],
  })
}

export function remedyChart(visitor: Reader, summed: Summed, choice: Choice): Html {
  const said = overviewWords(visitor)
  const rates = [{ title: said.reversedRate, hint: said.reversedHint, of: 'reversed', by: 'reversedOf' } as const]
  return figureTables(visitor, summed, choice, { lead: said.remediesLead, figures: REMEDIES, rates })
}

type Rate = { readonly title: string; readonly hint: string; readonly of: FigureName; readonly by: FigureName }
type Shown = { readonly lead: string; readonly figures: Readonly<Record<string, Figure>>; readonly rates: readonly Rate[] }

function figureTables(visitor: Reader, summed: Summed, choice: Choice, { lead, figures, rates }: Shown): Html {
  const { language, words } = visitor
  const said = overviewWords(visitor)
  if ('tooMany' in summed)
    return html`<p class="empty">${said.tooMany(formatNumber(summed.tooMany), formatNumber(MOST_REPORTS))}</p>`
  if (summed.groups.length === 0) return html`<p class="empty">${said.noReports}</p>`
  const shown = Object.entries(figures).filter(([, figure]) => figure.isShown !== false) as [FigureName, Figure][]
  const columns = [
    { title: said.expectedReports, hint: said.expectedHint },
    { title: said.readReports, hint: said.readHint },
    { title: said.missing },
    ...shown.map(([, figure]) => ({ title: figure[language], fill: figure.part })),
    ...rates.map(({ title, hint }) => ({ title, hint })),
  ]
  return html`<p class="soft">${lead}</p>${summed.groups.map(({ of, years }) => {
    const rows = years.map((row) => {
      const { year, reports, expected, missing } = row
      const figureOf = (name: FigureName) => row.figures[NAMES.indexOf(name)]!
      const parts = shown
        .filter(([, figure]) => figure.part !== undefined)
        .map(([name, figure]) => ({
          value: figureOf(name).sum ?? 0,
          label: `${figure[language]} ${figureOf(name).sum ?? '—'}`,
          fill: figure.part!,
        }))
      const cells: readonly Piece[] = [
        formatNumber(expected),
        formatNumber(reports),
        formatNumber(missing),
        ...shown.map(([name]) => figureCell(visitor, figureOf(name))),
        ...rates.map((rate) => rateOf(figureOf(rate.of).sum, figureOf(rate.by).sum)),
      ]
      const query = new URLSearchParams({ ...(choice.district !== null && { district: choice.district }), year: String(year) })
      return {
        label: words.yearOf(year),
        href: `/reports?${query}`,
        parts,
        whole: parts.reduce((sum, { value }) => sum + value, 0),
        cells,
      }
    })
    return html`<h3>${said[of]}</h3><div class="scroll figures-of" tabindex="0">${chartTable({ head: words.year, bars: said.outcomes, columns, rows })}</div>`
  })}
  <p class="legend">${rates.map(({ title, hint }, index) => `${index > 0 ? ' · ' : ''}${title} = ${hint}`).join('')}</p>`
}

/** The sum and of how many bodies it is; a dash where none gives the figure. */
function figureCell(visitor: Reader, { sum, bodies }: { readonly sum: number | null; readonly bodies: number }): Html {
  const said = overviewWords(visitor)
  return html`${sum === null ? '—' : formatNumber(sum)} <span class="soft bodies">${said.fromBodies(bodies)}</span>`
}

function rateOf(of: number | null, by: number | null): string {
  return of === null || by === null || by === 0 ? '—' : shareText(of / by)
}
