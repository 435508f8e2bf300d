import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, extname, join, relative, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { UNPACKED } from '../../db/captures.ts'
import * as ingestedFiles from '../../db/ingested-files.ts'
import * as registry from '../../db/registry.ts'
import { ConfigError, readConfig } from '../config.ts'
import { advanceRuns } from '../jobs/advance-run.ts'
import type { JobContext } from '../jobs/context.ts'
import { type GivenFile, startIngestRun } from '../jobs/ingest.ts'
import { createProcessors } from '../jobs/processors.ts'
import { createWorkers } from '../jobs/workers.ts'
import { GIVE_UP_REASONS } from '../model/give-up.ts'
import { MAX_FILE } from '../model/snapshot.ts'
import { closeInOrder } from './close-in-order.ts'
import { fileProblem } from './file-problem.ts'
import { followRun } from './follow-run.ts'
import { openWork } from './open-work.ts'
import { tooLarge } from './read-reports.ts'
import { stopSignal } from './stop-signal.ts'
import { hasOtherSchema } from './watch-schema.ts'

const CONCURRENCY = 2
const QUEUES = ['extract', 'check', 'audit', 'notify'] as const

/** Takes local files through the same queues as crawled pages, and tells of each what became of it. */
export async function run(paths: readonly string[], options: { readonly district?: string }): Promise<void> {
  const config = readConfig()
  const stopping = stopSignal()
  const opened: (() => Promise<void>)[] = []
  try {
    const { context, backend, close } = await openWork(config)
    opened.push(close)
    const district = await checkedDistrict(context, options.district)
    const files = await filesIn(paths)
    const workers = createWorkers(backend, createProcessors(context), {
      queues: QUEUES,
      concurrency: CONCURRENCY,
      log: context.log,
      traces: context.traces,
      isOtherSchema: () => hasOtherSchema(context.db),
    })
    opened.push(workers.close)
    await advanceRuns(context)
    const runId = await startIngestRun(context, files, {
      district,
      onProblem: ({ url }, error) => tellProblem(pathOf(url), fileProblem(error) ?? error.message),
      onWait: (other) =>
        process.stderr.write(
          `第 ${other} 次运行正在处理其中的文件，等其结束 run ${other} works on some of these files; this one begins when it has ended\n`,
        ),
      signal: stopping,
    }).catch((error) => {
      if (!stopping.aborted) throw error
      return null
    })
    if (stopping.aborted && runId === null) return
    if (runId === null) {
      process.stderr.write('没有可导入的文件 there is no file to take in\n')
      process.exitCode = 2
      return
    }
    await followRun(context.db, runId, process.stderr, stopping)
    if (stopping.aborted) process.stderr.write('已停止，未完成的文件在下次运行时继续 stopped; a worker goes on with the rest\n')
    for (const file of await ingestedFiles.ofRun(context.db, runId)) tell(file)
  } finally {
    await closeInOrder(opened)
  }
}

async function checkedDistrict({ db }: JobContext, district: string | undefined): Promise<string | null> {
  if (district === undefined) return null
  const { districts } = await registry.loadRegistry(db)
  if (districts.some(({ id }) => id === district)) return district
  const known = districts.map(({ id }) => id).join(', ') || 'none; import a portals file first'
  throw new ConfigError(`--district: there is no district "${district}". Registered are: ${known}.`)
}

/** Files as given and all in folders, hidden ones left out; a path that does not exist is told and passed over. */
async function filesIn(paths: readonly string[]): Promise<GivenFile[]> {
  const found = new Map<string, GivenFile>()
  for (const path of paths) {
    const info = await stat(path).catch((error: Error) => {
      tellProblem(path, fileProblem(error) ?? error.message)
    })
    const inside = info?.isDirectory() ? await filesUnder(path) : info ? [path] : []
    for (const file of inside) {
      const { size } = await stat(file)
      if (size > MAX_FILE) tellProblem(file, tooLarge(size))
      else found.set(resolve(file), givenFile(resolve(file)))
    }
  }
  return [...found.values()]
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (path) =>
        !relative(folder, path)
          .split(/[\\/]/)
          .some((part) => part.startsWith('.')),
    )
    .sort()
}

function givenFile(path: string): GivenFile {
  return { url: pathToFileURL(path).href, title: basename(path, extname(path)), read: () => readFile(path) }
}

const CHANGES = {
  new: '新增 new',
  changed: '更正 changed',
  unchanged: '未变 unchanged',
  beside: '另有来源，内容不同 known from a better source, and different',
} as const

function tell(file: ingestedFiles.IngestedFile): void {
  const path = pathOf(file.url)
  if (file.state === 'report') {
    const counts = `错误 errors ${file.errors} · 疑似 suspected ${file.warnings} · 提示 notes ${file.infos}`
    process.stdout.write(
      `${path}\n  ${file.authorityName} ${file.year}年 · ${file.change ? CHANGES[file.change] : ''} · ${counts}\n`,
    )
    return
  }
  if (file.reason === UNPACKED && file.state !== 'pending') {
    process.stdout.write(`${path}\n  ${file.message} archive; the files in it are told one by one\n`)
    return
  }
  const words = GIVE_UP_REASONS[file.reason as keyof typeof GIVE_UP_REASONS]
  const reason = words ? `${words.zh} ${words.en}: ` : ''
  const message = file.message?.replaceAll(file.url, basename(path)) ?? file.reason ?? ''
  tellProblem(path, file.state === 'pending' ? '尚未处理 not done yet' : `${reason}${message}`)
}

function tellProblem(path: string, problem: string): void {
  process.stdout.write(`${path}\n  未导入 not taken in: ${problem}\n`)
  process.exitCode = 2
}

/** As short as possible from here; a file in an archive as if the archive were a folder. */
function pathOf(url: string): string {
  const [file = '', member] = url.split('#')
  const path = fileURLToPath(file)
  const short = relative(process.cwd(), path)
  return `${short.startsWith('..') ? path : short}${member === undefined ? '' : `/${decodeURIComponent(member)}`}`
}
