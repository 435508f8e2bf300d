import { articlePage, type Routes } from '../../crawlers/serve.ts'
import { EPOINT_COLUMN, EPOINT_ENTRIES, epointRoutes } from '../hosts/epoint.ts'
import { FILED, filesHost } from '../hosts/files.ts'
import { GAOXIN_AUTHORITIES, GAOXIN_DISTRICT, gaoxinHost } from '../hosts/gaoxin.ts'
import { gbkHost } from '../hosts/gbk.ts'
import { CATALOGUE, catalogueRoutes, NODES, PAGES, PAPERS, pageRoutes, REPORTS } from '../hosts/gd.ts'
import { JX_COLUMN, JX_ENTRIES, jxRoutes } from '../hosts/handlebars.ts'
import { annualPage, articleRoutes, columnPage, hanwebEntries, proxy, type Unit } from '../hosts/hanweb.ts'
import { candidate, type Host, type Listed, passedOver } from '../hosts/host.ts'
import { CONTRADICTORY, COLUMN as JPAAS_COLUMN, jpaasEntries, jpaasHost } from '../hosts/jpaas.ts'
import { mirrorRoutes } from '../hosts/mirror.ts'
import { MOVED_COLUMN, movedRoutes, newHost } from '../hosts/moved.ts'
import { opennessHost } from '../hosts/openness.ts'
import { madeReport, reportBody } from '../hosts/report-body.ts'
import { tpl61Host } from '../hosts/tpl61.ts'
import { trsTable } from '../hosts/trs-table.ts'
import { trsTree } from '../hosts/trs-tree.ts'
import { COUNTY_COLUMN, countyEntries, countyRoutes, ucapArticle } from '../hosts/ucap.ts'
import { vsbHost } from '../hosts/vsb.ts'
import { REPORTS as WALLED, wallRoutes } from '../hosts/wall.ts'
import { renderDocx } from '../render-docx.ts'

/** The hosts of the portals reference §10; the two last have no portal: where `ucap` keeps a report, and where `moved` is now. */
export const HOST_NAMES = [
  'gaoxin',
  'hanweb',
  'jpaas',
  'trs-table',
  'trs-tree',
  'tpl61',
  'ucap',
  'gd',
  'openness',
  'vsb',
  'epoint',
  'handlebars',
  'gbk',
  'files',
  'wall',
  'mirror',
  'moved',
  'ucap-town',
  'moved-new',
] as const
export type HostName = (typeof HOST_NAMES)[number]
export type Addresses = Readonly<Record<HostName, string>>

type WorldAuthority = {
  /** Without the host's name, which stands before it in the registry. */
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly aliases?: readonly string[]
  readonly former_names?: readonly { readonly name: string; readonly until: number }[]
}

/** A host of the world, with what a night must make of it. */
export type WorldHost = Host & {
  readonly name: HostName
  readonly district: string
  readonly authorities: readonly WorldAuthority[]
  readonly otherHosts?: readonly HostName[]
  /** Where it is served, if not under its own name. */
  readonly at?: HostName
  /** Problems that its portal has on every night, by their codes. */
  readonly named?: readonly string[]
  /** Authorities whose column cannot be read on any night. */
  readonly unreadable?: readonly string[]
  /** Reports that are listed and that nobody can read, as authority and year. */
  readonly unread?: readonly string[]
}

/** Reporting years that every district looks at. */
export const YEARS = [2023, 2024, 2025]

const COUNTY: readonly WorldAuthority[] = [
  { id: 'gov', name: '示例区人民政府', kind: 'county_gov' },
  { id: 'office', name: '示例区人民政府办公室', kind: 'gov_office', aliases: ['区政府办'] },
  { id: 'finance', name: '示例区财政局', kind: 'gov_department', aliases: ['财政局'] },
  { id: 'education', name: '示例区教育局', kind: 'gov_department' },
  { id: 'town', name: '柳河镇人民政府', kind: 'township' },
]
const titleOf = (name: string, year: number) => `${name}${year}年政府信息公开工作年度报告`
const idOf = (name: string) => COUNTY.find((each) => each.name === name)?.id ?? null

