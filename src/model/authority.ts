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

export const AUTHORITY_KIND_TITLES: Readonly<Record<AuthorityKind, string>> = {
  central_department: '国务院部门',
  province_gov: '省级人民政府',
  city_gov: '市级人民政府',
  county_gov: '县级人民政府',
  gov_department: '人民政府部门',
  gov_office: '人民政府办公厅（室）',
  township: '乡镇人民政府',
  subdistrict: '街道办事处',
  dev_zone: '开发区管委会',
  vertical: '垂直管理部门',
  dispatched_unit: '派出机构',
  authorised_org: '法律法规授权组织',
}
