import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace'
import { type Config, ConfigError } from '../config.ts'
import type { Log } from '../jobs/context.ts'
import { hider } from '../model/hide-secrets.ts'
import type { RecordSpan, Span, SpanFacts } from '../model/trace.ts'
import { secretsOf } from './hide-secrets.ts'

export type Tracing = {
  readonly record: RecordSpan
  /** Sends what has not been sent yet; takes no longer than one attempt may. */
  readonly close: () => Promise<void>
}

/** Spans that wait to be sent, some megabytes; more are lost. */
const MOST_WAITING = 8192

/**
 * Sends spans by OTLP where an address is set; null, with nothing loaded, where none is. A receiver that is away is told of once, and once
 * more when it is back; nothing ever waits for it. @throws ConfigError where OpenTelemetry's packages are not installed
 */
export async function openTracing(
  config: Parameters<typeof secretsOf>[0] & Pick<Config, 'traces'>,
  log: Log,
): Promise<Tracing | null> {
  const { traces } = config
  if (traces === null) return null
  const { api, sdk, resources, otlp } = await loadPackages()
  const exporter = new otlp.OTLPTraceExporter({
    url: traces.url,
    headers: { ...traces.headers },
    timeoutMillis: traces.timeoutMs,
  })
  const watched = watchSending(exporter, log)
  const processor = new sdk.BatchSpanProcessor({ exporter: watched.exporter, maxQueueSize: MOST_WAITING })
  const sampler = new sdk.TraceIdRatioBasedSampler(traces.ratio)
  const resource = resources.defaultResource().merge(resources.resourceFromAttributes({ ...traces.resource }))
  const hide = hider(secretsOf(config))
  const kinds = {
    work: api.SpanKind.INTERNAL,
    job: api.SpanKind.CONSUMER,
    asked: api.SpanKind.CLIENT,
    answered: api.SpanKind.SERVER,
  }
  const without = (facts: SpanFacts) =>
    Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, typeof fact === 'string' ? hide(fact) : fact]))

  function toSpan({ name, kind, at, parentId, from, to, facts, error, events = [], cause }: Span): ReadableSpan {
    const contextOf = ({ traceId, spanId }: Span['at']) => ({ traceId, spanId, traceFlags: api.TraceFlags.SAMPLED })
    return {
      name,
      kind: kinds[kind],
      spanContext: () => contextOf(at),
      ...(parentId === null ? {} : { parentSpanContext: contextOf({ traceId: at.traceId, spanId: parentId }) }),
      startTime: toTime(from),
      endTime: toTime(Math.max(from, to)),
      duration: toTime(Math.max(to - from, 0)),
      ended: true,
      status: { code: error === null ? api.SpanStatusCode.UNSET : api.SpanStatusCode.ERROR },
      attributes: without(error === null ? facts : { ...facts, 'error.type': error }),
      events: events.map((event) => ({ name: event.name, time: toTime(event.at), attributes: without(event.facts) })),
      links: cause === undefined ? [] : [{ context: contextOf(cause) }],
      resource,
      instrumentationScope: { name: 'gouji' },
      droppedAttributesCount: 0,
      droppedEventsCount: 0,
      droppedLinksCount: 0,
    }
  }

  // Decided by the trace alone: all processes leave out the same ones.
  const isWanted = (traceId: string): boolean =>
    sampler.shouldSample(api.ROOT_CONTEXT, traceId).decision === api.SamplingDecision.RECORD_AND_SAMPLED
  let recorded = 0
  return {
    record: (span) => {
      if (!isWanted(span.at.traceId)) return
      recorded++
      processor.onEnd(toSpan(span))
    },
    close: async () => {
      await processor.shutdown()
      const lost = recorded - watched.sent()
      if (lost > 0) log.warn({ spans: recorded, lost }, 'spans of traces were lost: their receiver did not take them')
    },
  }
}

/** Lets work go on whatever becomes of a batch, and says where a change is: the first that was not taken, and the first that is taken again. */
function watchSending(exporter: SpanExporter, log: Log): { readonly exporter: SpanExporter; readonly sent: () => number } {
  let sent = 0
  let isAway = false
  return {
    sent: () => sent,
    exporter: {
      export: (spans, done) => {
        exporter.export(spans, (result) => {
          if (result.code === 0) sent += spans.length
          if ((result.code === 0) === isAway) {
            isAway = !isAway
            if (isAway) log.warn({ err: result.error }, 'traces cannot be sent; work goes on, and this is told once')
            else log.warn({}, 'traces are sent again')
          }
          done({ code: 0 })
        })
      },
      shutdown: () => exporter.shutdown(),
    },
  }
}

/** OpenTelemetry's packages are large and optional: they are loaded here and nowhere else. @throws ConfigError */
export async function loadPackages() {
  try {
    const [api, sdk, resources, otlp] = await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/sdk-trace'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/exporter-trace-otlp-proto'),
    ])
    return { api, sdk, resources, otlp }
  } catch (cause) {
    throw new ConfigError(
      `OTEL_EXPORTER_OTLP_ENDPOINT asks for traces, which needs packages that are not installed. Install @opentelemetry/api, @opentelemetry/sdk-trace, @opentelemetry/resources and @opentelemetry/exporter-trace-otlp-proto (npm install with optional packages), or remove the setting. (${(cause as Error).message})`,
      { cause },
    )
  }
}

/** Seconds and nanoseconds, of milliseconds. */
function toTime(ms: number): [number, number] {
  const seconds = Math.floor(ms / 1_000)
  return [seconds, Math.round((ms - seconds * 1_000) * 1e6)]
}