/** Every portal of the world. `corrected`: `gaoxin` has put its reports right where they stand. */
export function worldHosts(addresses: Addresses, { corrected = false } = {}): readonly WorldHost[] {
  const inCounty = (name: HostName, host: Host, more: Partial<WorldHost> = {}): WorldHost => ({
    ...host,
    name,
    district: '示例区',
    authorities: COUNTY,
    ...more,
  })
  return [
    { ...gaoxinHost({ corrected }), name: 'gaoxin', district: GAOXIN_DISTRICT, authorities: GAOXIN_AUTHORITIES },
    inCounty('hanweb', hanwebHost()),
    inCounty('jpaas', jpaas()),
    inCounty('trs-table', trsTable),
    // Its column of odd titles has the same body under each.
    inCounty('trs-tree', { ...trsTree, columns: trsTree.columns.filter(({ path }) => path !== '/nb/bt/') }),
    inCounty('tpl61', tpl61Host),
    inCounty('ucap', ucapHost(addresses['ucap-town']), { otherHosts: ['ucap-town'] }),
    inCounty('gd', gdHost()),
    inCounty('openness', opennessHost),
    inCounty('vsb', vsbHost),
    inCounty('epoint', epointHost()),
    inCounty('handlebars', handlebarsHost()),
    inCounty('gbk', gbkHost),
    inCounty('files', attachedHost(), { unread: ['town/2024'] }),
    inCounty('wall', wallHost(), { named: ['robots'], unreadable: ['town'] }),
    inCounty(
      'moved',
      { routes: movedRoutes(addresses['moved-new']), columns: [{ path: MOVED_COLUMN, authorities: ['education'], truth: [] }] },
      { named: ['found-elsewhere', 'moved'], unreadable: ['education'] },
    ),
  ]
}

/** The portal of `moved` as an officer registers it again. */
export function movedHost(): WorldHost {
  return { ...newHost, name: 'moved', district: '示例区', authorities: COUNTY, at: 'moved-new' }
}

/** What the hosts without a portal serve. */
export function strangeRoutes(addresses: Addresses): Readonly<Partial<Record<HostName, Routes>>> {
  const strayed = countyEntries(addresses['ucap-town']).find(({ href }) => !href.startsWith('/'))!
  return {
    mirror: mirrorRoutes(),
    'ucap-town': { [new URL(strayed.href).pathname]: ucapArticle(strayed) },
    'moved-new': newHost.routes,
  }
}

function hanwebHost(): Host {
  const entries = hanwebEntries(240)
  const unit: Unit = { query: 'appid=1&webid=39&path=/&columnid=61490&unitid=247686&webname=示例区&permissiontype=0', entries }
  const annual = '/module/xxgk/xxgkAnnualReport.jsp'
  const town = '柳河镇人民政府'
  const present = (year: number) => annualPage(titleOf(town, year), reportBody(town, year), `${year + 1}-01-20 15:04:05`)
  const byYear: Readonly<Record<string, string>> = { 2025: present(2025), 2023: present(2023) }
  return {
    columns: [
      { path: '/col/col61490/index.html', authorities: ['gov', 'finance', 'education'], truth: entries.map(fromHanweb) },
      {
        path: `${annual}?area=11990100MB1234567X`,
        authorities: ['town'],
        truth: [2025, 2023].map((year) => candidate(annual, titleOf(town, year), `${year + 1}-01-20`, 'town')),
      },
    ],
    routes: {
      '/col/col61490/index.html': columnPage(unit),
      '/module/web/jpage/dataproxy.jsp': proxy([unit]),
      ...articleRoutes(entries),
      [annual]: (request) =>
        byYear[new URL(request.url ?? '', 'http://hanweb.test').searchParams.get('fbtime') ?? ''] ?? annualPage('', '', ''),
    },
  }
}

function fromHanweb({ href, title, date, name, year }: ReturnType<typeof hanwebEntries>[number]): Listed {
  return year === null ? passedOver('not-report', href, title, date) : candidate(href, title, date, idOf(name))
}

