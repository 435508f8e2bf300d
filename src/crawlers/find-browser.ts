import { execFile } from 'node:child_process'
import { access, constants, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { SetupError } from '../model/setup-error.ts'

export type Browser = { readonly executablePath: string; readonly args: string[] }

/** Keeps the browser from calling home: on a closed network such calls only cost time. */
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
]

/**
 * For a browser whose requests we answer ourselves: what it would ask past us (the icon of a site, say) goes to a port where nobody
 * listens, so that no host is asked without its pace, its robots.txt and a record.
 */
export const WITHOUT_NETWORK: readonly string[] = ['--proxy-server=127.0.0.1:9', '--proxy-bypass-list=<-loopback>']

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'headless_shell']
const PLACES = [
  ...COMMANDS.flatMap((command) => [`/usr/bin/${command}`, `/usr/local/bin/${command}`, `/snap/bin/${command}`]),
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
]

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
  const { chromium } = await import('playwright')
  // A distribution may put a script there that only says how to install the browser.
  for (const candidate of [...(await onThePath()), ...PLACES, chromium.executablePath()])
    if (candidate !== '' && (await isExecutable(candidate)) && (await runs(candidate))) return browserAt(candidate)
  return carriedBrowser()
}

/** The browser of the package @sparticuz/chromium, unpacked into the folder for temporary files; null where it cannot run. */
export async function carriedBrowser(): Promise<Browser | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null
  const { default: carried, inflate } = await import('@sparticuz/chromium')
  const executablePath = await carried.executablePath()
  if ((await stat(executablePath)).uid !== process.getuid?.()) return null
  if (await runs(executablePath)) return browserAt(executablePath)

  // A machine without a desktop lacks the NSS libraries; the package has them for the machines it was made for.
  const packed = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '..', 'bin', 'al2023.tar.br')
  await inflate(packed)
  const script = await writeLauncher(executablePath, join(tmpdir(), 'al2023', 'lib'))
  // Another process may be unpacking it right now.
  for (let attempt = 0; attempt < 5; attempt++) {
    if (await runs(script)) return browserAt(script)
    await delay(1_000)
  }
  return null
}

async function writeLauncher(executablePath: string, libraries: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gouji-'))
  const script = join(tmpdir(), `gouji-chromium-${process.getuid?.()}.sh`)
  const lines = ['#!/bin/sh', `LD_LIBRARY_PATH='${libraries}'`, 'export LD_LIBRARY_PATH', `exec '${executablePath}' "$@"`, '']
  await writeFile(join(folder, 'launch'), lines.join('\n'), { mode: 0o700 })
  await rename(join(folder, 'launch'), script)
  await rm(folder, { recursive: true })
  return script
}

async function onThePath(): Promise<readonly string[]> {
  if (process.platform === 'win32') return []
  const found = await promisify(execFile)('/bin/sh', ['-c', `for name in ${COMMANDS.join(' ')}; do command -v "$name"; done; :`])
  return found.stdout.split('\n').filter((line) => line.startsWith('/'))
}

function browserAt(executablePath: string): Browser {
  const isRoot = process.getuid?.() === 0
  return { executablePath, args: isRoot ? [...QUIET, '--no-sandbox'] : QUIET }
}

async function runs(executablePath: string): Promise<boolean> {
  return promisify(execFile)(executablePath, ['--version'], { timeout: 20_000 }).then(
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
