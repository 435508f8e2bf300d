import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import * as accounts from '../../db/accounts.ts'
import * as assignees from '../../db/assignees.ts'
import type { OpenDatabase } from '../../db/connect.ts'
import * as decisions from '../../db/decisions.ts'
import * as findingList from '../../db/finding-list.ts'
import * as findings from '../../db/findings.ts'
import type { Role } from '../../src/model/role.ts'
import { openTestDatabase } from '../test-database.ts'
import { A1, seed } from './rows.ts'

let open: OpenDatabase
let id: number
let district: string
const BY = { name: '王 (wang)', account: null }

beforeAll(async () => {
  open = await openTestDatabase()
  await seed(open.db)
  const finding = {
    rule: 'TIME-01',
    ruleSet: '2',
    family: 'late',
    severity: 'error',
    verdict: 'fail',
    message: '未发现',
    messageEn: 'not found',
    cells: [],
    quote: null,
    left: null,
    right: null,
    difference: null,
    basis: '条例',
    repair: [],
    subject: 'filing',
    fingerprint: 'f',
  } as const
  await findings.reconcile(open.db, { ...A1, scope: 'filing', reportId: null, versionId: null }, [finding])
  const row = await open.db.selectFrom('findings').select(['id', 'district_id']).executeTakeFirstOrThrow()
  id = row.id
  district = row.district_id!
  const add = (login: string, name: string, role: Role, districts: string[] | null) =>
    accounts.add(open.db, { login, name, role, districts })
  await add('li', '李', 'officer', [district])
  await add('zhao1', '赵', 'officer', null)
  await add('zhao2', '赵', 'supervisor', null)
  await add('viewer', '看', 'viewer', null)
  await add('afar', '远', 'officer', ['elsewhere'])
  const locked = await add('gone', '离', 'officer', null)
  await accounts.change(open.db, locked!.id, { isLocked: true })
})
afterAll(() => open.close())
beforeEach(() => assign(null))

const assign = (assignee: string | null) =>
  decisions.act(open.db, {
    act: assignee === null ? 'unassign' : 'assign',
    assignee,
    targets: [{ findingId: id, expected: null }],
    by: BY,
  })
const row = () =>
  open.db.selectFrom('findings').select(['assignee', 'assignee_account']).where('id', '=', id).executeTakeFirstOrThrow()
const idOf = async (login: string) => (await accounts.byLogin(open.db, login))!.id

test.each([
  ['a login', 'li'],
  ['a login in other letters', ' LI '],
  ['the recorded name', '李 (li)'],
  ['a name that nobody else has', '李'],
])('%s names the account, which is kept beside the name', async (_, text) => {
  expect(await assign(text)).toMatchObject({ done: [id] })
  expect(await row()).toEqual({ assignee: '李 (li)', assignee_account: await idOf('li') })
})

test.each([
  ['nobody', '孙', 'no-such-person'],
  ['two people', '赵', 'no-such-person'],
  ['a viewer', 'viewer', 'no-such-person'],
  ['a locked account', 'gone', 'no-such-person'],
  ['somebody who does not see the district', 'afar', 'person-elsewhere'],
])('refused: %s', async (_, text, why) => {
  expect(await assign(text)).toMatchObject({ done: [], refused: [{ id, why }] })
  expect(await row()).toEqual({ assignee: null, assignee_account: null })
})

test('those are offered who may decide and see the district', async () => {
  const offered = async (asked: Parameters<typeof assignees.listFor>[1]) =>
    (await assignees.listFor(open.db, asked)).map(({ login }) => login).toSorted()
  expect(await offered({ district })).toEqual(['li', 'zhao1', 'zhao2'])
  expect(await offered({ district: null })).toEqual(['zhao1', 'zhao2'])
  expect(await offered({})).toEqual(['afar', 'li', 'zhao1', 'zhao2'])
  expect(await offered({ reach: ['elsewhere'] })).toEqual(['afar', 'zhao1', 'zhao2'])
})

test('mine stays mine when I am called otherwise, and what was typed once is found by the name', async () => {
  await assign('li')
  const account = await idOf('li')
  const found = async (assignee: NonNullable<findingList.FindingFilter['assignee']>) =>
    (await findingList.list(open.db, { assignee }, { limit: 10 })).rows.map((each) => each.id)
  await accounts.change(open.db, account, { name: '李伟' })
  expect(await found({ name: '李伟 (li)', account })).toEqual([id])
  expect(await found('li')).toEqual([id])
  expect(await found('李 (li)'), 'as it was recorded').toEqual([id])
  expect(await found('zhao1')).toEqual([])
  await accounts.change(open.db, account, { name: '李' })

  await sql`UPDATE findings SET assignee = '李 (li)', assignee_account = NULL WHERE id = ${id}`.execute(open.db)
  expect(await found({ name: '李 (li)', account }), 'of before accounts were kept').toEqual([id])
})
