import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { PROGRAM } from '../../src/jobs/release-job.ts'
import { writeRelease } from '../../src/release/write-release.ts'
import { launchBrowser } from '../review/review-browser.ts'
import { addAccount, PASSWORD } from '../review/sign-in.ts'
import { type E2eWorld, openE2eWorld } from './night-world.ts'

const DOCS = join(import.meta.dirname, '../../docs')
const TOURS = ['tour.zh-CN.md', 'tour.md'] as const
const PICTURES = join(DOCS, 'images/tour')
/** Set, the pictures of the tour are drawn anew; otherwise they are only tried. */
const DRAWS = process.env['GOUJI_DRAW_TOUR'] === '1'
const MOST_BYTES = 1_500_000
const DESKTOP = { width: 1280, height: 620 } as const
const PHONE = { width: 390, height: 800 } as const
const VERSION = '2025.1'

type Step = {
  readonly picture: string
  /** Comes from the step before it. */
  readonly opens: (page: Page) => Promise<unknown>
  readonly window?: { readonly width: number; readonly height: number }
}

/** Opens a place of the menu. */
const opens = (name: string) => async (page: Page) => {
  await page.getByRole('navigation', { name: '主菜单' }).getByRole('link', { name, exact: true }).click()
  await page.getByRole('heading', { level: 1 }).waitFor()
}

const STEPS: readonly Step[] = [
  { picture: 'sign-in', opens: (page) => page.goto(`${world.url}/sign-in`) },
  {
    picture: 'overview',
    opens: async (page) => {
      await page.getByLabel('用户名').fill('li.na')
      await page.getByLabel('密码').fill(PASSWORD)
      await page.getByRole('button', { name: '登录' }).click()
      await page.getByRole('heading', { name: '核查概况' }).waitFor()
    },
  },
  {
    picture: 'findings',
    opens: async (page) => {
      await opens('核查结果')(page)
      await page.getByRole('link', { name: /^错误/ }).click()
      await page.waitForURL('**severity=error*')
      await page.keyboard.press('j')
    },
  },
  {
    picture: 'finding',
    opens: async (page) => {
      await page
        .getByRole('link', { name: /^表三“自然人”列/ })
        .first()
        .click()
      await page.frameLocator('iframe').locator('.selected').first().waitFor()
    },
  },
  {
    picture: 'cell',
    opens: async (page) => {
      await page.locator('.printed .flagged a').first().click()
      await page.locator('.inspector').waitFor()
      await page.locator('.inspector').scrollIntoViewIfNeeded()
    },
  },
  {
    picture: 'decided',
    opens: async (page) => {
      await page.goBack()
      await page.getByRole('button', { name: '确认问题属实' }).click()
      await page.locator('.decided.confirmed').waitFor()
      await page.frameLocator('iframe').locator('.selected').first().waitFor()
      await page.locator('.history').scrollIntoViewIfNeeded()
    },
  },
  {
    picture: 'bulk',
    opens: async (page) => {
      await opens('核查结果')(page)
      for (const number of [0, 1, 2]) await page.locator('input[name="pick"]').nth(number).check()
      await page.getByLabel('对所选的操作').selectOption('confirm')
      await page.getByRole('button', { name: '执行' }).click()
      await page.getByRole('status').getByText('已对 3 条').waitFor()
    },
  },
  {
    picture: 'filings',
    opens: async (page) => {
      await opens('发布情况')(page)
      await page.getByRole('link', { name: '2025年' }).first().click()
      await page.getByRole('heading', { name: '云岚市 2025年 发布情况' }).waitFor()
      await page.locator('.board details summary').first().click()
    },
  },
  { picture: 'portals', opens: opens('网站') },
  { picture: 'papers', opens: opens('文书') },
  {
    picture: 'release',
    opens: async (page) => {
      await opens('数据集')(page)
      await page.getByRole('link', { name: VERSION, exact: true }).click()
      await page.getByRole('heading', { level: 1, name: VERSION }).waitFor()
    },
  },
  { picture: 'phone', opens: (page) => page.goto(`${world.url}/findings?verdict=fail&status=undecided`), window: PHONE },
]

let world: E2eWorld
let browser: Browser
/** Where the pages look for the files of the release: the data folder of the world. */
const out = join(inject('databaseFolder'), 'e2e/releases', VERSION)
beforeAll(async () => {
  ;[world, browser] = await Promise.all([openE2eWorld(), launchBrowser()])
  await addAccount(world.db, { login: 'li.na', name: '李娜' })
  await writeRelease({
    db: world.db,
    out,
    version: VERSION,
    selection: { years: null, districts: null, authorities: null },
    formats: ['csv'],
    csv: { bom: false, exact: false },
    program: PROGRAM,
    recorded: true,
    onRows: () => undefined,
    signal: AbortSignal.timeout(120_000),
  })
}, 300_000)
afterAll(async () => {
  await browser?.close()
  await world?.close()
  rmSync(out, { recursive: true, force: true })
})

