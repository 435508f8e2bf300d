import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { freePort, untilAnswers } from '../jobs/redis-server.ts'
import { endWithUs } from './children.ts'

/** A Redis of our own that can be stopped, killed and started again at the same address. */
export type OwnRedis = {
  readonly url: string
  /** Whether it kept on disk what it held when it was stopped last. */
  readonly start: () => Promise<void>
  readonly stop: (how: 'gently' | 'kill') => Promise<void>
}

/** `keeps`: writes every change to disk, as an operator should set it; else it forgets everything when it ends. */
export async function openRedis(folder: string, { keeps }: { keeps: boolean }): Promise<OwnRedis> {
  const data = join(folder, 'redis')
  mkdirSync(data, { recursive: true })
  const port = await freePort()
  const url = `redis://127.0.0.1:${port}`
  const persistence = keeps ? ['--appendonly', 'yes', '--appendfsync', 'everysec'] : ['--save', '', '--appendonly', 'no']
  let server: ChildProcess | null = null
  const start = async () => {
    const options = ['--port', String(port), '--bind', '127.0.0.1', '--dir', data, '--maxmemory-policy', 'noeviction']
    server = endWithUs(spawn('redis-server', [...options, ...persistence], { stdio: 'ignore' }))
    await untilAnswers(url)
  }
  await start()
  return {
    url,
    start,
    stop: async (how) => {
      if (server === null) return
      const stopped = server
      server = null
      const ended = new Promise((resolve) => stopped.once('close', resolve))
      stopped.kill(how === 'kill' ? 'SIGKILL' : 'SIGTERM')
      await ended
    },
  }
}
