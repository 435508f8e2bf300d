import type { ClaimList } from './claim-list.ts'
import type { Paragraph } from './sentences.ts'

/** What a growth is measured against: last year, or a year by its number. */
const AGAINST = '(?:同比|(?:较|比|与)(?:上一?年度?|去年度?|20\\d\\d年度?)(?:同期)?(?:的?\\d+[件条]?)?(?:相比)?)'
const GROWTH = new RegExp(
  `${AGAINST}[，]?(?:净|大幅|略有|略|有所)?(增长|增加|上升|提高|提升|下降|减少|降低|回落)(?:了|约|近)?(?=\\d)`,
  'g',
)
const COUNTS = /^(?:disclosed_total|breakdown_total|new_received|received|answered|review|lawsuits|part)$/
/** A count and its growth stand together: 收到12件，同比增长20%; so does a second way of putting it. */
const BESIDE = new RegExp(
  `^(?:的?(?:政府)?信息公开申请|的?依申请公开(?:申请|事项|件)?|的?(?:政府)?信息)?(?:（[^（）\\d]*）)?[，、（]*(?:数量|总量|总数)?(?:${GROWTH.source}\\d+(?:\\.\\d+)?(?:%|[件条])[，、（]*)?$`,
)

/** Reads growth since last year as figures of their own, which belong to the count they stand beside; falls are negative. */
export function readGrowth(paragraph: Paragraph, claims: ClaimList): void {
  for (const sentence of paragraph) {
    if (!/同比|[较比与](?:上|去|20\d\d)/.test(sentence.plain)) continue
    for (const match of sentence.plain.matchAll(GROWTH)) {
      const end = match.index + match[0].length
      const figure = sentence.figures.find(({ start }) => start === end)
      if (!figure || (figure.kind !== 'percent' && figure.kind !== 'count')) continue
      const of = claims.all.findLastIndex(
        (found) =>
          found.sentence === sentence &&
          found.figure !== null &&
          COUNTS.test(found.claim.kind) &&
          found.figure.end <= match.index &&
          BESIDE.test(sentence.plain.slice(found.figure.end, match.index)),
      )
      if (of === -1) continue
      const isFall = /下降|减少|降低|回落/.test(match[1]!)
      const value = isFall ? -figure.value : figure.value
      const unit = figure.kind === 'percent' ? '%' : figure.unit
      claims.figure(sentence, { ...figure, value, unit }, { kind: 'growth', label: match[0], of })
    }
  }
}
