import { readFileSync, writeFileSync } from 'node:fs'
import { PERMISSIONS } from '../src/review/permissions.ts'

/** Writes the rows of `src/review/permissions.ts` into docs/review.md: node scripts/write-permissions.ts, after a route was added. */
const DOC = new URL('../docs/review.md', import.meta.url)
const HEAD = '| route | at least | districts | API tokens |\n|---|---|---|---|\n'

const rows = Object.entries(PERMISSIONS).map(
  ([route, { least, scope, programs }]) => `| \`${route}\` | ${least} | ${scope} | ${programs ? 'yes' : 'no'} |\n`,
)
const text = readFileSync(DOC, 'utf8')
const from = text.indexOf(HEAD) + HEAD.length
writeFileSync(DOC, text.slice(0, from) + rows.join('') + text.slice(text.indexOf('\n\n', from) + 1))
