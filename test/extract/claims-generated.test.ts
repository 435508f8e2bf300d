import { describe, expect, test } from 'vitest'
import { readClaims } from '../../src/extract/claims.ts'
import type { Claim } from '../../src/model/report.ts'
import { type Draw, drawFrom } from '../generate/draw.ts'
import { ALL_PATTERNS, fillPattern, type PatternClaim } from '../generate/sentence-patterns.ts'

/** Ways of writing the same sentence that change nothing of what it says. */
const WRITINGS: readonly ((text: string, draw: Draw) => string)[] = [
  (text) => text,
  (text) => text.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)),
  (text) => text.replace(/\d{4}(?=[件条])/g, (number) => `${number[0]},${number.slice(1)}`),
  (text) => text.replace(/\d+(?=[件条])/g, ' $& '),
  (text) => text.replaceAll('，', ',').replaceAll('；', ';').replaceAll('（', '(').replaceAll('）', ')'),
]

function told(claims: readonly (Claim | PatternClaim)[]): string[] {
  const totalOf = ({ of }: { readonly of: number | null }) => (of === null ? '' : ` <${claims[of]!.kind} ${claims[of]!.value}`)
  return claims
    .map(
      (claim) =>
        `${claim.kind} ${claim.value}${claim.approximate ? ' ~' : ''}${claim.scope ? ` ${claim.scope}` : ''}${totalOf(claim)}`,
    )
    .toSorted()
}

function read(text: string, kind: string | undefined): Claim[] {
  return readClaims([{ number: kind?.startsWith('fee') ? 6 : 1, title: '', text }], '', 2024)
}

describe('sentences of our own', () => {
  test.each(ALL_PATTERNS)('%s', (pattern) => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const draw = drawFrom(seed)
      const { text, claims } = fillPattern(pattern, draw)
      const written = draw.pick(WRITINGS)(text, draw)
      expect(told(read(written, claims[0]?.kind)), `seed ${seed}: ${written}`).toEqual(told(claims))
    }
  })

  test('labels of parts are read as printed', () => {
    for (const pattern of ALL_PATTERNS) {
      const { text, claims } = fillPattern(pattern, drawFrom(7))
      const labels = read(text, claims[0]?.kind).map(({ label }) => label ?? '')
      for (const { label } of claims)
        if (label)
          expect(
            labels.some((each) => each.includes(label)),
            `${label} in ${text}`,
          ).toBe(true)
    }
  })

  test('a paragraph of several sentences says what they say one by one, and a bystander among them nothing', () => {
    for (let seed = 1; seed <= 600; seed += 1) {
      const draw = drawFrom(seed)
      const filled = [1, 2, 3].map(() => fillPattern(draw.pick(ALL_PATTERNS), draw))
      const apart = filled.flatMap(({ text, claims }) => told(read(text, claims[0]?.kind)))
      const lines = filled.flatMap(({ text, claims }) => told(read(text, claims[0]?.kind?.startsWith('fee') ? 'fee' : undefined)))
      expect(lines).toEqual(apart)
      const joined = filled.map(({ text }) => text).join('\n')
      expect(told(read(joined, undefined)).length, `seed ${seed}: ${joined}`).toBe(apart.length)
    }
  })
})
