import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A span as it arrived. Times are milliseconds since 1970, to the microsecond. */
export type ReceivedSpan = {
  readonly traceId: string
  readonly spanId: string
  readonly parentId: string | null
  readonly name: string
  readonly kind: number
  readonly from: number
  readonly to: number
  readonly facts: Readonly<Record<string, string | number | boolean>>
  readonly events: readonly { readonly name: string; readonly at: number; readonly facts: ReceivedSpan['facts'] }[]
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[]
  readonly isError: boolean
  readonly message: string
  /** What its process said of itself. */
  readonly resource: ReceivedSpan['facts']
}

export type TraceReceiver = {
  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  readonly url: string
  readonly spans: ReceivedSpan[]
  readonly requests: { readonly path: string; readonly headers: IncomingMessage['headers']; readonly bytes: number }[]
  /** How it takes what comes from now on. */
  behave: 'take' | 'refuse' | 'fail' | 'hang'
  readonly close: () => Promise<void>
}

/** A receiver of OTLP over HTTP with protobuf on 127.0.0.1, as a collector listens on port 4318. */
export async function openTraceReceiver(port = 0): Promise<TraceReceiver> {
  const receiver = { spans: [], requests: [], behave: 'take' } as Pick<TraceReceiver, 'spans' | 'requests' | 'behave'>
  const server = createServer((request, response) => void answer(request, response))
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    receiver.requests.push({ path: request.url ?? '', headers: request.headers, bytes: body.length })
    if (receiver.behave === 'hang') return
    if (receiver.behave !== 'take') {
      response.writeHead(receiver.behave === 'fail' ? 500 : 401).end()
      return
    }
    receiver.spans.push(...readRequest(body))
    response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end()
  }
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return Object.assign(receiver, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  })
}

/** The values of each field of a protobuf message, in their order: numbers as bigint, everything else as its bytes. */
type Fields = ReadonlyMap<number, readonly (bigint | Buffer)[]>

function readFields(bytes: Buffer): Fields {
  const fields = new Map<number, (bigint | Buffer)[]>()
  let at = 0
  const readVarint = (): bigint => {
    let value = 0n
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes.readUInt8(at++)
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return value
    }
  }
  const take = (length: number) => {
    at += length
    return bytes.subarray(at - length, at)
  }
  while (at < bytes.length) {
    const tag = Number(readVarint())
    const read = [readVarint, () => take(8), () => take(Number(readVarint())), null, null, () => take(4)][tag & 7]
    if (!read) throw new Error(`a field of wire type ${tag & 7}`)
    const number = tag >> 3
    fields.set(number, [...(fields.get(number) ?? []), read()])
  }
  return fields
}

const parts = (fields: Fields, number: number): Fields[] => (fields.get(number) ?? []).map((part) => readFields(part as Buffer))
const bytesOf = (fields: Fields, number: number) => (fields.get(number)?.[0] as Buffer | undefined) ?? Buffer.alloc(0)
const textOf = (fields: Fields, number: number) => bytesOf(fields, number).toString('utf8')
const hexOf = (fields: Fields, number: number) => bytesOf(fields, number).toString('hex')
const countOf = (fields: Fields, number: number) => Number(fields.get(number)?.[0] ?? 0n)
const timeOf = (fields: Fields, number: number) => Math.round(Number(bytesOf(fields, number).readBigUInt64LE()) / 1e3) / 1e3

/** KeyValue: key 1, value 2; AnyValue: string 1, bool 2, int 3, double 4. */
function factsOf(fields: Fields, number: number): ReceivedSpan['facts'] {
  return Object.fromEntries(
    parts(fields, number).map((pair) => {
      const value = readFields(bytesOf(pair, 2))
      if (value.has(2)) return [textOf(pair, 1), countOf(value, 2) === 1]
      if (value.has(3)) return [textOf(pair, 1), Number(BigInt.asIntN(64, value.get(3)?.[0] as bigint))]
      return [textOf(pair, 1), value.has(4) ? bytesOf(value, 4).readDoubleLE() : textOf(value, 1)]
    }),
  )
}

/** ExportTraceServiceRequest: resource_spans 1 → resource 1, scope_spans 2 → spans 2; fields of a span as opentelemetry-proto numbers them. */
function readRequest(body: Buffer): ReceivedSpan[] {
  return parts(readFields(body), 1).flatMap((group) =>
    parts(group, 2).flatMap((scope) =>
      parts(scope, 2).map((span) => {
        const status = readFields(bytesOf(span, 15))
        return {
          traceId: hexOf(span, 1),
          spanId: hexOf(span, 2),
          parentId: hexOf(span, 4) || null,
          name: textOf(span, 5),
          kind: countOf(span, 6),
          from: timeOf(span, 7),
          to: timeOf(span, 8),
          facts: factsOf(span, 9),
          events: parts(span, 11).map((event) => ({ name: textOf(event, 2), at: timeOf(event, 1), facts: factsOf(event, 3) })),
          links: parts(span, 13).map((link) => ({ traceId: hexOf(link, 1), spanId: hexOf(link, 2) })),
          isError: countOf(status, 3) === 2,
          message: textOf(status, 2),
          resource: factsOf(parts(group, 1)[0] ?? new Map(), 1),
        }
      }),
    ),
  )
}
