import { errorCode, newId } from '../jobs/traces.ts'
import type { Span } from '../model/trace.ts'
import type { AnsweredRequest } from '../review/tell-requests.ts'

/** An answered request as a trace of its own. Nothing that came with the request goes into it: whoever asks must not decide what is traced. */
export function answerSpan({ method, route, status, from, ms, error }: AnsweredRequest): Span {
  return {
    name: route === null ? method : `${method} ${route}`,
    kind: 'answered',
    at: { traceId: newId(16), spanId: newId(8) },
    parentId: null,
    from,
    to: from + ms,
    facts: {
      'http.request.method': method,
      ...(route === null ? {} : { 'http.route': route }),
      'http.response.status_code': status,
    },
    error: status < 500 ? null : error === null ? String(status) : errorCode(error),
  }
}
