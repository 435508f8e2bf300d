import { randomUUID } from 'node:crypto'
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findBrowser } from '../../crawlers/find-browser.ts'
import { loadRecogniser } from '../../extract/readers/pictures/recogniser.ts'
import { broken, type Check, ok, warning } from './check.ts'

const OLDEST_NODE = [22, 15] as const
const GIB = 2 ** 30
const LITTLE_SPACE = 5 * GIB
const NO_SPACE = GIB

export function checkNode(version: string): Check {
  const about = { name: 'node', title: 'Node.js' }
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number)
  const [oldestMajor, oldestMinor] = OLDEST_NODE
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor))
    return broken(
      about,
      version,
      `请安装 Node.js 24（至少 ${OLDEST_NODE.join('.')}） install Node.js 24, at least ${OLDEST_NODE.join('.')}`,
    )
  return ok(about, version)
}

/** Whether the data folder (or that of the snapshots) can be written, and has room for the pages of the next nights. */
export async function checkFolder(folder: string, about = { name: 'folder', title: '数据目录 data folder' }): Promise<Check> {
  const probe = join(folder, `.doctor-${randomUUID()}`)
  try {
    await mkdir(folder, { recursive: true })
    await writeFile(probe, 'x')
    await rm(probe)
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error)
    return broken(
      about,
      `${folder} 不可写 cannot be written (${reason})`,
      '请检查 GOUJI_DATA、GOUJI_SNAPSHOTS 及其权限 check GOUJI_DATA, GOUJI_SNAPSHOTS and their permissions',
    )
  }
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  const found = `${folder}，可写 writable，剩余 free ${(free / GIB).toFixed(1)} GiB`
  const advice =
    '请清理磁盘或换用更大的磁盘；快照不可删除 free some space or move to a larger disk; snapshots are evidence and stay'
  if (free < NO_SPACE) return broken(about, found, advice)
  return free < LITTLE_SPACE ? warning(about, found, advice) : ok(about, found)
}

/** Whether lists drawn by script can be read: a browser is found, and starts. */
export async function checkBrowser(chromiumPath: string | null): Promise<Check> {
  const about = { name: 'browser', title: '浏览器 browser' }
  const advice =
    '请安装 Chromium，或设置 PLAYWRIGHT_CHROMIUM_PATH；其余网站不受影响 install Chromium, or set PLAYWRIGHT_CHROMIUM_PATH; other portals are read all the same'
  try {
    const browser = await findBrowser(chromiumPath)
    if (browser === null) return warning(about, '未找到 none found', advice)
    const { chromium } = await import('playwright')
    const started = await chromium.launch({ executablePath: browser.executablePath, args: browser.args, timeout: 30_000 })
    const version = started.version()
    await started.close()
    return ok(about, `${version}，${browser.executablePath}`)
  } catch (error) {
    return warning(about, `不能启动 does not start: ${firstLine(error)}`, advice)
  }
}

/** Whether scans and pictures can be read. */
export async function checkRecognition(): Promise<Check> {
  const about = { name: 'recognition', title: '文字识别 recognition of scans' }
  try {
    await loadRecogniser()
    return ok(about, '模型可用 the model loads')
  } catch (error) {
    return warning(
      about,
      firstLine(error),
      '扫描件将无法读取；请重新安装，勿省略可选依赖 scans cannot be read; install again with optional dependencies',
    )
  }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''
}
