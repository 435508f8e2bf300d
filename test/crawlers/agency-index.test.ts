import { expect, test } from 'vitest'
import { agencyIndex, authoritiesOf } from '../../src/crawlers/agency-index.ts'
import { NOTHING_SET } from '../../src/model/portal.ts'
import { AUTHORITIES } from './serve.ts'

const PAGE = 'https://www.example.gov.cn/zfxxgk/'
const links = (entries: Readonly<Record<string, string>>) =>
  Object.entries(entries)
    .map(([words, href]) => `<li><a href="${href}">${words}</a></li>`)
    .join('')
const district = { id: 'd', name: '示例市', years: [2025], ...NOTHING_SET }

test('the index of the template of 61号 is read by its headings; menus are not', () => {
  const html = `<div class="sideMenu"><ul>${links({ 政府信息公开指南: '/zn/', 市水利局: '/menu/slj/' })}</ul></div>
    <div class="scroll_tit">市政府部门</div><div class="scroll_con"><ul>${links({ 市发展改革委: '/fgw/', '市 财政局': '/czj/', 政府信息公开年报: '/nb/', 市公安局东城分局: '/dc/' })}</ul></div>
    <div class="scroll_tit">县(市、区)</div><div class="scroll_con"><ul>${links({ 邻水县: 'http://www.linshui.example.gov.cn/', 青石市: '/qs/', 柳河镇: '/lhz/' })}</ul></div>`
  expect(agencyIndex(html, PAGE).map(({ name, kind, group, url }) => [name, kind, group, new URL(url).pathname])).toEqual([
    ['市发展改革委', 'gov_department', '市政府部门', '/fgw/'],
    ['市财政局', 'gov_department', '市政府部门', '/czj/'],
    ['市公安局东城分局', 'dispatched_unit', '市政府部门', '/dc/'],
    ['邻水县', 'county_gov', '县(市、区)', '/'],
    ['青石市', 'county_gov', '县(市、区)', '/qs/'],
    ['柳河镇', 'township', '县(市、区)', '/lhz/'],
  ])
})

test('so are the sites of gongkai and the departments of openness; a page of a few links is no index', () => {
  const gongkai = links({
    建设局: '/gongkai/site_gxqjsj/',
    中埠镇: '/gongkai/site_gxqzbz/',
    管委会办公室: '/gongkai/site_gxqgwhbgs/',
  })
  expect(agencyIndex(gongkai, PAGE).map(({ name, kind }) => [name, kind])).toEqual([
    ['建设局', 'gov_department'],
    ['中埠镇', 'township'],
    ['管委会办公室', 'dev_zone'],
  ])
  const openness = [1, 2, 3].map((n) => [`${'一二三'[n - 1]}里街道`, `/OpennessAnnualReport/year/${n}/2025.html`])
  expect(agencyIndex(links(Object.fromEntries(openness)), PAGE)).toHaveLength(3)
  expect(agencyIndex(links({ 建设局: '/gongkai/site_gxqjsj/' }), PAGE)).toEqual([])
})

test('bodies that are not known become authorities that nobody has verified, under the name with its place', () => {
  const html = links({
    市财政局: '/gongkai/site_czj/',
    市水利局: '/gongkai/site_slj/',
    水务局: '/gongkai/site_slj/x/',
    柳河镇: '/gongkai/site_lhz/',
    青石镇: '/gongkai/site_qsz/',
  })
  const known = AUTHORITIES.map((authority) => ({ ...authority, name: authority.name.replace('示例区', '示例市') }))
  const added = authoritiesOf(agencyIndex(html, PAGE), district, known)
  expect(added.map(({ id, name, kind, aliases }) => [id, name, kind, aliases])).toEqual([
    ['slj', '示例市水利局', 'gov_department', ['市水利局']],
    [expect.stringMatching(/^slj-[0-9a-f]{6}$/), '示例市水务局', 'gov_department', ['水务局']],
    ['qsz', '青石镇', 'township', []],
  ])
  for (const { note, verifiedAt } of added) {
    expect(note).toContain('未经核实')
    expect(verifiedAt).toBe(undefined)
  }
})
