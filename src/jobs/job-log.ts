import type { Job } from 'bullmq'
import type { SpanPlace } from '../model/trace.ts'
import type { Log } from './context.ts'

type Level = 'debug' | 'info' | 'warn' | 'error'

export type JobLog = {
  /** Notes the run that the job works for, where its data do not name it. */
  readonly tell: (about: { readonly run: number }) => void
  /** A line with what the job is about and how long it has taken so far (ms). */
  readonly say: (level: Level, message: string, more?: object) => void
}

/** The lines that one job leaves in the log, each with its queue, the ids of its rows, its run and its span. The first one, that it starts, is written here. */
export function openJobLog(
  log: Log,
  { id, queueName, data, attemptsMade, attemptsStarted = 1 }: Job,
  span: SpanPlace | undefined,
): JobLog {
  const since = performance.now()
  // The names by which log viewers find the trace of a line.
  const traced = span === undefined ? {} : { trace_id: span.traceId, span_id: span.spanId }
  const about = { queue: queueName, id, job: data, attempt: attemptsMade + 1, ...traced }
  let run: number | undefined = data.runId
  // One that waits for its turn is looked at every few seconds: that it starts is told once.
  const isRepeated = attemptsStarted > attemptsMade + 1
  log[isRepeated ? 'debug' : 'info']({ ...about, run }, 'a job starts')
  return {
    tell: (known) => {
      run = known.run
    },
    say: (level, message, more = {}) => {
      log[level]({ ...about, run, ms: Math.round(performance.now() - since), ...more }, message)
    },
  }
}
