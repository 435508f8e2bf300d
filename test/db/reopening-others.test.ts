import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { OpenDatabase } from '../../db/connect.ts'
import * as decisions from '../../db/decisions.ts'
import * as findings from '../../db/findings.ts'
import type { FindingScope } from '../../db/tables.ts'
import type { CellKey } from '../../src/model/template.ts'
import { openTestDatabase } from '../test-database.ts'
import { A1, publish, reportOf, seed } from './rows.ts'

const CELL = 't3.new_received.total' as const satisfies CellKey
const BY = { name: '王', account: null }

let open: OpenDatabase
let runId: number
let filers = 0
let about: typeof A1
beforeAll(async () => {
  open = await openTestDatabase()
  runId = (await seed(open.db)).runId
})
afterAll(() => open.close())
beforeEach(() => {
  filers += 1
  about = { ...A1, filer: `name:第${filers}局` }
})

type Said = {
  readonly scope: FindingScope
  readonly rule: string
  readonly message?: string
  readonly quote?: string | null
  /** What the own report prints, and the other side of the comparison. */
  readonly cell?: number
  readonly right?: number
}

async function find({ scope, rule, message = '不相等', quote = null, cell = 1, right = 2 }: Said): Promise<void> {
  const page = { runId, url: `https://www.example.gov.cn/${about.filer}`, bytes: `${about.filer}${cell}` }
  const { reportId, versionId } = await publish(open.db, page, reportOf({ [CELL]: cell }), about)
  const finding = {
    rule,
    ruleSet: '2',
    family: 'late',
    severity: 'error',
    verdict: 'fail',
    message,
    messageEn: message,
    cells: scope === 'district' ? [CELL] : [],
    quote,
    left: scope === 'district' ? cell : null,
    right: scope === 'district' ? right : null,
    difference: null,
    basis: '条例',
    repair: [],
    subject: 's',
    fingerprint: about.filer,
  } as const
  await findings.reconcile(open.db, { ...about, scope, reportId, versionId }, [finding])
}

const LATE = '某局2023年度报告发布时间为2024-02-05（页面标注日期），晚于法定期限2024-01-31，逾期5天。'

test.each<[string, Said, Partial<Said>, 'stays' | 'is reopened']>([
  [
    'the day of publication is another',
    { scope: 'filing', rule: 'TIME-02', message: LATE },
    { message: LATE.replace('02-05', '02-07') },
    'is reopened',
  ],
  [
    'the sentence is worded otherwise',
    { scope: 'filing', rule: 'TIME-02', message: LATE },
    { message: LATE.replace('逾期5天', '晚5天') },
    'stays',
  ],
  [
    'a column was read again',
    { scope: 'filing', rule: 'TIME-01', message: '2024-02-01完整读取，未发现' },
    { message: '2024-02-02完整读取，未发现' },
    'stays',
  ],
  ['the passage that changed is another', { scope: 'filing', rule: 'YR-12', quote: '甲' }, { quote: '乙' }, 'is reopened'],
  ['another body’s figure', { scope: 'district', rule: 'AGG-01' }, { right: 3 }, 'stays'],
  ['its own figure', { scope: 'district', rule: 'AGG-01' }, { cell: 5 }, 'is reopened'],
  ['another number in a report', { scope: 'report', rule: 'NAR-02', quote: '甲' }, { quote: '丙' }, 'is reopened'],
])('%s', async (_, said, changed, becomes) => {
  await find(said)
  const { id } = await open.db.selectFrom('findings').select('id').where('filer', '=', about.filer).executeTakeFirstOrThrow()
  await decisions.act(open.db, { act: 'confirm', targets: [{ findingId: id, expected: null }], by: BY })
  await find({ ...said, ...changed })
  const { status, entries } = (await findings.get(open.db, id))!
  expect([status, entries]).toEqual(becomes === 'stays' ? ['confirmed', 1] : ['undecided', 2])
})
