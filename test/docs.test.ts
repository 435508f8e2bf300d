import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { SETTINGS } from '../src/config.ts'
import { DOUBTS } from '../src/extract/tables/doubts.ts'
import { WAYS } from '../src/extract/tables/reading.ts'
import { PROBLEM_TITLES } from '../src/review/portal-words.ts'

const ROOT = join(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')

test.each(['README.md', 'README.zh-CN.md'])('%s lists every setting with its default, and no other', (readme) => {
  const rows = [...read(readme).matchAll(/^\| `([A-Z_]+)` \| (?:`([^`]*)`)? ?\|/gm)].map(([, name, fallback]) => ({
    name,
    fallback: fallback ?? null,
  }))
  expect(rows).toEqual(SETTINGS.map(({ name, fallback }) => ({ name, fallback })))
})

test('README.md gives every setting the meaning that the code gives it', () => {
  const text = read('README.md').replaceAll('`', '')
  for (const { meaning } of SETTINGS) expect(text).toContain(meaning)
})

test('.env.example offers every setting', () => {
  const offered = [...read('.env.example').matchAll(/^([A-Z_]+)=$/gm)].map((match) => match[1])
  expect(offered.toSorted()).toEqual(['POSTGRES_PASSWORD', 'REDIS_PASSWORD', ...SETTINGS.map(({ name }) => name)].toSorted())
})

/** Settings that docker-compose.yml leaves alone: the image sets them, Redis holds the queues, and there are no sample portals in it. */
const NOT_IN_CONTAINERS = ['GOUJI_DATA', 'PLAYWRIGHT_CHROMIUM_PATH', 'GOUJI_QUEUE_DATABASE_URL', 'GOUJI_SAMPLE_PORT']
/** Those of one kind of service only; the port of the pages is what the machine publishes. */
const NOT_IN: Readonly<Record<string, readonly string[]>> = {
  web: ['GOUJI_PORT', 'GOUJI_METRICS_PORT'],
  worker: ['GOUJI_PORT'],
  scheduler: ['GOUJI_PORT'],
}

test('docker-compose.yml hands on every setting that makes sense in containers, and asks for none that .env.example lacks', () => {
  const compose = read('docker-compose.yml')
  const { services } = parse(compose, { merge: true }) as { services: Record<string, { environment?: object }> }
  for (const [service, left] of Object.entries(NOT_IN)) {
    const wanted = SETTINGS.map(({ name }): string => name).filter((name) => ![...NOT_IN_CONTAINERS, ...left].includes(name))
    expect(Object.keys(services[service]?.environment ?? {}).toSorted(), service).toEqual(wanted.toSorted())
  }
  const asked = [...compose.matchAll(/(?<!\$)\$\{([A-Z_]+)/g)].map((match) => match[1])
  for (const name of new Set(asked)) expect(read('.env.example')).toContain(`\n${name}=\n`)
})

test('every unit in deploy/systemd starts a command that there is, with options that it has', () => {
  const commands = read('src/cli/main.ts').split(/^program$/m)
  for (const name of readdirSync(join(ROOT, 'deploy/systemd')).filter((file) => file.endsWith('.service'))) {
    const [, command, options = ''] = /^ExecStart=\S+ \S+main\.js (\w+)(.*)$/m.exec(read(`deploy/systemd/${name}`)) ?? []
    const code = commands.find((text) => new RegExp(`.command\\('${command}[' ]`).test(text))
    expect(code, name).toBeDefined()
    for (const option of options.match(/--[\w-]+/g) ?? []) expect(code, name).toContain(`'${option} `)
  }
})

test('every dependency is explained in docs/decisions', () => {
  const decisions = readdirSync(join(ROOT, 'docs/decisions'))
    .map((name) => read(`docs/decisions/${name}`))
    .join('\n')
  const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<string, Record<string, string>>
  const unexplained = Object.keys({ ...dependencies, ...devDependencies }).filter((name) => !decisions.includes(`\`${name}\``))
  expect(unexplained).toEqual([])
})

test('docs/extraction.md explains every way of reading and every doubt', () => {
  const text = read('docs/extraction.md')
  expect([...Object.keys(WAYS), ...Object.keys(DOUBTS)].filter((code) => !text.includes(`\`${code}\``))).toEqual([])
})

test('docs/operations.md says what to do about every problem of a crawl', () => {
  const told = [...read('docs/operations.md').matchAll(/^\| (`[^|]+) \|/gm)].flatMap(
    ([, cell = '']) => cell.match(/[\w-]+/g) ?? [],
  )
  const codes = Object.keys(PROBLEM_TITLES).filter((code) => code !== 'ok' && code !== 'unchanged')
  expect(codes.filter((code) => !told.includes(code))).toEqual([])
})
