import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { ConfigError, readConfig } from '../src/config.ts'

const folder = mkdtempSync(join(tmpdir(), 'gouji-config-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('with nothing set, everything has its default; empty means not set', () => {
  const defaults = readConfig({})
  expect(defaults).toMatchObject({
    databaseUrl: null,
    redisUrl: null,
    host: '127.0.0.1',
    port: 8080,
    samplePort: 4780,
    retired: [],
  })
  expect(defaults.dataDir).toBe(resolve('data'))
  expect(readConfig({ DATABASE_URL: ' ', GOUJI_PORT: '' })).toEqual(defaults)
})

test('a secret can stand in a file; its last line break does not count', () => {
  const path = join(folder, 'key')
  writeFileSync(path, 'long-enough-access-key\n')
  expect(readConfig({ GOUJI_METRICS_TOKEN_FILE: path }).metrics.token).toBe('long-enough-access-key')
})

test('a setting of an earlier version is told, not silently passed over', () => {
  expect(readConfig({ GOUJI_ACCESS_KEY: 'a-key-of-16-signs-or-more' }).retired).toEqual(['GOUJI_ACCESS_KEY'])
})

test.each([
  {
    name: 'another database',
    environment: { DATABASE_URL: 'mysql://host/name' },
    says: /^DATABASE_URL is not an address of the form postgres:/,
  },
  { name: 'no address at all', environment: { REDIS_URL: 'localhost' }, says: /^REDIS_URL is not an address of the form redis:/ },
  { name: 'a port that is none', environment: { GOUJI_PORT: '80a' }, says: /^GOUJI_PORT is "80a"; give a port/ },
  { name: 'a port out of range', environment: { GOUJI_SAMPLE_PORT: '70000' }, says: /^GOUJI_SAMPLE_PORT is "70000"/ },
  {
    name: 'an unknown log level',
    environment: { GOUJI_LOG_LEVEL: 'loud' },
    says: /^GOUJI_LOG_LEVEL is "loud"; give one of debug, info, warn, error\.$/,
  },
  { name: 'hours that are none', environment: { GOUJI_QUIET_HOURS: '22-24' }, says: /^GOUJI_QUIET_HOURS is "22-24"; give hours/ },
  { name: 'days that are none', environment: { GOUJI_QUIET_SEASON: 'January' }, says: /^GOUJI_QUIET_SEASON is "January"/ },
  { name: 'a budget of nothing', environment: { GOUJI_BUDGET: '0' }, says: /^GOUJI_BUDGET is "0"; give a whole number of 1/ },
  {
    name: 'a file that is not there',
    environment: { REDIS_URL_FILE: '/nowhere/key' },
    says: /^REDIS_URL_FILE names \/nowhere\/key, which cannot be read/,
  },
  {
    name: 'a robot without its kind',
    environment: { GOUJI_WEBHOOKS: 'https://robots.example.cn/?key=secret' },
    says: /^GOUJI_WEBHOOKS: entry 1 is not of the form (?!.*secret)/,
  },
  {
    name: 'a robot whose token would travel in the clear',
    environment: { GOUJI_WEBHOOKS: 'wecom=http://robots.example.cn/?key=secret' },
    says: /^GOUJI_WEBHOOKS: entry 1 (?!.*secret)/,
  },
  {
    name: 'mail to nobody',
    environment: { GOUJI_SMTP_URL: 'smtp://u:secret@host' },
    says: /^GOUJI_SMTP_URL, .* together(?!.*secret)/,
  },
  {
    name: 'a mail server that is none',
    environment: { GOUJI_SMTP_URL: 'host:25', GOUJI_MAIL_FROM: 'a@b.cn', GOUJI_MAIL_TO: 'c@d.cn' },
    says: /^GOUJI_SMTP_URL is not an address of the form smtp:/,
  },
  {
    name: 'a mailbox that is none',
    environment: { GOUJI_SMTP_URL: 'smtp://host', GOUJI_MAIL_FROM: 'a@b.cn', GOUJI_MAIL_TO: 'c@d.cn, nobody' },
    says: /^GOUJI_MAIL_TO: "nobody" is not an e-mail address/,
  },
])('$name is told by the name of the setting', ({ environment, says }) => {
  expect(() => readConfig(environment)).toThrow(ConfigError)
  expect(() => readConfig(environment)).toThrow(says)
})

test('mailboxes and robots are read from lists; a robot is named without its token, and its secret is no part of its address', () => {
  const { notify } = readConfig({
    GOUJI_SMTP_URL: 'smtps://gouji:p%40ss@mail.example.cn',
    GOUJI_MAIL_FROM: 'gouji@example.cn',
    GOUJI_MAIL_TO: 'a@example.cn, b@example.cn',
    GOUJI_WEBHOOKS: '企业微信=https://qy.example.cn/send?key=k\ndingtalk=https://oapi.example.cn/send?access_token=t#SEC1',
  })
  expect(notify.mailServer).toEqual({
    host: 'mail.example.cn',
    port: 465,
    secure: true,
    login: { user: 'gouji', password: 'p@ss' },
    from: 'gouji@example.cn',
  })
  expect(notify.targets).toEqual([
    { kind: 'mail', name: 'mail:a@example.cn', address: 'a@example.cn' },
    { kind: 'mail', name: 'mail:b@example.cn', address: 'b@example.cn' },
    { kind: 'wecom', name: expect.stringMatching(/^wecom-[0-9a-f]{6}$/), url: 'https://qy.example.cn/send?key=k', secret: null },
    {
      kind: 'dingtalk',
      name: expect.stringMatching(/^dingtalk-[0-9a-f]{6}$/),
      url: 'https://oapi.example.cn/send?access_token=t',
      secret: 'SEC1',
    },
  ])
})

test('an address with a password is not repeated in the message', () => {
  expect(() => readConfig({ DATABASE_URL: 'http://user:secret@host/db' })).toThrow(/^(?!.*secret)/)
})
