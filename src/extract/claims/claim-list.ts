import type { Claim } from '../../model/report.ts'
import type { Figure } from './figures.ts'
import { type Sentence, scopeOf } from './sentences.ts'

type Said = Pick<Claim, 'kind'> & { readonly label?: string | null; readonly of?: number | null; readonly closed?: boolean }

/** Collects claims in printed order and hands out their places. */
export class ClaimList {
  readonly all: Claim[] = []

  /** Adds what a figure is said to be; gives its place in the list. `clause` is the text just before the figure. */
  figure({ text, plain, section }: Sentence, { value, unit, approximate }: Figure, said: Said, clause = ''): number {
    const { kind, label = null, of = null, closed } = said
    const whole = scopeOf(plain)
    // 全区收到418件，区政府收到58件: beside the region, the government stands for its own office.
    const scope = scopeOf(clause) ?? (whole === 'region' && /[市县区旗]政府(?!信息)/.test(clause) ? 'own' : whole)
    this.all.push({
      kind,
      value,
      unit,
      approximate,
      text,
      section,
      label,
      of,
      scope,
      at: null,
      ...(closed === undefined ? {} : { closed }),
    })
    return this.all.length - 1
  }

  /** Adds a statement without a number of its own. */
  statement(
    { text, plain, section }: Sentence,
    kind: Claim['kind'],
    { value, label }: { readonly value: number | null; readonly label: string | null },
  ): void {
    this.all.push({
      kind,
      value,
      unit: null,
      approximate: false,
      text,
      section,
      label,
      of: null,
      scope: scopeOf(plain),
      at: null,
    })
  }
}
