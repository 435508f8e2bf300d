import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../db/connect.ts'
import * as registry from '../db/registry.ts'
import * as reportVersions from '../db/report-versions.ts'
import type { SnapshotStore } from '../db/snapshot-store.ts'
import { RULES } from '../src/rules/catalogue.ts'
import { samplePage } from '../test/review/sample-page.ts'

export type Size = { readonly findings: number; readonly reports: number }

const YEARS = 10
const LAST_YEAR = 2025
const AUTHORITIES_OF_A_DISTRICT = 50
/** Reports with all their cells, text and page; the cells of most others would only fill the disk, since they are read by their key. */
const WHOLE_REPORTS = 200
/** Districts whose reports all have cells, so that there is something to sum over. */
export const WHOLE_DISTRICTS = 12

/**
 * A country's rows, made by the server itself: districts of fifty authorities with ten years of reports, and findings of all rules, decided,
 * notified, corrected and dismissed as they may stand after some years. The latest years have most of what waits.
 */
export async function fillForReview(db: Db, store: SnapshotStore, { findings, reports }: Size): Promise<void> {
  const authorities = Math.ceil(reports / YEARS)
  const districts = Math.ceil(authorities / AUTHORITIES_OF_A_DISTRICT)
  await importDistricts(db, districts)
  for (const statement of STATEMENTS({ authorities, districts, reports })) await statement.execute(db)
  await withoutIndexes(db, 'findings', () => insertFindings(db, findings, reports))
  await insertDecisions(db)
  await makeWhole(db, store)
  await copyCells(db)
  await sql`VACUUM (ANALYZE)`.execute(db)
}

async function importDistricts(db: Db, count: number): Promise<void> {
  const years = Array.from({ length: YEARS }, (_, n) => LAST_YEAR - n)
  await registry.importRegistry(db, {
    districts: Array.from({ length: count }, (_, n) => ({
      id: `d${n}`,
      name: `第${n}市`,
      deadlines: [],
      holidays: [],
      rules: {},
      years,
    })),
    authorities: [],
    portals: [],
  })
}

const NAMES =
  '财政 教育 公安 民政 司法 水利 农业农村 商务 文化和旅游 卫生健康 应急管理 审计 统计 医疗保障 市场监督管理 交通运输 生态环境 住房和城乡建设 自然资源 人力资源和社会保障'
    .split(' ')
    .map((name) => `${name}局`)

const STATEMENTS = ({ authorities, districts, reports }: { authorities: number; districts: number; reports: number }) => [
  sql`INSERT INTO authorities (id, district_id, name, level, kind)
    SELECT 'a' || n, 'd' || n % ${districts}::int, '第' || n % ${districts}::int || '市' ||
      CASE WHEN n / ${districts}::int < ${NAMES.length}::int THEN (${NAMES}::text[])[1 + n / ${districts}::int] ELSE '第' || n || '街道办事处' END,
      CASE WHEN n / ${districts}::int < ${NAMES.length}::int THEN 'city' END,
      CASE WHEN n / ${districts}::int < ${NAMES.length}::int THEN 'gov_department' ELSE 'subdistrict' END FROM generate_series(0, ${authorities - 1}::int) n`,
  sql`INSERT INTO runs (kind, state, ended_at) VALUES ('nightly', 'complete', now())`,
  sql`INSERT INTO snapshots (sha256, bytes, media_type) VALUES (${'0'.repeat(64)}, 1, 'text/html')`,
  sql`INSERT INTO captures (sha256, url, run_id, last_run_id, authority_id, district_id, state)
    SELECT ${'0'.repeat(64)}, 'https://www.example.gov.cn/' || n || '.html', 1, 1, 'a' || n % ${authorities}::int,
      'd' || (n % ${authorities}::int) % ${districts}::int, 'report' FROM generate_series(0, ${reports - 1}::int) n`,
  sql`INSERT INTO reports (filer, authority_id, authority_name, district_id, year)
    SELECT a.id, a.id, a.name, a.district_id, ${LAST_YEAR}::int - y FROM generate_series(0, ${YEARS - 1}::int) y,
      (SELECT * FROM authorities ORDER BY substr(id, 2)::int) a LIMIT ${reports}::int`,
  sql`INSERT INTO report_versions (report_id, version, capture_id, sha256, edition, title, document, content_hash, numbers_read, reader, checked_at)
    SELECT id, 1, id, ${'0'.repeat(64)}, '2021', authority_name || year || '年政府信息公开工作年度报告', '{}', id::text, 190, '1', now() FROM reports`,
  sql`UPDATE reports r SET current_version_id = v.id FROM report_versions v WHERE v.report_id = r.id`,
  sql`UPDATE captures SET report_id = id, version_id = id`,
  sql`INSERT INTO filings (authority_id, year, status, due, strength, published_on, published_from, evidence)
    SELECT authority_id, year, CASE WHEN id % 23 = 0 THEN 'late' WHEN id % 41 = 0 THEN 'not-found' ELSE 'on-time' END,
      make_date(year + 1, 1, 31), 'law', make_date(year + 1, 1, 22), 'meta:PubDate', ${evidenceOf()} FROM reports`,
]

