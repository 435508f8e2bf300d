import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Bucket, readBucketPlace } from './model/bucket.ts'
import { DECIDING_ACTS, type DecidingAct } from './model/decision.ts'
import { isLoopback } from './model/loopback.ts'
import type { Manners } from './model/manners.ts'
import { type OidcSettings, readNewcomers } from './model/oidc-settings.ts'
import { type QuietTime, readHours, readSeason } from './model/quiet-time.ts'
import { readChatTarget, readMailServer, readMailTarget } from './model/read-targets.ts'
import { LEAST_DAYS, type Retention } from './model/retention.ts'
import type { MailServer, Target } from './model/target.ts'
import { addressForTraces, isTraceAddress, readPairs, readSampler, type TraceSettings } from './model/trace-settings.ts'

type Setting = { readonly name: string; readonly fallback: string | null; readonly meaning: string }

/** Every setting there is. The README's table and `.env.example` say the same; a test compares them. */
export const SETTINGS = [
  {
    name: 'DATABASE_URL',
    fallback: null,
    meaning: 'PostgreSQL 15 or newer; without it a PostgreSQL of our own runs in the data folder',
  },
  {
    name: 'GOUJI_QUEUE_DATABASE_URL',
    fallback: null,
    meaning: 'the same database without a pooler, where DATABASE_URL leads through one and the queues live in PostgreSQL',
  },
  { name: 'REDIS_URL', fallback: null, meaning: 'Redis or Valkey for the queues; without it they live in PostgreSQL' },
  { name: 'GOUJI_DATA', fallback: './data', meaning: 'folder for the embedded database, snapshots and summaries' },
  {
    name: 'GOUJI_SNAPSHOTS',
    fallback: null,
    meaning:
      'where snapshots are kept: a folder, or a bucket as s3://bucket/prefix?endpoint=https://…&region=…; without it in GOUJI_DATA/snapshots',
  },
  { name: 'AWS_ACCESS_KEY_ID', fallback: null, meaning: 'key that opens the bucket of GOUJI_SNAPSHOTS' },
  { name: 'AWS_SECRET_ACCESS_KEY', fallback: null, meaning: 'its secret' },
  { name: 'AWS_SESSION_TOKEN', fallback: null, meaning: 'token that belongs to a key which holds for a time only' },
  { name: 'AWS_REGION', fallback: 'us-east-1', meaning: 'region of the bucket, where GOUJI_SNAPSHOTS names none' },
  {
    name: 'GOUJI_HOST',
    fallback: '127.0.0.1',
    meaning: 'address the review pages listen on; where it is not loopback, nobody gets in without an account',
  },
  {
    name: 'GOUJI_OIDC_ISSUER',
    fallback: null,
    meaning: 'identity provider (OpenID Connect) by which people may sign in, as it names itself: https://login.example.gov.cn',
  },
  { name: 'GOUJI_OIDC_CLIENT_ID', fallback: null, meaning: 'name under which the identity provider knows these pages' },
  { name: 'GOUJI_OIDC_CLIENT_SECRET', fallback: null, meaning: 'its secret; without it a public client' },
  {
    name: 'GOUJI_OIDC_LOGIN_CLAIM',
    fallback: 'preferred_username',
    meaning: 'claim that names the login; one that people cannot change themselves',
  },
  {
    name: 'GOUJI_OIDC_NEWCOMERS',
    fallback: null,
    meaning:
      'what persons get whom nobody invited, as role:districts (viewer:*, officer:yunhe,linshan); without it they stay outside',
  },
  {
    name: 'GOUJI_PASSWORDS',
    fallback: 'on',
    meaning: 'off: people sign in by the identity provider only; links made by gouji accounts on this machine still work',
  },
  { name: 'GOUJI_PORT', fallback: '8080', meaning: 'port of the review pages' },
  {
    name: 'GOUJI_SECOND_APPROVER',
    fallback: null,
    meaning:
      'acts that hold only after a supervisor, another person, has approved: some of confirm, notify, dismiss, misread, reopen',
  },
  { name: 'GOUJI_CRON', fallback: '30 2 * * *', meaning: 'when the nightly crawl starts, cron form, time of Asia/Shanghai' },
  {
    name: 'GOUJI_QUIET_HOURS',
    fallback: '22:00-24:00',
    meaning: 'hours of working days in which no portal is asked, time of Asia/Shanghai; "none" for no such hours',
  },
  { name: 'GOUJI_QUIET_SEASON', fallback: '01-01..01-31', meaning: 'days of the year in which the quiet hours hold' },
  { name: 'GOUJI_BUDGET', fallback: '2000', meaning: 'most requests to one host on one day; the rest is read on the next' },
  {
    name: 'GOUJI_RECHECK_DAYS',
    fallback: '7',
    meaning: 'days after which an article that stands unchanged in its list is asked again; 0 asks each night',
  },
  {
    name: 'GOUJI_KEEP_REQUESTS_DAYS',
    fallback: null,
    meaning:
      'days for which records of requests that brought nothing new are kept, 30 or more; without it for ever, as all evidence is',
  },
  {
    name: 'GOUJI_KEEP_RUNS_DAYS',
    fallback: null,
    meaning:
      'days for which details of runs are kept: lists in their accounts, messages sent, daily counts of hosts, tried addresses; 30 or more; without it for ever',
  },
  {
    name: 'GOUJI_CONTACT',
    fallback: null,
    meaning: 'e-mail or web address put into the User-Agent, so that a portal can reach the operator',
  },
  {
    name: 'GOUJI_SMTP_URL',
    fallback: null,
    meaning: 'mail server for the morning summary: smtp://user:password@host:587 (STARTTLS) or smtps://user:password@host:465',
  },
  { name: 'GOUJI_MAIL_FROM', fallback: null, meaning: 'sender of the mails, as the mail server accepts it' },
  { name: 'GOUJI_MAIL_TO', fallback: null, meaning: 'comma-separated addresses that get the morning summary' },
  {
    name: 'GOUJI_WEBHOOKS',
    fallback: null,
    meaning: 'comma-separated group robots that get it: wecom=URL, dingtalk=URL#SECRET, feishu=URL#SECRET',
  },
  { name: 'GOUJI_PUBLIC_URL', fallback: null, meaning: 'address at which officers open the review pages, for links in messages' },
  {
    name: 'GOUJI_METRICS_TOKEN',
    fallback: null,
    meaning: 'opens /metrics to Prometheus as a bearer token; without it /metrics is opened as the review pages are',
  },
  {
    name: 'GOUJI_METRICS_PORT',
    fallback: null,
    meaning: 'port of /healthz, /readyz and /metrics of a worker or scheduler, on GOUJI_HOST; without it they serve nothing',
  },
  {
    name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    fallback: null,
    meaning: 'collector to which traces are sent by OTLP over HTTP, such as http://127.0.0.1:4318; without it no traces are made',
  },
  {
    name: 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
    fallback: null,
    meaning: 'the whole address for traces, where it is not OTEL_EXPORTER_OTLP_ENDPOINT with /v1/traces behind it',
  },
  { name: 'OTEL_EXPORTER_OTLP_HEADERS', fallback: null, meaning: 'headers that the collector asks for: name=value,name=value' },
  { name: 'OTEL_EXPORTER_OTLP_TIMEOUT', fallback: '5000', meaning: 'milliseconds that sending a batch of spans may take' },
  { name: 'OTEL_SERVICE_NAME', fallback: 'gouji', meaning: 'name under which traces are shown' },
  { name: 'OTEL_RESOURCE_ATTRIBUTES', fallback: null, meaning: 'more about this process in its traces: name=value,name=value' },
  {
    name: 'OTEL_TRACES_SAMPLER',
    fallback: 'always_on',
    meaning: 'which traces are kept: always_on, always_off or traceidratio, with or without parentbased_ before it',
  },
  { name: 'OTEL_TRACES_SAMPLER_ARG', fallback: '1', meaning: 'of traceidratio: the share that is kept, from 0 to 1' },
  { name: 'GOUJI_SAMPLE_PORT', fallback: '4780', meaning: 'first of the three loopback ports of the bundled sample portals' },
  { name: 'GOUJI_LOG_LEVEL', fallback: 'warn', meaning: 'least level of log lines: debug, info, warn, error' },
  {
    name: 'PLAYWRIGHT_CHROMIUM_PATH',
    fallback: null,
    meaning: 'browser for lists drawn by script; without it one is looked for',
  },
] as const satisfies readonly Setting[]

