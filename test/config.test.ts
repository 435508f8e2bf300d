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
    accessKey: null,
  })
  expect(defaults.dataDir).toBe(resolve('data'))
  expect(readConfig({ DATABASE_URL: ' ', GOUJI_PORT: '' })).toEqual(defaults)
})

test('a secret can stand in a file; its last line break does not count', () => {
  const path = join(folder, 'key')
  writeFileSync(path, 'long-enough-access-key\n')
  expect(readConfig({ GOUJI_ACCESS_KEY_FILE: path }).accessKey).toBe('long-enough-access-key')
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
])('$name is told by the name of the setting', ({ environment, says }) => {
  expect(() => readConfig(environment)).toThrow(ConfigError)
  expect(() => readConfig(environment)).toThrow(says)
})

test('an address with a password is not repeated in the message', () => {
  expect(() => readConfig({ DATABASE_URL: 'http://user:secret@host/db' })).toThrow(/^(?!.*secret)/)
})