/** What a filing rests on, as the nights of a year leave it: readings of two columns, and the dates of a page. */
const evidenceOf = () => sql`jsonb_build_object(
  'dates', jsonb_build_array(
    jsonb_build_object('from', 'meta:PubDate', 'date', make_date(year + 1, 1, 22)), jsonb_build_object('from', 'list', 'date', make_date(year + 1, 1, 23)),
    jsonb_build_object('from', 'url', 'date', make_date(year + 1, 1, 20)), jsonb_build_object('from', 'first-seen', 'date', make_date(year + 1, 2, 2))),
  'readings', (SELECT jsonb_agg(jsonb_build_object('columnUrl', 'https://www.example.gov.cn/zwgk/' || authority_id || '/nianbao/' || n % 2 || '/',
    'readAt', make_timestamptz(year + 1, 2 + n / 2, 1 + n, 3, 0, 0), 'complete', true, 'found', true)) FROM generate_series(1, 12) n))`

/** Every finding by a hash of its number, so that the same call makes the same rows. */
async function insertFindings(db: Db, findings: number, reports: number): Promise<void> {
  const rules = RULES.filter(({ id }) => !id.startsWith('NET'))
  await sql`
    INSERT INTO findings (fingerprint, filer, authority_id, authority_name, district_id, year, report_id, version_id, scope, rule, family,
      severity, verdict, message, message_en, cells, quote, left_value, right_value, difference, basis, subject, state, decision,
      decision_reason, due_on, assignee, opened_at, updated_at, closed_at, closed_reason, closed_by_version_id)
    SELECT md5('f' || n), r.filer, r.authority_id, r.authority_name, r.district_id, r.year, r.id, r.current_version_id, 'report',
      (${rules.map(({ id }) => id)}::text[])[rule], (${rules.map(({ family }) => family)}::text[])[rule],
      (${rules.map(({ severity }) => severity)}::text[])[rule], CASE WHEN h % 11 = 0 THEN 'not-assessable' ELSE 'fail' END,
      (${rules.map(({ title }) => title.zh)}::text[])[rule] || '：本年为' || h % 997 || '，应为' || h % 991 || '，相差' || h % 89 || '。',
      (${rules.map(({ title }) => title.en)}::text[])[rule] || ': ' || h % 997 || ' where ' || h % 991 || ' is due.',
      '{t3.new_received.total,t3.carried_in.total,t3.result_total.total,t3.carried_out.total}',
      CASE WHEN h % 3 = 0 THEN '全年主动公开政府信息' || h % 997 || '条，其中政策文件' || h % 89 || '条。' END,
      h % 997, h % 991, h % 997 - h % 991, (${rules.map(({ basis }) => basis)}::text[])[rule], 'n' || n,
      CASE WHEN closed THEN 'closed' ELSE 'open' END, decision,
      CASE WHEN decision = 'dismissed' THEN (ARRAY['scope', 'explained', 'not-applicable', 'other'])[1 + h % 4] END,
      CASE WHEN decision = 'notified' THEN current_date + h % 60 - 20 END,
      CASE WHEN h % 13 = 0 THEN '核查员' || h % 40 END,
      make_date(r.year + 1, 2, 1) + make_interval(hours => n % 700), now(), CASE WHEN closed THEN now() END,
      CASE WHEN closed THEN CASE WHEN h % 5 = 0 THEN 'no-longer-found' ELSE 'resolved-by-correction' END END,
      CASE WHEN closed THEN r.current_version_id END
    FROM (
      SELECT *, 1 + (power(u, 2.5) * ${rules.length - 1})::int AS rule, ${LAST_YEAR}::int - ((n - 1) % ${reports}::int) * ${YEARS}::int / ${reports}::int AS y,
        h % 100 < 12 AS closed
      FROM (SELECT n, abs(hashint4(n)) AS h, (abs(hashint4(n + 7)) % 100000) / 100000.0 AS u FROM generate_series(1, ${findings}::int) n) raw
    ) f
    JOIN reports r ON r.id = 1 + (n - 1) % ${reports}::int
    CROSS JOIN LATERAL (SELECT CASE
      WHEN h / 128 % 100 < CASE WHEN y >= ${LAST_YEAR - 1}::int THEN 70 ELSE 25 END THEN 'undecided'
      WHEN h / 1024 % 100 < 45 THEN 'confirmed' WHEN h / 1024 % 100 < 65 THEN 'notified'
      WHEN h / 1024 % 100 < 98 THEN 'dismissed' ELSE 'misread' END AS decision) d`.execute(db)
}

