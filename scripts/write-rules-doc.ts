import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describeRules } from '../src/rules/describe-rules.ts'

// `node scripts/write-rules-doc.ts` after a rule was added or changed; a test fails until then.
writeFileSync(join(import.meta.dirname, '..', 'docs', 'rules.md'), describeRules())