type SettingName = (typeof SETTINGS)[number]['name']

/** Settings of earlier versions. The key that officers shared opened everything to everyone: people have accounts now. */
const RETIRED: readonly string[] = ['GOUJI_ACCESS_KEY']

const LOG_LEVELS: readonly string[] = ['debug', 'info', 'warn', 'error']

export type Config = {
  readonly databaseUrl: string | null
  /** Where connections are sessions; null: as `databaseUrl`. */
  readonly queueDatabaseUrl: string | null
  readonly redisUrl: string | null
  /** Absolute path. */
  readonly dataDir: string
  /** Absolute path of a folder, or a bucket. */
  readonly snapshots: string | Bucket
  readonly host: string
  readonly port: number
  /** Settings that were given and mean nothing any more. */
  readonly retired: readonly string[]
  /** Acts on findings that hold only after a second person has approved. */
  readonly secondApprover: readonly DecidingAct[]
  readonly cron: string
  readonly manners: Manners
  /** How long bookkeeping is kept. */
  readonly keep: Retention
  readonly contact: string | null
  /** The identity provider by which people may sign in; null: none. */
  readonly oidc: OidcSettings | null
  /** Whether people may sign in by passwords. */
  readonly passwords: boolean
  /** Who gets the morning summary, and how. */
  readonly notify: {
    readonly targets: readonly Target[]
    readonly mailServer: MailServer | null
    readonly publicUrl: string | null
  }
  /** `port`: of a process without pages; null: it serves nothing. */
  readonly metrics: { readonly token: string | null; readonly port: number | null }
  /** Where traces are sent; null: none are made. */
  readonly traces: TraceSettings | null
  readonly samplePort: number
  readonly logLevel: string
  readonly chromiumPath: string | null
}

