import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

type Locked = {
  readonly resolved?: string
  readonly dependencies?: Record<string, string>
  readonly optionalDependencies?: Record<string, string>
}

const { packages } = JSON.parse(readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8')) as {
  packages: Record<string, Locked>
}

/** Where Node would find `name` from the package at `path`, among the locked ones. */
function lookUp(path: string, name: string): string | undefined {
  for (let folder = path; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name)
    if (candidate in packages) return candidate
    if (folder === '.' || folder === '') return undefined
  }
}

// `npm ci` refuses a lock file that leaves out the packages of other platforms, which npm does when it cannot reach one of them.
test('the lock file names every dependency, of every platform', () => {
  const absent = Object.entries(packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies }).filter((name) => lookUp(path, name) === undefined),
  )
  expect(absent).toEqual([])
})

test('the lock file names no download address', () => {
  expect(Object.values(packages).filter(({ resolved }) => resolved !== undefined)).toEqual([])
})
