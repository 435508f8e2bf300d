import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseUnavailable } from './unavailable.ts'

/** How the server's programs are to be started, so that they do not run as root. */
export type ServerAccount = {
  /** Owner of the server's files; null: whoever runs this process. */
  readonly owner: { readonly uid: number; readonly gid: number } | null
  readonly command: (
    program: string,
    args: readonly string[],
  ) => { readonly file: string; readonly args: readonly string[]; readonly uid?: number; readonly gid?: number }
}

const NAME = 'postgres'

/**
 * PostgreSQL refuses to run as root; then the account `postgres` runs it, and is created where it is missing. If that account may not
 * enter the way to `paths` (a clone in /root, a folder of mktemp), it is given the right to pass, and only that process has it.
 */
export function serverAccount(paths: readonly string[]): ServerAccount {
  if (process.getuid?.() !== 0) return { owner: null, command: (file, args) => ({ file, args }) }
  const owner = findAccount() ?? createAccount()
  const closed = paths.map((path) => closedFolder(path, owner)).find((folder) => folder !== null)
  if (closed === undefined) return { owner, command: (file, args) => ({ file, args, ...owner }) }
  if (spawnSync('setpriv', ['--version'], { stdio: 'ignore' }).status !== 0)
    throw new DatabaseUnavailable(
      `PostgreSQL does not run as root, and its account "${NAME}" may not enter ${closed}. Run Gouji as an ordinary user, open the folder (chmod o+x ${closed}), or install setpriv (util-linux).`,
    )
  const prefix = [
    `--reuid=${owner.uid}`,
    `--regid=${owner.gid}`,
    '--clear-groups',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
  ]
  return { owner, command: (program, args) => ({ file: 'setpriv', args: [...prefix, program, ...args] }) }
}

function findAccount(): { uid: number; gid: number } | null {
  const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, NAME], { encoding: 'utf8' }))
  return uid?.status === 0 && gid?.status === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : null
}

function createAccount(): { uid: number; gid: number } {
  const made = spawnSync('useradd', ['--system', '--user-group', '--no-create-home', NAME], { encoding: 'utf8' })
  // Another process of ours may have been quicker.
  const account = findAccount()
  if (account === null)
    throw new DatabaseUnavailable(
      `PostgreSQL does not run as root, and the account "${NAME}" could not be created for it: ${made.error?.message ?? made.stderr.trim()}. Run Gouji as an ordinary user, or give a server in DATABASE_URL.`,
    )
  return account
}

/** The uppermost folder on the way to `path` that the account may not enter; null when it may pass. */
function closedFolder(path: string, { uid, gid }: { uid: number; gid: number }): string | null {
  const parent = dirname(path)
  if (parent === path) return null
  const above = closedFolder(parent, { uid, gid })
  if (above !== null) return above
  const folder = statSync(parent)
  const mayEnter = folder.uid === uid ? folder.mode & 0o100 : folder.gid === gid ? folder.mode & 0o010 : folder.mode & 0o001
  return mayEnter ? null : parent
}
