import { Configuration, Log, LogLevel, log as sharedLog } from '@crawlee/basic'

// Parts of Crawlee write to a log of its own that no option reaches. What matters is in the result of a crawl.
sharedLog.setLevel(LogLevel.OFF)

/**
 * Crawlee's surroundings for one run: a queue in memory that nobody shares, no files, no log lines, and no looks at the process list
 * every second by which it would scale itself – a portal is read one request at a time.
 */
export function crawleeForOneRun(): { readonly config: Configuration; readonly log: Log } {
  const config = new Configuration({
    persistStorage: false,
    purgeOnStart: false,
    systemInfoIntervalMillis: 2 ** 31 - 1,
    persistStateIntervalMillis: 2 ** 31 - 1,
  })
  return { config, log: new Log({ level: LogLevel.OFF }) }
}

/** Waiting for a host's turn counts as time in Crawlee; the limits that matter are set on each request. */
export const NO_TIME_LIMIT_SECS = 24 * 3600
