import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { launchBrowser } from '../review/review-browser.ts'
import { addAccount, cookieOf } from '../review/sign-in.ts'
import { type E2eWorld, openE2eWorld } from './night-world.ts'
import { openPerson } from './person.ts'

/** A busy machine takes long to judge a page. */
vi.setConfig({ testTimeout: 240_000 })

let world: E2eWorld
let browser: Browser
let cookies: { readonly officer: string; readonly supervisor: string }
beforeAll(async () => {
  ;[world, browser] = await Promise.all([openE2eWorld({ GOUJI_SECOND_APPROVER: 'notify,dismiss' }), launchBrowser()])
  const cookie = async (role: 'officer' | 'supervisor', name: string) =>
    (await cookieOf(world.db, await addAccount(world.db, { role, name }))).plain
  cookies = { officer: await cookie('officer', '李娜'), supervisor: await cookie('supervisor', '陈立') }
}, 300_000)
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

const standingOf = async (id: number) =>
  await world.db.selectFrom('findings').select(['status', 'proposal']).where('id', '=', id).executeTakeFirstOrThrow()

test('an officer proposes, a supervisor returns one with a note and approves another, and both stand in the history', async () => {
  const rows = await world.db
    .selectFrom('findings')
    .select('id')
    .where('status', '=', 'undecided')
    .orderBy('id')
    .limit(2)
    .execute()
  const [returned, approved] = rows.map(({ id }) => id) as [number, number]
  const officer = await openPerson(browser, { home: world.url, cookie: cookies.officer })
  for (const id of [returned, approved]) {
    await officer.goes(`/findings/${id}`)
    await officer.page.locator('#dismiss').selectOption('scope')
    await officer.page.getByRole('button', { name: '排除' }).click()
    await officer.page.locator('.notice.proposal').waitFor()
    await officer.looks()
    expect(await standingOf(id)).toMatchObject({
      status: 'undecided',
      proposal: { act: 'dismiss', by: expect.stringContaining('李娜') },
    })
  }

  const supervisor = await openPerson(browser, { home: world.url, cookie: cookies.supervisor })
  await supervisor.goes('/findings?approval=waiting')
  expect(await supervisor.page.locator('input[name="pick"]').count()).toBe(2)
  await supervisor.goes(`/findings/${returned}`)
  await supervisor.page.locator('form:has(button[value="return"]) [name="note"]').first().fill('请附说明材料')
  await supervisor.page.locator('button[value="return"]').click()
  await supervisor.page.locator('.notice.proposal').waitFor({ state: 'detached' })
  await supervisor.looks()
  await supervisor.goes(`/findings/${approved}`)
  await supervisor.page.locator('button[value="approve"]').click()
  await supervisor.page.locator('.decided.dismissed').waitFor()
  await supervisor.looks()
  expect(await standingOf(returned)).toMatchObject({ status: 'undecided', proposal: null })
  expect(await standingOf(approved)).toMatchObject({ status: 'dismissed', proposal: null })

  await officer.goes(`/findings/${returned}`)
  await officer.page.getByText('请附说明材料').first().waitFor()
  await officer.goes(`/findings/${approved}`)
  const history = (await officer.page.locator('.history').textContent()) ?? ''
  for (const words of ['提请审批', '李娜', '同意', '陈立']) expect(history).toContain(words)
  await supervisor.leaves()
  await officer.leaves()
})