/** Whether npm started this process, as one of its scripts: a shell stands between them. */
export function isScriptOfNpm(env: NodeJS.ProcessEnv = process.env): boolean {
  return env['npm_lifecycle_event'] !== undefined
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
  const settingOf = (name: SettingName): string | null => {
    const fromFile = environment[`${name}_FILE`]
    const value = fromFile ? readSecretFile(name, fromFile) : environment[name]
    return value?.trim() || (SETTINGS.find((setting) => setting.name === name)?.fallback ?? null)
  }
  const dataDir = resolve(settingOf('GOUJI_DATA') ?? './data')
  return {
    databaseUrl: checkedUrl('DATABASE_URL', settingOf('DATABASE_URL'), ['postgres:', 'postgresql:']),
    queueDatabaseUrl: checkedUrl('GOUJI_QUEUE_DATABASE_URL', settingOf('GOUJI_QUEUE_DATABASE_URL'), ['postgres:', 'postgresql:']),
    redisUrl: checkedUrl('REDIS_URL', settingOf('REDIS_URL'), ['redis:', 'rediss:']),
    dataDir,
    snapshots: checkedSnapshots(settingOf('GOUJI_SNAPSHOTS') ?? join(dataDir, 'snapshots'), {
      accessKeyId: settingOf('AWS_ACCESS_KEY_ID'),
      secretAccessKey: settingOf('AWS_SECRET_ACCESS_KEY'),
      sessionToken: settingOf('AWS_SESSION_TOKEN'),
      region: settingOf('AWS_REGION') ?? 'us-east-1',
    }),
    host: settingOf('GOUJI_HOST') ?? '127.0.0.1',
    port: checkedPort('GOUJI_PORT', settingOf('GOUJI_PORT')),
    retired: RETIRED.filter((name) => (environment[name] ?? environment[`${name}_FILE`] ?? '').trim() !== ''),
    secondApprover: checkedActs(settingOf('GOUJI_SECOND_APPROVER')),
    cron: settingOf('GOUJI_CRON') ?? '30 2 * * *',
    manners: {
      quiet: checkedQuietTime(settingOf('GOUJI_QUIET_HOURS') ?? 'none', settingOf('GOUJI_QUIET_SEASON') ?? ''),
      budget: checkedCount('GOUJI_BUDGET', settingOf('GOUJI_BUDGET'), 1),
      recheckDays: checkedCount('GOUJI_RECHECK_DAYS', settingOf('GOUJI_RECHECK_DAYS'), 0),
    },
    keep: checkedRetention(settingOf),
    contact: settingOf('GOUJI_CONTACT'),
    ...readSignIn(settingOf),
    notify: checkedNotify({
      smtp: settingOf('GOUJI_SMTP_URL'),
      from: settingOf('GOUJI_MAIL_FROM'),
      to: settingOf('GOUJI_MAIL_TO'),
      webhooks: settingOf('GOUJI_WEBHOOKS'),
      publicUrl: checkedUrl('GOUJI_PUBLIC_URL', settingOf('GOUJI_PUBLIC_URL'), ['https:', 'http:']),
    }),
    metrics: { token: settingOf('GOUJI_METRICS_TOKEN'), port: checkedMetricsPort(settingOf('GOUJI_METRICS_PORT')) },
    traces: readTraceSettings(settingOf),
    samplePort: checkedPort('GOUJI_SAMPLE_PORT', settingOf('GOUJI_SAMPLE_PORT')),
    logLevel: checkedLogLevel(settingOf('GOUJI_LOG_LEVEL') ?? 'warn'),
    chromiumPath: settingOf('PLAYWRIGHT_CHROMIUM_PATH'),
  }
}

