import type { TraceSettings } from '../../model/trace-settings.ts'
import { loadPackages } from '../open-tracing.ts'
import { broken, type Check, ok, warning, withoutSecrets } from './check.ts'

const PATIENCE_MS = 5_000

/** Whether traces are sent, and whether their receiver takes them: it is given a message without spans. */
export async function checkTraces(traces: TraceSettings | null): Promise<Check> {
  const about = { name: 'traces', title: '链路追踪 traces' }
  if (traces === null) return ok(about, '未启用（可选） off, by choice')
  const { host } = new URL(traces.url)
  try {
    await loadPackages()
  } catch (error) {
    const advice =
      '请以 npm install 安装可选依赖，或去掉该设置 install the optional packages with npm install, or remove the setting'
    return broken(about, (error as Error).message, advice)
  }
  const headers = { ...traces.headers, 'Content-Type': 'application/x-protobuf' }
  try {
    const began = performance.now()
    const { status } = await fetch(traces.url, {
      method: 'POST',
      headers,
      body: new Uint8Array(),
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    const found = `${host}，HTTP ${status}，${Math.round(performance.now() - began)} ms`
    if (status < 300) return ok(about, found)
    const isRefused = status === 401 || status === 403
    const advice = isRefused
      ? '请更正 OTEL_EXPORTER_OTLP_HEADERS correct it'
      : '请更正 OTEL_EXPORTER_OTLP_ENDPOINT；须为 OTLP/HTTP 地址，常用端口 4318 correct it; it must be that of OTLP over HTTP, usually port 4318'
    return warning(about, found, advice)
  } catch (error) {
    const { message, cause } = error as Error
    const reason = cause instanceof Error ? cause.message || message : message
    return warning(
      about,
      withoutSecrets(`${host} 没有回应 does not answer: ${reason}`),
      '工作照常；请启动收集器，或更正 OTEL_EXPORTER_OTLP_ENDPOINT work goes on; start the collector, or correct the setting',
    )
  }
}