/** The last decision on each finding of the last two years, spread over the last half year. */
async function insertDecisions(db: Db): Promise<void> {
  const standing = (decision: RawBuilder<unknown>) =>
    sql`jsonb_build_object('decision', ${decision}, 'reason', NULL, 'due', NULL, 'assignee', NULL)`
  await sql`INSERT INTO decisions (finding_id, act, decision, decided_by, decided_at, finding, before, after)
    SELECT id, CASE decision WHEN 'confirmed' THEN 'confirm' WHEN 'notified' THEN 'notify' WHEN 'dismissed' THEN 'dismiss' ELSE 'misread' END,
      decision, '核查员' || id % 40, now() - make_interval(hours => id % 4400), jsonb_build_object('message', message, 'severity', severity),
      ${standing(sql`'undecided'`)}, ${standing(sql`decision`)}
    FROM findings WHERE year >= ${LAST_YEAR - 1}::int AND decision <> 'undecided'`.execute(db)
  await sql`UPDATE findings SET entries = 1 WHERE year >= ${LAST_YEAR - 1}::int AND decision <> 'undecided'`.execute(db)
}

/** Gives the reports of some districts the cells of one report with other numbers. */
async function copyCells(db: Db): Promise<void> {
  await sql`INSERT INTO cells (version_id, key, raw, value, kind, confidence, at, remark)
    SELECT r.current_version_id, c.key, c.raw, c.value + CASE WHEN c.value IS NULL THEN 0 ELSE r.id % 50 END, c.kind, c.confidence, c.at, c.remark
    FROM reports r, cells c
    WHERE c.version_id = (SELECT min(version_id) FROM cells) AND r.district_id = ANY(${Array.from({ length: WHOLE_DISTRICTS }, (_, n) => `d${n}`)}::text[])
    ON CONFLICT DO NOTHING`.execute(db)
}

/** Indexes that are made once all rows are there cost a fraction of those that grow with them. */
async function withoutIndexes(db: Db, table: string, work: () => Promise<void>): Promise<void> {
  const { rows } = await sql<{ name: string; definition: string }>`
    SELECT i.indexname AS name, i.indexdef AS definition FROM pg_indexes i
    WHERE i.tablename = ${table} AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conname = i.indexname)`.execute(db)
  for (const { name } of rows) await sql`DROP INDEX ${sql.ref(name)}`.execute(db)
  await work()
  for (const { definition } of rows) await sql.raw(definition).execute(db)
}

/** Gives the first reports all that their pages show: a page of 30 KB, its text, and 200 cells. */
async function makeWhole(db: Db, store: SnapshotStore): Promise<void> {
  const authority = '第0市财政局'
  const paragraphs = Array.from(
    { length: 60 },
    (_, n) => `${n + 1}. 全年主动公开政府信息${n * 7}条，其中政策文件${n}条，${'规范公开内容和程序。'.repeat(8)}`,
  )
  const { bytes, sha256, report } = samplePage({
    authority,
    paragraphs,
    raw: { 't3.new_received.total': '12', 't3.carried_in.total': '3' },
  })
  await store.put(bytes)
  await db.insertInto('snapshots').values({ sha256, bytes: bytes.length, media_type: 'text/html' }).execute()
  const { rows } = await sql<{ id: number }>`SELECT id FROM reports ORDER BY id LIMIT ${WHOLE_REPORTS}::int`.execute(db)
  const of = await db.selectFrom('reports').selectAll().where('id', '<=', rows.at(-1)!.id).execute()
  for (const { id, filer, authority_id, authority_name, district_id, year } of of) {
    await db.updateTable('captures').set({ sha256 }).where('id', '=', id).execute()
    const about = { filer, authorityId: authority_id, authorityName: authority_name, districtId: district_id, year }
    const { versionId } = await reportVersions.store(db, { ...about, captureId: id, reader: '2', report: { ...report, year } })
    await db.updateTable('report_versions').set({ checked_at: new Date() }).where('id', '=', versionId).execute()
    await db
      .updateTable('findings')
      .set({ version_id: versionId })
      .where('report_id', '=', id)
      .where('state', '=', 'open')
      .execute()
  }
}
