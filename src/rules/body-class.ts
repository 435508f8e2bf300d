import type { Body } from './body.ts'

/** How a body speaks of itself: 我局, 我镇, 全市 …. */
export type BodyClass = 'government' | 'office' | 'township' | 'subdistrict' | 'zone' | 'department'

const CLASSES: readonly (readonly [RegExp, BodyClass])[] = [
  [/街道(?:办事处|办)?$/, 'subdistrict'],
  [/(?:[乡镇]|苏木)(?:人民)?(?:政府)?$/, 'township'],
  [/(?:管理委员会|管委会|(?:开发|高新|实验|示范|试验|保税|度假|合作|功能|产业|风景|景|园|新)区)$/, 'zone'],
  [/政府(?:办公[厅室]|办)$/, 'office'],
  [/(?:政府|公署|[省市州盟县区旗])$/, 'government'],
  [/[局委厅部院署队]$|委员会$|(?:中心|办公室|机关|公司|协会|联合会)$/, 'department'],
]

/** What a body is by its name; null where the name does not tell. */
export function classOf({ name }: Pick<Body, 'name'>): BodyClass | null {
  if (name === null) return null
  const bare = name.replace(/[（(][^（()）]*[）)]$/, '')
  return CLASSES.find(([pattern]) => pattern.test(bare))?.[1] ?? null
}
