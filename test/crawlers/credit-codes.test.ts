import { expect, test } from 'vitest'
import { authorityByCode } from '../../src/crawlers/credit-codes.ts'
import { generic } from '../../src/crawlers/families/generic.ts'
import { judgeArticle } from '../../src/crawlers/judge-entry.ts'
import { readArticle } from '../../src/crawlers/read-article.ts'
import { creditCodeProblem } from '../../src/model/credit-code.ts'
import { AUTHORITIES } from './serve.ts'

/** Made up, with right check digits. */
const CODES: Readonly<Record<string, string>> = Object.fromEntries(
  (['gov', 'finance', 'education'] as const).map((id, n) => [id, withCheckDigit(`1137999900000${n}00${n}`)]),
)
const authorities = AUTHORITIES.map((authority) => ({
  ...authority,
  ...(authority.id === 'gov' ? { kind: 'county_gov' as const } : {}),
  ...(CODES[authority.id] === undefined ? {} : { uscc: CODES[authority.id]! }),
}))

function withCheckDigit(body: string): string {
  const seventeen = body.padEnd(17, '0')
  const digit = [...'0123456789ABCDEFGHJKLMNPQRTUWXY'].find((last) => creditCodeProblem(seventeen + last) === null)
  return seventeen + digit
}

const page = (row: string, more = '') =>
  `<html><body><table><tr><td>索 引 号</td><td>${row}</td></tr></table>${more}</body></html>`
const byCode = (html: string | null, ...addresses: string[]) => authorityByCode({ addresses, html }, authorities)

test.each([
  [
    'in the address',
    null,
    `https://www.example.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=${CODES['finance']}&fbtime=2025`,
    'finance',
  ],
  ['of the government in the address', null, `https://www.example.gov.cn/x.jsp?area=${CODES['gov']}`, 'gov'],
  ['before the catalogue number', page(`${CODES['finance']}/2026-5565521`), 'https://www.example.gov.cn/1.html', 'finance'],
  ['in lower case', page(CODES['finance']!.toLowerCase()), '', 'finance'],
  ['in a meta tag', `<meta name="orgcode" content="${CODES['education']}"><p>x</p>`, '', 'education'],
  ['of the government, which may stand for the whole county', page(`${CODES['gov']}/2026-00012`), '', null],
  ['of two bodies', page(`${CODES['finance']}/1`, `<p>${CODES['education']}</p>`), '', null],
  ['in the links of a menu only', page('', `<a href="/x.jsp?area=${CODES['finance']}">财政局</a>`), '', null],
  ['within a longer one', page(`${CODES['finance']}7`), '', null],
  ['of nobody here', page('113799990000099990'), '', null],
] as const)('a credit code %s', (_name, html, address, id) => {
  expect(byCode(html, address)?.id ?? null).toBe(id)
})

test('a nameless report is that of the body whose code its page carries; where the publisher says otherwise, it is left open', () => {
  const circle = { district: '示例区', authorities }
  const row = { url: 'https://www.example.gov.cn/nb/1.html', title: '2025年政府信息公开工作年度报告', date: null }
  const authorityOf = (html: string, of: 'all' | readonly string[] = 'all') =>
    judgeArticle(
      row,
      readArticle(html, row.url, generic),
      { url: 'https://www.example.gov.cn/nb/', authorities: of },
      circle,
      html,
    ).authority
  const coded = page(`${CODES['finance']}/2026-1`)
  expect(authorityOf(coded)).toBe('finance')
  expect(authorityOf(page('无'))).toBe(null)
  expect(authorityOf(page(`${CODES['finance']}/2026-1`, '<table><tr><td>发布机构</td><td>示例区教育局</td></tr></table>'))).toBe(
    null,
  )
  expect(authorityOf(coded, ['education'])).toBe(null)
  expect(authorityOf(coded, ['finance'])).toBe('finance')
})