test('each step of the tour shows what its text names, and its picture can be drawn', async () => {
  const page = await browser.newPage({ viewport: DESKTOP, deviceScaleFactor: 1, locale: 'zh-CN' })
  const drawn = new Map<string, Buffer>()
  for (const { picture, opens, window = DESKTOP } of STEPS) {
    await page.setViewportSize(window)
    await opens(page)
    const shown = await wordsOn(page)
    for (const tour of TOURS)
      for (const word of namedIn(tour, picture)) expect(shown, `${tour}, ${picture}: ${word}`).toContain(word)
    drawn.set(picture, await page.screenshot())
  }
  await page.close()
  for (const [picture, bytes] of drawn) expect(isPng(bytes), picture).toBe(true)
  if (DRAWS) draw(drawn)
}, 240_000)

test('arrows move between the cells of a report, Tab leaves its table, and Enter opens the inspector', async () => {
  const { report_id: report } = await world.db
    .selectFrom('findings')
    .select('report_id')
    .where('rule', '=', 'T3-02')
    .executeTakeFirstOrThrow()
  const page = await browser.newPage({ viewport: DESKTOP })
  await page.goto(`${world.url}/sign-in`)
  await page.getByLabel('用户名').fill('li.na')
  await page.getByLabel('密码').fill(PASSWORD)
  await page.getByRole('button', { name: '登录' }).click()
  await page.waitForURL(`${world.url}/`)
  await page.goto(`${world.url}/reports/${report}?cell=t3.result_total.natural_person`)
  await page.locator('.t3 .inspected a').focus()
  const focused = () => page.evaluate(() => new URLSearchParams((document.activeElement as HTMLAnchorElement).search).get('cell'))
  const press = async (key: string) => {
    await page.keyboard.press(key)
    return await focused()
  }
  expect(await press('ArrowLeft')).toBe('t3.result_total.natural_person')
  expect(await press('ArrowRight')).toBe('t3.result_total.commercial')
  expect(await press('ArrowDown')).toBe('t3.carried_out.commercial')
  expect(await press('ArrowUp')).toBe('t3.result_total.commercial')
  await page.keyboard.press('Enter')
  await page.waitForURL('**cell=t3.result_total.commercial*')
  expect(await page.locator('.t3 td a[tabindex="0"]').count()).toBe(1)
  await page.close()
}, 120_000)

test.each(TOURS)('%s has each picture once, in order, and each is there', (tour) => {
  const linked = [...read(tour).matchAll(/\]\(images\/tour\/([\w-]+)\.png\)/g)].map((match) => match[1])
  expect(linked).toEqual(STEPS.map(({ picture }) => picture))
  const files = readdirSync(PICTURES)
  expect(files.toSorted()).toEqual(STEPS.map(({ picture }) => `${picture}.png`).toSorted())
  const contents = files.map((name) => readFileSync(join(PICTURES, name)))
  for (const [index, bytes] of contents.entries()) expect(isPng(bytes), files[index]).toBe(true)
  expect(contents.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(MOST_BYTES)
})

function read(tour: string): string {
  return readFileSync(join(DOCS, tour), 'utf8')
}

/** What the text of a step names as it stands on the page: its words in bold. @throws Error where there are none */
function namedIn(tour: string, picture: string): readonly string[] {
  const section = read(tour)
    .split(/^## /m)
    .find((text) => text.includes(`(images/tour/${picture}.png)`))
  const named = [...(section ?? '').matchAll(/\*\*(.+?)\*\*/g)].map((match) => match[1]!)
  if (named.length === 0) throw new Error(`${tour} names nothing beside ${picture}`)
  return named
}

/** All that can be read on a page, in lines: its text, the names of its fields, and what can be chosen in them. */
function wordsOn(page: Page): Promise<string> {
  return page.evaluate(() => {
    const fields = [...document.querySelectorAll('input, select, textarea, option, [aria-label]')].filter(
      (at) => at.checkVisibility() || at.tagName === 'OPTION',
    )
    const named = fields.map(
      (at) =>
        `${at.getAttribute('aria-label') ?? ''}\n${at.getAttribute('placeholder') ?? ''}\n${at.tagName === 'OPTION' ? at.textContent : ''}`,
    )
    return [document.body.innerText, ...named].join('\n')
  })
}

function isPng(bytes: Buffer): boolean {
  return bytes.length > 5_000 && bytes.subarray(1, 4).toString('latin1') === 'PNG'
}

function draw(pictures: ReadonlyMap<string, Buffer>): void {
  mkdirSync(PICTURES, { recursive: true })
  for (const [picture, bytes] of pictures) writeFileSync(join(PICTURES, `${picture}.png`), bytes)
}
