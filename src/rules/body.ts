import type { AuthorityKind } from '../model/authority.ts'
import { namesOf, type RegisteredAuthority } from '../model/portal.ts'
import type { Report } from '../model/report.ts'

/** Whose report it is, as registered or, where nobody registered it, as its name tells. */
export type Body = {
  /** As registered, else as printed; null where neither is known. */
  readonly name: string | null
  /** Null where the name does not tell it for certain. */
  readonly kind: AuthorityKind | null
  /** Its other names, those of before included. */
  readonly aliases: readonly string[]
  /** Whether `name` and `kind` come from the registry. */
  readonly isRegistered: boolean
}

export function bodyOf({ authority: printed }: Report, registered: RegisteredAuthority | null): Body {
  if (registered) {
    const { name, kind } = registered
    return { name, kind, aliases: namesOf(registered).filter((each) => each !== name), isRegistered: true }
  }
  return { name: printed, kind: printed === null ? null : kindOfName(printed), aliases: [], isRegistered: false }
}

/**
 * The kind of body that a name tells. Null where it does not: a 市人民政府 may stand at city or county level, and a 局 may be led by its
 * own system.
 */
function kindOfName(name: string): AuthorityKind | null {
  return KINDS_BY_NAME.find(([pattern]) => pattern.test(name))?.[1] ?? null
}

const KINDS_BY_NAME: readonly (readonly [RegExp, AuthorityKind])[] = [
  [/政府(?:办公)?[厅室]$|政府办公[厅室]/, 'gov_office'],
  [/街道(?:办事处)?$/, 'subdistrict'],
  [/(?:[乡镇]|苏木)(?:人民政府)?$/, 'township'],
  [/(?:开发区|高新区|新区|示范区|园区|功能区|保税区|度假区|合作区)管(?:理委员会|委会)$/, 'dev_zone'],
  [/^(?:中华人民共和国|国家|国务院)/, 'central_department'],
  [/(?:省|自治区|^(?:北京|上海|天津|重庆)市)人民政府$/, 'province_gov'],
  [/(?:自治州|地区|盟)人民政府$/, 'city_gov'],
  [/(?:县|区|旗)人民政府$/, 'county_gov'],
]
