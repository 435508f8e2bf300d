import { readFileSync } from 'node:fs'
import { isAbsolute, resolve } from 'node:path'

type Setting = { readonly name: string; readonly fallback: string | null; readonly meaning: string }

/** Every setting there is. The README's table and `.env.example` say the same; a test compares them. */
export const SETTINGS = [
  {
    name: 'DATABASE_URL',
    fallback: null,
    meaning: 'PostgreSQL 15 or newer; without it a PostgreSQL of our own runs in the data folder',
  },
  { name: 'REDIS_URL', fallback: null, meaning: 'Redis or Valkey for the queues; without it they live in PostgreSQL' },
  { name: 'GOUJI_DATA', fallback: './data', meaning: 'folder for the embedded database, snapshots and summaries' },
  {
    name: 'GOUJI_HOST',
    fallback: '127.0.0.1',
    meaning: 'address the review pages listen on; any other than loopback needs GOUJI_ACCESS_KEY',
  },
  { name: 'GOUJI_PORT', fallback: '8080', meaning: 'port of the review pages' },
  {
    name: 'GOUJI_ACCESS_KEY',
    fallback: null,
    meaning: 'key (16 characters or more) that officers give, beside their name, to open the review pages',
  },
  { name: 'GOUJI_CRON', fallback: '30 2 * * *', meaning: 'when the nightly crawl starts, cron form, time of Asia/Shanghai' },
  {
    name: 'GOUJI_CONTACT',
    fallback: null,
    meaning: 'e-mail or web address put into the User-Agent, so that a portal can reach the operator',
  },
  { name: 'GOUJI_SAMPLE_PORT', fallback: '4780', meaning: 'first of the three loopback ports of the bundled sample portals' },
  { name: 'GOUJI_LOG_LEVEL', fallback: 'warn', meaning: 'least level of log lines: debug, info, warn, error' },
  {
    name: 'PLAYWRIGHT_CHROMIUM_PATH',
    fallback: null,
    meaning: 'browser for lists drawn by script; without it one is looked for',
  },
] as const satisfies readonly Setting[]

const LOG_LEVELS: readonly string[] = ['debug', 'info', 'warn', 'error']

export type Config = {
  readonly databaseUrl: string | null
  readonly redisUrl: string | null
  /** Absolute path. */
  readonly dataDir: string
  readonly host: string
  readonly port: number
  readonly accessKey: string | null
  readonly cron: string
  readonly contact: string | null
  readonly samplePort: number
  readonly logLevel: string
  readonly chromiumPath: string | null
}

/** A setting or option that cannot be used; the message says which, and what to do. */
export class ConfigError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'ConfigError'
  }
}

/** Reads the settings from `environment`: the only place that looks at `process.env`. @throws ConfigError */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const settingOf = (name: (typeof SETTINGS)[number]['name']): string | null => {
    const fromFile = environment[`${name}_FILE`]
    const value = fromFile ? readSecretFile(name, fromFile) : environment[name]
    return value?.trim() || (SETTINGS.find((setting) => setting.name === name)?.fallback ?? null)
  }
  const dataDir = settingOf('GOUJI_DATA') ?? './data'
  return {
    databaseUrl: checkedUrl('DATABASE_URL', settingOf('DATABASE_URL'), ['postgres:', 'postgresql:']),
    redisUrl: checkedUrl('REDIS_URL', settingOf('REDIS_URL'), ['redis:', 'rediss:']),
    dataDir: isAbsolute(dataDir) ? dataDir : resolve(dataDir),
    host: settingOf('GOUJI_HOST') ?? '127.0.0.1',
    port: checkedPort('GOUJI_PORT', settingOf('GOUJI_PORT')),
    accessKey: settingOf('GOUJI_ACCESS_KEY'),
    cron: settingOf('GOUJI_CRON') ?? '30 2 * * *',
    contact: settingOf('GOUJI_CONTACT'),
    samplePort: checkedPort('GOUJI_SAMPLE_PORT', settingOf('GOUJI_SAMPLE_PORT')),
    logLevel: checkedLogLevel(settingOf('GOUJI_LOG_LEVEL') ?? 'warn'),
    chromiumPath: settingOf('PLAYWRIGHT_CHROMIUM_PATH'),
  }
}

function readSecretFile(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new ConfigError(`${name}_FILE names ${path}, which cannot be read. Check the path and its permissions.`, { cause })
  }
}

function checkedUrl(name: string, value: string | null, protocols: readonly string[]): string | null {
  if (value === null) return null
  const protocol = URL.canParse(value) ? new URL(value).protocol : null
  if (protocol === null || !protocols.includes(protocol))
    throw new ConfigError(
      `${name} is not an address of the form ${protocols[0]}//user:password@host:port/name. Correct it, or remove it.`,
    )
  return value
}

function checkedLogLevel(value: string): string {
  if (!LOG_LEVELS.includes(value)) throw new ConfigError(`GOUJI_LOG_LEVEL is "${value}"; give one of ${LOG_LEVELS.join(', ')}.`)
  return value
}

function checkedPort(name: string, value: string | null): number {
  const port = Number(value)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new ConfigError(`${name} is "${value}"; give a port from 0 to 65535.`)
  return port
}
