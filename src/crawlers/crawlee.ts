import {
  type BasicCrawler,
  type BasicCrawlerOptions,
  Configuration,
  EventManager,
  Log,
  LogLevel,
  log as sharedLog,
} from '@crawlee/basic'

// Parts of Crawlee write to a log of its own that no option reaches. What matters is in the result of a crawl.
sharedLog.setLevel(LogLevel.OFF)

/** Crawlee's timers that nobody needs here go off so rarely. */
const HARDLY_EVER_SECS = 24 * 3600

/** Waiting for a host's turn counts as time in Crawlee; the limits that matter are set on each request. */
export const NO_TIME_LIMIT_SECS = HARDLY_EVER_SECS

/** Crawlee's events without the timers and looks at the process list that would raise them. */
class SilentEvents extends EventManager {
  override async init(): Promise<void> {}
  override async close(): Promise<void> {}
}

/**
 * Crawlee's surroundings for one run: storage in memory that nobody shares, no files, no log lines, and none of what it would scale
 * itself by – a portal is read one request at a time, and a worker reads a thousand portals at once.
 */
export function crawleeForOneRun(): { readonly config: Configuration; readonly log: Log } {
  // Any size: where none is given, Crawlee starts a process to learn the machine's.
  const config = new Configuration({ persistStorage: false, purgeOnStart: false, memoryMbytes: 1024 })
  config.useEventManager(new SilentEvents(config))
  return { config, log: new Log({ level: LogLevel.OFF }) }
}

/** What a crawler does that reads one portal beside a thousand others in the same process: one request at a time, and no bookkeeping. */
export const ONE_AT_A_TIME = {
  maxConcurrency: 1,
  requestHandlerTimeoutSecs: NO_TIME_LIMIT_SECS,
  statusMessageLoggingInterval: HARDLY_EVER_SECS,
  statisticsOptions: {
    logIntervalSecs: HARDLY_EVER_SECS,
    persistenceOptions: { enable: false },
    saveErrorSnapshots: false,
  },
  autoscaledPoolOptions: {
    // The end of a request starts the next one; this looks after what was missed.
    maybeRunIntervalSecs: 10,
    autoscaleIntervalSecs: HARDLY_EVER_SECS,
    loggingIntervalSecs: null,
    snapshotterOptions: {
      eventLoopSnapshotIntervalSecs: HARDLY_EVER_SECS,
      clientSnapshotIntervalSecs: HARDLY_EVER_SECS,
    },
  },
} as const satisfies BasicCrawlerOptions

/** Runs one crawler. Each listens for Ctrl-C while it runs; hundreds that do at once are no leak of which Node need warn. */
export async function runToEnd(crawler: BasicCrawler): Promise<void> {
  process.setMaxListeners(process.getMaxListeners() + 1)
  try {
    await crawler.run()
  } finally {
    process.setMaxListeners(process.getMaxListeners() - 1)
  }
}