/** The report of 教育局 stands in a file of its notice. */
function jpaas(): Host {
  const entries = jpaasEntries(42)
  const education = madeReport('示例区教育局', 2025)
  const owner = (title: string) => (title === CONTRADICTORY.title ? 'finance' : idOf(title.replace(/2025.*/, '')))
  return {
    columns: [
      {
        path: JPAAS_COLUMN,
        authorities: 'all',
        truth: entries.map(({ href, title, date }) =>
          title.includes('年度报告') ? candidate(href, title, date, owner(title)) : passedOver('not-report', href, title, date),
        ),
      },
    ],
    routes: jpaasHost(entries, { file: renderDocx(education.pieces, education.truth.title) }),
  }
}

function ucapHost(otherHost: string): Host {
  const truth = countyEntries(otherHost).map(({ href, title, time, authority }) =>
    authority === null
      ? passedOver('not-report', href, title, time.slice(0, 10))
      : candidate(href, title, time.slice(0, 10), authority),
  )
  return { columns: [{ path: COUNTY_COLUMN, authorities: 'all', truth }], routes: countyRoutes(otherHost) }
}

/** The catalogue behind its endpoint, and the pages of the portal that hold the same papers. */
function gdHost(): Host {
  const owned = REPORTS.map(({ title, name, day }) => candidate('', title, day, idOf(name)))
  const finance = owned.filter(({ title }) => title.startsWith('示例区财政局'))
  const picture = passedOver('not-report', '', '一图读懂示例区财政局2025年政府信息公开工作年度报告', '2026-01-20')
  return {
    columns: [
      {
        path: `${CATALOGUE}#${NODES.reports}`,
        authorities: 'all',
        truth: [...owned, ...PAPERS.map(({ title, day }) => passedOver('not-report', '', title, day))],
      },
      { path: PAGES, authorities: ['finance'], truth: [...finance, picture] },
    ],
    routes: { ...catalogueRoutes([...REPORTS, ...PAPERS]), ...pageRoutes() },
  }
}

function epointHost(): Host {
  const truth = EPOINT_ENTRIES.filter(({ category }) => category === '政府信息公开年报').map(({ href, title, day, year }) =>
    year === null ? passedOver('not-report', href, title, day) : candidate(href, title, day, 'finance'),
  )
  return {
    columns: [{ path: EPOINT_COLUMN, authorities: ['finance'], truth }],
    routes: epointRoutes({ wrapping: 'twice', script: '/js/webBuilderCommon.js' }),
  }
}

/** The files behind its articles are the same reports once more. */
function handlebarsHost(): Host {
  const reports = JX_ENTRIES.filter(({ year }) => year !== null)
  const files = reports.map(({ year }) => {
    const report = madeReport('示例区教育局', year!)
    const headers = { 'content-type': 'application/octet-stream' }
    return [`/slqjyj/files/nb${year}.pdf`, { body: renderDocx(report.pieces, report.truth.title), headers }] as const
  })
  const truth = JX_ENTRIES.map(({ path, title, day, year }) =>
    year === null ? passedOver('not-report', path, title, day) : candidate(path, title, day, 'education'),
  )
  return {
    columns: [{ path: JX_COLUMN, authorities: ['education'], truth }],
    routes: { ...jxRoutes({ isWrapped: true }), ...Object.fromEntries(files) },
  }
}

/** Reports in files; the one in pictures as text, since reading pictures takes longer than a night here. */
function attachedHost(): Host {
  const [title] = filesHost.columns[0]!.truth.flatMap((each) => (each.href === FILED.pictures ? [each.title] : []))
  return {
    ...filesHost,
    routes: { ...filesHost.routes, [FILED.pictures]: articlePage(title!, reportBody('示例区财政局', 2024)) },
  }
}

/** One column for everybody, and one that robots.txt keeps us out of. */
function wallHost(): Host {
  const disallowed = '/zhenjie/nb/'
  return {
    columns: [
      {
        path: '/nb/',
        authorities: ['finance'],
        truth: WALLED.map(({ path, title, year }) => candidate(path, title, `${year + 1}-01-20`, 'finance')),
      },
      { path: disallowed, authorities: ['town'], truth: [] },
    ],
    routes: {
      ...wallRoutes(),
      '/robots.txt': { body: `User-agent: *\nDisallow: ${disallowed}\n`, headers: { 'content-type': 'text/plain' } },
    },
  }
}
