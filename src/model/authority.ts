/** Kinds of authority that the deadline article tells apart (domain reference §1.2). */
export const AUTHORITY_KINDS = [
  'central_department',
  'province_gov',
  'city_gov',
  'county_gov',
  'gov_department',
  'gov_office',
  'township',
  'subdistrict',
  'dev_zone',
  'vertical',
  'dispatched_unit',
  'authorised_org',
] as const

export type AuthorityKind = (typeof AUTHORITY_KINDS)[number]

export const AUTHORITY_KIND_TITLES: Readonly<Record<AuthorityKind, { readonly zh: string; readonly en: string }>> = {
  central_department: { zh: '国务院部门', en: 'department of the State Council' },
  province_gov: { zh: '省级人民政府', en: 'provincial government' },
  city_gov: { zh: '市级人民政府', en: 'city government' },
  county_gov: { zh: '县级人民政府', en: 'county government' },
  gov_department: { zh: '人民政府部门', en: 'department of a government' },
  gov_office: { zh: '人民政府办公厅（室）', en: 'general office of a government' },
  township: { zh: '乡镇人民政府', en: 'town or township' },
  subdistrict: { zh: '街道办事处', en: 'sub-district office' },
  dev_zone: { zh: '开发区管委会', en: 'development zone' },
  vertical: { zh: '垂直管理部门', en: 'vertically managed body' },
  dispatched_unit: { zh: '派出机构', en: 'dispatched agency' },
  authorised_org: { zh: '法律法规授权组织', en: 'organisation authorised by law' },
}

/** Levels of government, the highest first. */
export const AUTHORITY_LEVELS = ['central', 'province', 'city', 'county', 'township'] as const

export type AuthorityLevel = (typeof AUTHORITY_LEVELS)[number]

export const AUTHORITY_LEVEL_TITLES: Readonly<Record<AuthorityLevel, { readonly zh: string; readonly en: string }>> = {
  central: { zh: '中央', en: 'central' },
  province: { zh: '省级', en: 'province' },
  city: { zh: '市级', en: 'city' },
  county: { zh: '县级', en: 'county' },
  township: { zh: '乡级', en: 'township' },
}

/** The level that a kind of authority stands at; null where the kind does not tell it. */
export function levelOfKind(kind: AuthorityKind): AuthorityLevel | null {
  switch (kind) {
    case 'central_department':
      return 'central'
    case 'province_gov':
      return 'province'
    case 'city_gov':
      return 'city'
    case 'county_gov':
      return 'county'
    case 'township':
    case 'subdistrict':
      return 'township'
    default:
      return null
  }
}

/** Kinds that are at a level by themselves. */
export function kindsAt(level: AuthorityLevel): readonly AuthorityKind[] {
  return AUTHORITY_KINDS.filter((kind) => levelOfKind(kind) === level)
}