/** @throws ConfigError with the name of the setting, never its value: headers hold tokens */
function readTraceSettings(settingOf: (name: SettingName) => string | null): TraceSettings | null {
  const addressOf = (name: SettingName) => {
    const value = settingOf(name)
    if (value !== null && !isTraceAddress(value))
      throw new ConfigError(
        `${name} is not an address of the form http://host:4318. Correct it, or remove it; a login goes into OTEL_EXPORTER_OTLP_HEADERS.`,
      )
    return value
  }
  const own = addressOf('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT')
  const base = addressOf('OTEL_EXPORTER_OTLP_ENDPOINT')
  const url = own ?? (base === null ? null : addressForTraces(base))
  // Where no traces are made, settings that others left behind keep nobody from working.
  if (url === null) return null
  const pairsOf = (name: SettingName) => {
    const pairs = readPairs(settingOf(name) ?? '')
    if (pairs === null) throw new ConfigError(`${name} is not of the form name=value,name=value. Correct it, or remove it.`)
    return pairs
  }
  const ratio = readSampler(settingOf('OTEL_TRACES_SAMPLER') ?? '', settingOf('OTEL_TRACES_SAMPLER_ARG') ?? '')
  if (ratio === null)
    throw new ConfigError(
      'OTEL_TRACES_SAMPLER is none of always_on, always_off, traceidratio (with or without parentbased_ before it), or OTEL_TRACES_SAMPLER_ARG is not a number from 0 to 1. Correct them.',
    )
  return {
    url,
    headers: pairsOf('OTEL_EXPORTER_OTLP_HEADERS'),
    timeoutMs: checkedCount('OTEL_EXPORTER_OTLP_TIMEOUT', settingOf('OTEL_EXPORTER_OTLP_TIMEOUT'), 1),
    resource: { ...pairsOf('OTEL_RESOURCE_ATTRIBUTES'), 'service.name': settingOf('OTEL_SERVICE_NAME') ?? 'gouji' },
    ratio,
  }
}

