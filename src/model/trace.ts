/** Where a span stands: ids in lower-case hex, 32 digits for the trace and 16 for the span. */
export type SpanPlace = { readonly traceId: string; readonly spanId: string }

/** What a span tells beside its name and its times: ids of rows, codes and counts. Never a person's name, words of a document, or what an address asks for behind `?`. */
export type SpanFacts = Readonly<Record<string, string | number | boolean>>

/** A piece of work that is over. */
export type Span = {
  /** One of a few: what sort of work it was. */
  readonly name: string
  /** `job`: taken from a queue; `asked`: a request to somebody else; `answered`: a request of somebody else. */
  readonly kind: 'work' | 'job' | 'asked' | 'answered'
  readonly at: SpanPlace
  /** Null for the root of its trace. */
  readonly parentId: string | null
  /** Milliseconds since 1970, with fractions. */
  readonly from: number
  readonly to: number
  readonly facts: SpanFacts
  /** A code or the name of a class, never a message; null where it went well. */
  readonly error: string | null
  readonly events?: readonly { readonly name: string; readonly at: number; readonly facts: SpanFacts }[]
  /** A span of another trace that this one came of. */
  readonly cause?: SpanPlace
}

/** Takes a span on its way to whoever collects them; costs no waiting and never fails. */
export type RecordSpan = (span: Span) => void
