import type { Claim } from '../../model/report.ts'
import { sideOf } from '../identity/scope-words.ts'
import type { Figure } from './figures.ts'
import type { Sentence } from './sentences.ts'
import { offsetIn } from './spot.ts'

type Said = Pick<Claim, 'kind'> & { readonly label?: string | null; readonly of?: number | null; readonly closed?: boolean }

/** A claim, and where its number stands in its sentence as printed and as plain text. */
export type FoundClaim = {
  readonly claim: Claim
  readonly figure: { readonly start: number; readonly end: number } | null
  readonly sentence: Sentence
}

/** Collects claims in printed order and hands out their places. */
export class ClaimList {
  readonly all: FoundClaim[] = []
  readonly #scopes = new Map<Sentence, Claim['scope']>()

  /**
   * Adds what a figure is said to be; gives its place in the list. `clause` is the text just before the figure, `plain` the form of the
   * sentence that the figure was read from.
   */
  figure(sentence: Sentence, figure: Figure, said: Said, { clause = '', plain = sentence.plain } = {}): number {
    const { kind, label = null, of = null, closed } = said
    const { value, unit, approximate } = figure
    const { text, section } = sentence
    const whole = this.#scopeOf(sentence)
    // 全区收到418件，区政府收到58件: beside the region, the government stands for its own office.
    const scope = sideOf(clause) ?? (whole === 'region' && /[市县区旗]政府(?!信息)/.test(clause) ? 'own' : whole)
    const claim = { kind, value, unit, approximate, text, section, label, of, scope, at: null }
    this.all.push({
      claim: closed === undefined ? claim : { ...claim, closed },
      figure: {
        start: offsetIn(sentence.plain, plain, figure.start),
        end: offsetIn(sentence.plain, plain, figure.end - 1) + 1,
      },
      sentence,
    })
    return this.all.length - 1
  }

  /** Whether a number of the sentence already is a part of a list. */
  isPart(sentence: Sentence, { start }: Figure, plain: string): boolean {
    const at = offsetIn(sentence.plain, plain, start)
    return this.all.some(({ claim, figure, sentence: own }) => own === sentence && claim.kind === 'part' && figure?.start === at)
  }

  /** Adds a statement without a number of its own. */
  statement(
    sentence: Sentence,
    kind: Claim['kind'],
    { value, label }: { readonly value: number | null; readonly label: string | null },
  ): void {
    const { text, section } = sentence
    const claim = {
      kind,
      value,
      unit: null,
      approximate: false,
      text,
      section,
      label,
      of: null,
      scope: this.#scopeOf(sentence),
      at: null,
    }
    this.all.push({ claim, figure: null, sentence })
  }

  /** Whose figures a sentence says that it gives; looked for once, since it may give many. */
  #scopeOf(sentence: Sentence): Claim['scope'] {
    let scope = this.#scopes.get(sentence)
    if (scope === undefined) {
      scope = sideOf(sentence.plain)
      this.#scopes.set(sentence, scope)
    }
    return scope
  }
}