/** @throws ConfigError */
function readSignIn(settingOf: (name: SettingName) => string | null): Pick<Config, 'oidc' | 'passwords'> {
  const passwords = settingOf('GOUJI_PASSWORDS')
  if (passwords !== 'on' && passwords !== 'off') throw new ConfigError('GOUJI_PASSWORDS is neither "on" nor "off". Correct it.')
  const [issuer, clientId] = [settingOf('GOUJI_OIDC_ISSUER'), settingOf('GOUJI_OIDC_CLIENT_ID')]
  if (issuer === null) {
    if (passwords === 'off')
      throw new ConfigError(
        'GOUJI_PASSWORDS is "off" and GOUJI_OIDC_ISSUER is not set: nobody could sign in. Set it, or leave passwords on.',
      )
    return { oidc: null, passwords: true }
  }
  const url = URL.canParse(issuer) ? new URL(issuer) : null
  if (url === null || !(url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))))
    throw new ConfigError(
      'GOUJI_OIDC_ISSUER is not an address of the form https://login.example.gov.cn. Correct it, or remove it.',
    )
  if (clientId === null) throw new ConfigError('GOUJI_OIDC_ISSUER needs GOUJI_OIDC_CLIENT_ID. Set both, or neither.')
  const wanted = settingOf('GOUJI_OIDC_NEWCOMERS')
  const newcomers = wanted === null ? null : readNewcomers(wanted)
  if (wanted !== null && newcomers === null)
    throw new ConfigError(
      'GOUJI_OIDC_NEWCOMERS is not of the form viewer:* or officer:district,district, with a role of viewer, officer or supervisor. Correct it, or remove it.',
    )
  const [clientSecret, publicUrl] = [settingOf('GOUJI_OIDC_CLIENT_SECRET'), settingOf('GOUJI_PUBLIC_URL')]
  const loginClaim = settingOf('GOUJI_OIDC_LOGIN_CLAIM') ?? 'preferred_username'
  return { oidc: { issuer, clientId, clientSecret, loginClaim, newcomers, publicUrl }, passwords: passwords === 'on' }
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

type BucketSettings = { readonly [Name in 'accessKeyId' | 'secretAccessKey' | 'sessionToken']: string | null } & {
  readonly region: string
}

function checkedSnapshots(
  place: string,
  { accessKeyId, secretAccessKey, sessionToken, region }: BucketSettings,
): string | Bucket {
  if (!/^[a-z][a-z0-9+.-]+:/i.test(place)) return resolve(place)
  const bucket = readBucketPlace(place)
  if (bucket === null)
    throw new ConfigError(
      'GOUJI_SNAPSHOTS is neither a folder nor of the form s3://bucket/prefix?endpoint=https://…&region=…&addressing=path|host. Correct it, or remove it.',
    )
  if (accessKeyId === null || secretAccessKey === null)
    throw new ConfigError('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are needed for the bucket of GOUJI_SNAPSHOTS. Set both.')
  return { ...bucket, region: bucket.region ?? region, accessKeyId, secretAccessKey, sessionToken }
}

type NotifySettings = { readonly [Name in 'smtp' | 'from' | 'to' | 'webhooks' | 'publicUrl']: string | null }

/** Messages name no setting's value: most hold a password or a token. */
function checkedNotify({ smtp, from, to, webhooks, publicUrl }: NotifySettings): Config['notify'] {
  const chats = listed(webhooks).map((entry, index) => {
    const target = readChatTarget(entry)
    if (target === null)
      throw new ConfigError(
        `GOUJI_WEBHOOKS: entry ${index + 1} is not of the form wecom=https://…, dingtalk=https://…#SECRET or feishu=https://…#SECRET. Correct it.`,
      )
    return target
  })
  const mails = listed(to).map((entry) => {
    const target = readMailTarget(entry)
    if (target === null) throw new ConfigError(`GOUJI_MAIL_TO: "${entry}" is not an e-mail address. Correct it.`)
    return target
  })
  const mailServer = checkedMailServer({ smtp, from, isWanted: mails.length > 0 })
  return { targets: [...mails, ...chats], mailServer, publicUrl }
}

