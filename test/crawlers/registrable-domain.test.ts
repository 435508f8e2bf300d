import { expect, test } from 'vitest'
import { registrableDomain } from '../../src/crawlers/registrable-domain.ts'

test.each([
  ['http://www.zibo.gov.cn/a', 'zibo.gov.cn', 'gov.cn is a public suffix'],
  ['https://gaoxin.zibo.gov.cn:8443/', 'zibo.gov.cn', 'a host of the city, on another port'],
  ['https://www.gov.cn/', 'www.gov.cn', 'the central government'],
  ['http://www.gaoxin.com.cn/', 'gaoxin.com.cn', 'a company'],
  ['http://122.137.242.24:8080/x', '122.137.242.24', 'one machine, whatever the port'],
  ['http://127.0.0.1:4780/x', '127.0.0.1:4780', 'sample sites share this machine'],
])('%s has the clock of %s: %s', (url, domain) => {
  expect(registrableDomain(new URL(url))).toBe(domain)
})
