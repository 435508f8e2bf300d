import { expect, test } from 'vitest'
import { readLogin, readPersonName } from '../../src/model/login.ts'
import { hashPassword, isPassword } from '../../src/model/password-hash.ts'
import { passwordProblem } from '../../src/model/password-rules.ts'
import { hasRole, lesserRole, ROLES, reaches } from '../../src/model/role.ts'
import { isApiToken, makeApiToken, makeToken } from '../../src/model/secret-token.ts'

const OWNER = { login: 'zhang.wei', name: '张伟' }

test.each([
  ['short', '短的', 'Kw7#pQ2x'],
  ['a word with figures', '', 'password2024'],
  ['written with signs for letters', '', 'P@$$w0rd!2024'],
  ['pinyin with figures', '', 'woaini520520'],
  ['a row of keys', '', 'qwertyuiop123'],
  ['a column of keys', '', '1qaz2wsx3edc'],
  ['the alphabet', '', 'abcdefghijkl'],
  ['figures alone', '', '198807231234'],
  ['few characters', '', 'aaaaabbbbbb1'],
  ['a word doubled', '', 'wukongwukong'.replaceAll('wukong', 'abcx')],
  ['its own login', '', 'zhangwei2024!'],
  ['the product', '', 'Gouji@2026!!'],
] as const)('a password is refused: %s', (_what, _zh, password) => {
  expect(passwordProblem(password, OWNER)).not.toBeNull()
})

test.each(['三更灯火五更鸡正是男儿', 'correct horse battery', 'kettle-violin-ostrich', 'Tz8wLm2qRv', '江南好风景旧曾谙日出'])(
  'a password will do: %s',
  (password) => {
    expect(passwordProblem(password, OWNER)).toBeNull()
  },
)

test('a hash knows its password, however a keyboard composes it, and no other', async () => {
  const hash = await hashPassword('é三更灯火五更鸡')
  expect(hash).toMatch(/^scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}$/)
  expect(await isPassword('e\u0301三更灯火五更鸡', hash)).toBe(true)
  expect(await isPassword('三更灯火五更鸡', hash)).toBe(false)
  expect(await isPassword('anything', null)).toBe(false)
  expect(await hashPassword('é三更灯火五更鸡')).not.toBe(hash)
})

test.each([
  [' ZhangWei ', 'zhangwei'],
  ['ｌｉ．ｎａ', 'li.na'],
  ['张伟', '张伟'],
  ['a@example.gov.cn', 'a@example.gov.cn'],
  ['x', null],
  ['.hidden', null],
  ['a b', null],
  ['a\u0000b', null],
  ['a'.repeat(61), null],
] as const)('login %j is %j', (typed, login) => {
  expect(readLogin(typed)).toBe(login)
})

test('a name is one line of something', () => {
  expect(readPersonName('  张  伟 ')).toBe('张 伟')
  for (const none of ['', '  ', 'a\u202eb', 'x'.repeat(41)]) expect(readPersonName(none)).toBeNull()
})

test('each role may do what the ones before it may, and a reach is a list of districts or all', () => {
  for (const [at, role] of ROLES.entries())
    for (const [other, least] of ROLES.entries()) {
      expect(hasRole(role, least)).toBe(at >= other)
      expect(lesserRole(role, least)).toBe(ROLES[Math.min(at, other)])
    }
  expect([reaches(null, null), reaches(null, 'a'), reaches(['a'], 'a'), reaches(['a'], 'b'), reaches(['a'], null)]).toEqual([
    true,
    true,
    true,
    false,
    false,
  ])
})

test('tokens are never the same, and those for programs can be told by their beginning', () => {
  expect(makeToken()).not.toBe(makeToken())
  expect(isApiToken(makeApiToken())).toBe(true)
  expect(isApiToken(makeToken())).toBe(false)
})
