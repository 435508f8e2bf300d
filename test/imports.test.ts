import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..')

/** Which rooms a room may import, beside itself: the table of docs/architecture.md. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'src/model': [],
  'src/extract': ['src/model'],
  'src/rules': ['src/model'],
  'src/crawlers': ['src/model'],
  db: ['src/model'],
  'src/jobs': ['src/model', 'src/extract', 'src/rules', 'src/crawlers', 'db', 'src/release'],
  'src/review': ['src/model', 'src/rules', 'db'],
  'src/release': ['src/model', 'src/rules', 'db'],
  'src/papers': ['src/model', 'db'],
}

const ROOMS = [...Object.keys(MAY_IMPORT), 'src/cli', 'src/config.ts', 'test', 'bench', 'scripts']

/** Relative imports, static and dynamic, of all files in a room. */
function importsOf(room: string): { file: string; target: string }[] {
  const files = readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  return files.flatMap((name) => {
    const path = join(ROOT, room, name)
    const sources = [...readFileSync(path, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(
      (match) => match[1] ?? '',
    )
    return sources.map((source) => ({ file: relative(ROOT, path), target: roomOf(relative(ROOT, join(dirname(path), source))) }))
  })
}

function roomOf(path: string): string {
  return ROOMS.find((room) => path === room || path.startsWith(`${room}/`)) ?? path
}

test.each(Object.entries(MAY_IMPORT))('%s imports only %j', (room, allowed) => {
  const strays = importsOf(room).filter(({ target }) => target !== room && !allowed.includes(target))
  expect(strays).toEqual([])
})

test.each(['src/model', 'src/extract', 'src/rules'])('%s has no network, database, clock or environment', (room) => {
  const forbidden =
    /\bfetch\(|node:(?:net|http|https|child_process)|\bprocess\.env\b|\bDate\.now\(\)|\bnew Date\(\)|from 'pg'|from 'kysely'/
  const strays = readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && forbidden.test(readFileSync(join(ROOT, room, name), 'utf8')),
  )
  expect(strays).toEqual([])
})

test('only src/config.ts reads the environment', () => {
  const strays = ['src', 'db'].flatMap((room) =>
    readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
      .map((name) => `${room}/${name}`)
      .filter(
        (name) =>
          name.endsWith('.ts') && name !== 'src/config.ts' && readFileSync(join(ROOT, name), 'utf8').includes('process.env'),
      ),
  )
  expect(strays).toEqual([])
})
