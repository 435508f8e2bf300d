import type { Claim } from '../../model/report.ts'

// The words that tell whose figures a sentence or a statement gives.

/** 全市, 全镇: everybody in an area. */
const WHOLE_AREA = '全(?:市|县|区|省|州|旗|盟|镇|乡|街道)'
/** 各县, 各部门: its parts one by one. */
const EACH_PART = '各(?:县|市|区|旗|乡|镇|街道|地|部门|单位|委办局)'
/** 本机关, 我局: who publishes the report. */
const OWN_BODY = '[我本](?:行政机关|机关|局|委|厅|办|单位|中心|部门|署|镇|乡|街道)|局机关|委机关'
const GOVERNMENT_OFFICE = '政府办公?[室厅]'

/** A sentence tells of the whole area. 全域旅游 is no area. */
const TELLS_OF_REGION = new RegExp(`(?:${WHOLE_AREA}|全系统)(?!域)|${EACH_PART}|各级(?:行政机关|政府|部门|单位)`)
/** A sentence tells of the body itself. An office that only issues papers in the government's name does not tell of itself. */
const TELLS_OF_ITSELF = new RegExp(
  `(?:${OWN_BODY})(?!不掌握|公开职责)|${GOVERNMENT_OFFICE}(?!(?:名义|(?:行政)?规范性|印发|制发|文件|发文))|本级`,
)

/** Whose figures a sentence gives: those of the region before those of the body itself, where it names both. */
export function sideOf(plain: string): Claim['scope'] {
  if (TELLS_OF_REGION.test(plain)) return 'region'
  return TELLS_OF_ITSELF.test(plain) ? 'own' : null
}

/** A statement names everybody in the region. */
export const NAMES_REGION = new RegExp(
  `${WHOLE_AREA}(?!域|面)(?![^，、]{0,8}系统)|${EACH_PART}|各级|所有[^，。]{0,10}(?:单位|机关|部门)|(?:市|县|区)直(?:各)?(?:部门|单位)|编制发布[^，。]{0,16}的(?:单位|机关|行政机关)|市、县|县、乡|本(?:市|县|区|省|州)(?:各|行政区域|范围|辖区)|乡镇|辖区`,
)
/** A statement names a trade all over an area, or the units below a body. */
export const NAMES_SYSTEM =
  /(?:全(?:市|县|区|省|州|国|旗)|本)?[^，。、；\d]{0,8}系统(?!治理|谋划|推进|梳理|性|学习|观念|集成|平台|建设|升级|功能|更新|维护|上线|运行)|(?:下属|直属|所属|派出)(?:各)?(?:事业)?(?:单位|机构)/
/** A statement names the office of a government, or its own level alone. */
export const NAMES_OFFICE = new RegExp(`${GOVERNMENT_OFFICE}|[市县区省州]政府办(?!理|公)|本级(?!及)|政府本级|[市县区]本级`)
/** A statement names the body itself. */
export const NAMES_BODY = new RegExp(`${OWN_BODY}|[我本]部|机关本级`)

/** What of a sentence is shown as the words that tell the scope. */
export const SHOWN_WORDS = new RegExp(
  `${WHOLE_AREA}[^，。；、\\d]{0,12}|${EACH_PART}[^，。；、\\d]{0,12}|[^，。；、\\d]{0,8}(?:${OWN_BODY}|${GOVERNMENT_OFFICE}|本级)`,
)
