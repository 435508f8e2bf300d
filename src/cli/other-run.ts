import { ConfigError } from '../config.ts'
import { OtherRunGoesOn } from '../jobs/cancel-run.ts'

/** Says what to do about a run that is in the way; any other error is thrown as it came. */
export function tellOtherRun(error: unknown): never {
  if (!(error instanceof OtherRunGoesOn)) throw error
  throw new ConfigError(`${error.message}; wait for its end, or cancel it: gouji runs cancel ${error.runId}`)
}
