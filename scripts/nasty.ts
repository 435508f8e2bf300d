import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startVitest, type TestCase, type TestModule, type TestSuite } from 'vitest/node'
import type { ToldOutcome } from '../test/nasty.ts'
import { NASTY_CASES } from '../test/nasty-cases.ts'

// npm run nasty
// Runs the tests named `nasty NN` and prints a line for each of the 65 cases of the portals reference §9: its number, the case, the outcomes that
// its tests expect and those that they saw. A case passes when it has a test that tells an outcome, and all its tests pass. Exit status 1 when one
// does not.

const ROOT = join(import.meta.dirname, '..')
const NAME = /\bnasty (\d+(?:(?:, | and )\d+)*)/

type Told = { outcomes: ToldOutcome[]; tests: number; readonly failures: string[] }

/** The numbers in the nearest name, of a test or of what is around it, that speaks of cases. */
function numbersOf(test: TestCase): readonly number[] {
  for (let around: TestCase | TestSuite | TestModule = test; around.type !== 'module'; around = around.parent) {
    const numbers = around.name.match(NAME)?.[1]
    if (numbers !== undefined) return numbers.match(/\d+/g)!.map(Number)
  }
  return []
}

function filesWithCases(): readonly string[] {
  const all = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.test.ts'))
  return all.map((path) => join('test', path)).filter((path) => NAME.test(readFileSync(join(ROOT, path), 'utf8')))
}

function collect(modules: readonly TestModule[]): ReadonlyMap<number, Told> {
  const cases = new Map<number, Told>(NASTY_CASES.map((_, n) => [n + 1, { outcomes: [], tests: 0, failures: [] }]))
  for (const module of modules)
    for (const test of module.children.allTests())
      for (const number of numbersOf(test)) {
        const told = cases.get(number)
        if (told === undefined)
          throw new Error(`"${test.fullName}" speaks of case ${number}, and there are ${NASTY_CASES.length}`)
        const { state, errors } = test.result()
        told.tests++
        told.outcomes.push(...(test.meta().outcomes ?? []))
        if (state !== 'passed')
          told.failures.push(
            `${test.fullName}: ${state === 'failed' ? (errors?.[0]?.message.split('\n')[0] ?? 'failed') : 'was not run'}`,
          )
      }
  return cases
}

/** Why a case does not pass; none where it does. */
function faultsOf({ tests, outcomes, failures }: Told): readonly string[] {
  if (tests === 0) return ['it has no test']
  if (failures.length > 0) return failures
  return outcomes.length === 0 ? ['none of its tests tells an outcome'] : []
}

const distinct = (words: readonly string[]) => [...new Set(words)].join('; ') || '–'

const options = {
  root: ROOT,
  watch: false,
  testNamePattern: NAME.source,
  reporters: [{}],
  // Text recognition and the browser need their time on a machine that does something else as well.
  testTimeout: 240_000,
}
const vitest = await startVitest('test', [...filesWithCases()], options)
const modules = vitest.state.getTestModules()
const cases = collect(modules)
const unread = modules.flatMap((module) =>
  module.errors().map(({ message }) => `${module.relativeModuleId}: ${message.split('\n')[0]}`),
)
// A file whose process did not start has no module.
const unstarted = vitest.state
  .getUnhandledErrors()
  .map((error) => (error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)))
await vitest.close()

let failed = 0
for (const [number, told] of cases) {
  const faults = faultsOf(told)
  if (faults.length > 0) failed++
  const [expected, seen] = [
    distinct(told.outcomes.map((each) => each.expected)),
    distinct(told.outcomes.map((each) => each.seen)),
  ]
  console.log(
    `${faults.length === 0 ? '  ' : '!!'} ${String(number).padStart(2)}  ${NASTY_CASES[number - 1]!.padEnd(64)} expected: ${expected}  seen: ${seen}`,
  )
  for (const fault of faults) console.log(`       ${fault}`)
}
for (const error of [...unread, ...unstarted]) console.log(`!! ${error}`)
console.log(`${cases.size - failed} passed, ${failed} failed`)
process.exitCode = failed === 0 && unread.length + unstarted.length === 0 ? 0 : 1
