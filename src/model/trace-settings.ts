/** Where traces are sent, and which. */
export type TraceSettings = {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly timeoutMs: number
  /** What the process says of itself. */
  readonly resource: Readonly<Record<string, string>>
  /** The share of traces that is kept, 0 to 1. */
  readonly ratio: number
}

/** Whether OTLP over HTTP can be sent to an address. */
export function isTraceAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, username, password } = new URL(text)
  return (protocol === 'http:' || protocol === 'https:') && username === '' && password === ''
}

/** The address for traces at a collector, as OTLP lays it down. */
export function addressForTraces(base: string): string {
  return `${base.replace(/\/$/, '')}/v1/traces`
}

/** `name=value,name=value`, both percent-encoded where they hold more than letters; null where it is not that. */
export function readPairs(text: string): Record<string, string> | null {
  const pairs: Record<string, string> = {}
  for (const part of text.split(',').filter((part) => part.trim() !== '')) {
    const [, name, value] = /^\s*([^=\s]+)\s*=\s*(.*?)\s*$/.exec(part)?.map(decoded) ?? []
    if (name == null || value == null) return null
    pairs[name] = value
  }
  return pairs
}

/** Null where a percent sign encodes nothing. */
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch (error) {
    if (error instanceof URIError) return null
    throw error
  }
}

/** The share of traces that a sampler keeps; null where there is no such sampler, or `share` is none. */
export function readSampler(name: string, share: string): number | null {
  const ratio = Number(share)
  switch (name.replace(/^parentbased_/, '')) {
    case 'always_on':
      return 1
    case 'always_off':
      return 0
    case 'traceidratio':
      return share !== '' && ratio >= 0 && ratio <= 1 ? ratio : null
    default:
      return null
  }
}
