import { expect, test } from 'vitest'
import { addressKind, hostKind } from '../../src/crawlers/address-kind.ts'

test.each([
  ['127.0.0.1', 'loopback'],
  ['127.8.8.8', 'loopback'],
  ['::1', 'loopback'],
  ['::ffff:127.0.0.1', 'loopback'],
  ['0.0.0.0', 'private'],
  ['10.1.2.3', 'private'],
  ['172.31.255.255', 'private'],
  ['172.32.0.1', 'public'],
  ['192.168.1.1', 'private'],
  ['169.254.169.254', 'private'],
  ['100.64.0.1', 'private'],
  ['::ffff:10.0.0.1', 'private'],
  ['fd00::1', 'private'],
  ['fe80::1%eth0', 'private'],
  ['fec0::1', 'private'],
  ['::', 'private'],
  ['::127.0.0.1', 'private'],
  ['64:ff9b::a00:1', 'private'],
  ['64:ff9b::10.0.0.1', 'private'],
  ['64:ff9b::7f00:1', 'private'],
  ['64:ff9b::', 'private'],
  ['64:ff9b::7a89:f218', 'public'],
  ['[64:ff9b::122.137.242.24]', 'public'],
  ['64:ff9b:1::a00:1', 'private'],
  ['2002:a00:1::', 'private'],
  ['2001:0:a00:1::', 'private'],
  ['2001:da8::1', 'public'],
  ['122.137.242.24', 'public'],
  ['2400:3200::1', 'public'],
])('%s is %s', (address, kind) => {
  expect(addressKind(address)).toBe(kind)
})

test.each([
  ['localhost', 'loopback'],
  ['portal.localhost', 'loopback'],
  ['[::1]', 'loopback'],
  ['intranet', 'private'],
  ['printer.local', 'private'],
  ['www.example.gov.cn', null],
  ['122.137.242.24', 'public'],
])('host %s says %j', (host, kind) => {
  expect(hostKind(host)).toBe(kind)
})
