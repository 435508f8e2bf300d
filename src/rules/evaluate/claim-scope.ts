import type { Claim } from '../../model/report.ts'
import type { View } from './view.ts'

const REGIONAL = /(?:人民政府|管理委员会|管委会|[省市县区旗乡镇])$/

/** A town has one office: 全镇 and 本机关 are the same. */
const SMALL = /(?:[乡镇]|街道)(?:人民政府|办事处)?$/

/**
 * Whether a sentence counts what the tables count: those of the region or of the body alone, as the report says or, where it does not, as
 * is usual – a government reports for its region, any other body for itself. A sentence without such words counts what the report does.
 */
export function scopeFits({ report: { authority, scope: stated } }: View, { scope }: Claim): boolean {
  if (scope === null || authority === null || SMALL.test(authority)) return true
  if (stated === null) return scope === (REGIONAL.test(authority) ? 'region' : 'own')
  return scope === (stated === 'whole_region' || stated === 'system' ? 'region' : 'own')
}
