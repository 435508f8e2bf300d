import { execFile } from 'node:child_process'
import { access, constants, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { SetupError } from '../model/setup-error.ts'

export type Browser = {
  readonly executablePath: string
  readonly args: string[]
  /** Environment that the browser needs beside our own, such as the place of its libraries. */
  readonly env: Readonly<Record<string, string>>
}

/** Keeps the browser from calling home: on a closed network such calls only cost time. */
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
]

const SYSTEM_BROWSERS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
]
const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'headless_shell']

/**
 * Finds a Chromium for lists drawn by script: the configured one, else one of the system, else playwright's own, else the one
 * that the package @sparticuz/chromium carries (Linux x64). Null when there is none.
 * @throws SetupError when a browser is configured but is not there: a wrong setting is not passed over
 */
export async function findBrowser(chromiumPath: string | null): Promise<Browser | null> {
  if (chromiumPath !== null) {
    if (!(await isExecutable(chromiumPath)))
      throw new SetupError(
        `PLAYWRIGHT_CHROMIUM_PATH names ${chromiumPath}, which is not a program that can be run. Correct the path, or remove the setting to have a browser looked for.`,
      )
    return browserAt(chromiumPath)
  }
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin', '/usr/local/bin', '/snap/bin']
  const candidates = [...COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command))), ...SYSTEM_BROWSERS]
  for (const candidate of candidates) if (await isExecutable(candidate)) return browserAt(candidate)

  const { chromium } = await import('playwright')
  const own = chromium.executablePath()
  if (own && (await isExecutable(own))) return browserAt(own)
  return carriedBrowser()
}

async function carriedBrowser(): Promise<Browser | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null
  const { default: carried, inflate } = await import('@sparticuz/chromium')
  const executablePath = await carried.executablePath()
  // Another process may be unpacking it right now.
  for (let attempt = 0; attempt < 5; attempt++) {
    if (await runs(executablePath, {})) return browserAt(executablePath)
    if (attempt === 0) {
      // A machine without a desktop lacks the NSS libraries; the package has them for the machines it was made for.
      const packed = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '..', 'bin', 'al2023.tar.br')
      await inflate(packed)
    }
    const env = { LD_LIBRARY_PATH: join(tmpdir(), 'al2023', 'lib'), FONTCONFIG_PATH: join(tmpdir(), 'fonts') }
    if (await runs(executablePath, env)) return browserAt(executablePath, env)
    await delay(1_000)
  }
  return null
}

function browserAt(executablePath: string, env: Readonly<Record<string, string>> = {}): Browser {
  const asRoot = process.getuid?.() === 0
  return { executablePath, args: asRoot ? [...QUIET, '--no-sandbox'] : QUIET, env }
}

async function runs(executablePath: string, env: Readonly<Record<string, string>>): Promise<boolean> {
  return promisify(execFile)(executablePath, ['--version'], { timeout: 10_000, env: { ...process.env, ...env } }).then(
    () => true,
    () => false,
  )
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    async () => (await stat(path)).isFile(),
    () => false,
  )
}
