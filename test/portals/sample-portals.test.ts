import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { AUTHORITIES } from './district/authorities.ts'
import { type SamplePortals, startSamplePortals } from './start-sample-portals.ts'

type PortalsFile = {
  districts: { authorities: { id: string }[] }[]
  portals: { id: string; host: string; columns: { url: string; authorities: 'all' | string[] }[] }[]
}

let portals: SamplePortals
let file: PortalsFile

beforeAll(async () => {
  portals = await startSamplePortals({ basePort: 0, night: 1 })
  file = parse(portals.portalsYaml) as PortalsFile
})
afterAll(() => portals.close())

describe('the sample portals', () => {
  test('are three hosts with 24 authorities', () => {
    expect(file.portals.map(({ id }) => id)).toEqual(['yunlan-main', 'yunlan-gongkai', 'yunlan-townships'])
    expect(file.districts.flatMap(({ authorities }) => authorities)).toHaveLength(24)
    const named = file.portals.flatMap(({ columns }) => columns).flatMap(({ authorities }) => authorities)
    expect(new Set(named.filter((id) => id !== 'all')).size).toBe(AUTHORITIES.filter(({ host }) => host !== 'townships').length)
  })

  test('serve every column of the portals file', async () => {
    for (const { url } of file.portals.flatMap(({ columns }) => columns)) expect((await fetch(url)).status, url).toBe(200)
  })

  test('answer 304 when nothing changed, and 404 for an unknown address', async () => {
    const url = file.portals[0]!.columns[0]!.url
    const first = await fetch(url)
    const etag = first.headers.get('etag') ?? ''
    expect(first.headers.get('last-modified')).not.toBeNull()
    expect((await fetch(url, { headers: { 'if-none-match': etag } })).status).toBe(304)
    expect((await fetch(url, { headers: { 'if-none-match': '"other"' } })).status).toBe(200)
    expect((await fetch(new URL('/nothing/here.html', url))).status).toBe(404)
  })

  test('log each request with its answer', async () => {
    const before = portals.log.length
    await fetch(`http://${file.portals[2]!.host}/robots.txt`, { headers: { 'user-agent': 'sample-test' } })
    expect(portals.log[before]).toMatchObject({ method: 'GET', url: '/robots.txt', status: 200, host: file.portals[2]!.host })
    expect(portals.log[before]?.headers['user-agent']).toBe('sample-test')
  })

  test('say which port is taken', async () => {
    const taken = Number(file.portals[1]!.host.split(':')[1])
    await expect(startSamplePortals({ basePort: taken, night: 1 })).rejects.toThrow(`port ${taken} of 127.0.0.1`)
  })
})