function checkedMailServer(given: { smtp: string | null; from: string | null; isWanted: boolean }): MailServer | null {
  const { smtp, from, isWanted } = given
  if (smtp === null && from === null && !isWanted) return null
  if (smtp === null || from === null || !isWanted)
    throw new ConfigError('GOUJI_SMTP_URL, GOUJI_MAIL_FROM and GOUJI_MAIL_TO are needed together. Set all three, or none.')
  const server = readMailServer(smtp)
  if (server === null)
    throw new ConfigError(
      'GOUJI_SMTP_URL is not an address of the form smtp://user:password@host:port. Correct it, or remove it.',
    )
  return { ...server, from }
}

function checkedActs(value: string | null): readonly DecidingAct[] {
  const names = listed(value)
  const unknown = names.find((name) => !DECIDING_ACTS.some((act) => act === name))
  if (unknown !== undefined)
    throw new ConfigError(`GOUJI_SECOND_APPROVER: "${unknown}" is none of ${DECIDING_ACTS.join(', ')}. Correct it, or remove it.`)
  return DECIDING_ACTS.filter((act) => names.includes(act))
}

/** The parts of a list with commas or line breaks between them. */
function listed(text: string | null): string[] {
  return (text ?? '')
    .split(/[,\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function checkedLogLevel(value: string): string {
  if (!LOG_LEVELS.includes(value)) throw new ConfigError(`GOUJI_LOG_LEVEL is "${value}"; give one of ${LOG_LEVELS.join(', ')}.`)
  return value
}

function checkedQuietTime(hoursText: string, seasonText: string): QuietTime | null {
  if (hoursText === 'none') return null
  const hours = readHours(hoursText)
  if (hours === null) throw new ConfigError(`GOUJI_QUIET_HOURS is "${hoursText}"; give hours such as 22:00-24:00, or none.`)
  const season = readSeason(seasonText)
  if (season === null) throw new ConfigError(`GOUJI_QUIET_SEASON is "${seasonText}"; give days such as 01-01..01-31.`)
  return { hours, season }
}

function checkedCount(name: string, value: string | null, least: number): number {
  const count = Number(value)
  if (!Number.isInteger(count) || count < least)
    throw new ConfigError(`${name} is "${value}"; give a whole number of ${least} or more.`)
  return count
}

/**
 * An article is asked again after `GOUJI_RECHECK_DAYS`; only then is it known whether the request before brought anything new, and each is looked
 * at once.
 */
function checkedRetention(
  settingOf: (name: 'GOUJI_KEEP_REQUESTS_DAYS' | 'GOUJI_KEEP_RUNS_DAYS' | 'GOUJI_RECHECK_DAYS') => string | null,
): Retention {
  const daysOf = (name: 'GOUJI_KEEP_REQUESTS_DAYS' | 'GOUJI_KEEP_RUNS_DAYS') => {
    const value = settingOf(name)
    return value === null ? null : checkedDays(name, value)
  }
  const [requestsDays, recheck] = [daysOf('GOUJI_KEEP_REQUESTS_DAYS'), Number(settingOf('GOUJI_RECHECK_DAYS'))]
  if (requestsDays !== null && requestsDays < 2 * recheck)
    throw new ConfigError(
      `GOUJI_KEEP_REQUESTS_DAYS is ${requestsDays}; give at least twice GOUJI_RECHECK_DAYS (${recheck}), since it shows only then what brought nothing new.`,
    )
  return { requestsDays, runsDays: daysOf('GOUJI_KEEP_RUNS_DAYS') }
}

/** Days for which something is kept. @throws ConfigError where that is too few */
export function checkedDays(name: string, value: string): number {
  return checkedCount(name, value, LEAST_DAYS)
}

function checkedMetricsPort(value: string | null): number | null {
  return value === null ? null : checkedPort('GOUJI_METRICS_PORT', value)
}

function checkedPort(name: string, value: string | null): number {
  const port = Number(value)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new ConfigError(`${name} is "${value}"; give a port from 0 to 65535.`)
  return port
}
