import { ConfigError } from '../config.ts'
import { GiveUp } from '../model/give-up.ts'
import { hideInAddresses } from '../model/hide-secrets.ts'
import { SetupError } from '../model/setup-error.ts'

/** Says on stderr what went wrong, in one line unless `debug`, and sets exit status 2. Errors of ours that explain themselves stay as they are. */
export function reportFailure(error: unknown, debug: boolean): void {
  const message = error instanceof Error ? error.message : String(error)
  const explained = error instanceof ConfigError || error instanceof SetupError || error instanceof GiveUp
  process.stderr.write(
    `gouji: ${hideInAddresses(message)}${explained || debug ? '' : '\n(run again with --debug for the details)'}\n`,
  )
  if (debug && error instanceof Error) process.stderr.write(`${hideInAddresses(error.stack ?? '')}\n`)
  process.exitCode = 2
}
