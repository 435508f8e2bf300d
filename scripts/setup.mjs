// Brings node_modules up to date with package-lock.json before `npm start`, `npm test` and `npm run gouji`; silent and instant
// when nothing is to do. Plain JavaScript for the oldest Node that may run it (20); everything after it runs on the pinned Node.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const lock = join(root, 'package-lock.json')
const installed = join(root, 'node_modules', '.package-lock.json')

if (
  !existsSync(installed) ||
  statSync(installed).mtimeMs < statSync(lock).mtimeMs ||
  !existsSync(join(root, 'node_modules', '.bin', 'node'))
) {
  process.stderr.write('Setting up: installing dependencies, about a minute the first time …\n')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const run = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  if (run.status !== 0) {
    process.stderr.write(
      `${run.stderr ?? ''}\nThe dependencies could not be installed. Check the network and the npm registry, then try again.\n`,
    )
    process.exit(1)
  }
}
