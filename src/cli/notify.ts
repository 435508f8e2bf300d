import { openDatabase } from '../../db/connect.ts'
import * as deliveries from '../../db/deliveries.ts'
import { migrateToLatest } from '../../db/migrate.ts'
import { type Config, ConfigError, readConfig } from '../config.ts'
import { testMessage } from '../jobs/deliver/message.ts'
import { send } from '../jobs/deliver/send.ts'
import { SendFailure } from '../jobs/deliver/send-failure.ts'
import { deliveriesText } from './deliveries-text.ts'

const SHOWN = 40

/** Sends a test message to every target, owes again what has failed, or prints what became of the latest messages. */
export async function run(options: { readonly test?: boolean; readonly retry?: boolean }): Promise<void> {
  const config = readConfig()
  if (options.test) return await sendTests(config)
  const { db, close } = await openDatabase(config)
  try {
    await migrateToLatest(db)
    if (options.retry) {
      const count = await deliveries.retryFailed(db)
      process.stdout.write(`${count} 条消息将重新发送 messages are owed again; a worker sends them within three minutes\n`)
      return
    }
    const rows = await deliveries.latest(db, SHOWN)
    if (rows.length === 0) process.stdout.write('尚无消息 no message has been owed yet\n')
    process.stdout.write(deliveriesText(rows))
  } finally {
    await close()
  }
}

async function sendTests({ notify }: Config): Promise<void> {
  if (notify.targets.length === 0)
    throw new ConfigError('Nobody is to be told. Set GOUJI_SMTP_URL, GOUJI_MAIL_FROM and GOUJI_MAIL_TO, or GOUJI_WEBHOOKS.')
  const message = testMessage(notify.publicUrl)
  for (const target of notify.targets) {
    const failure = await send(notify, target, message, `gouji.test.${Date.now()}`).then(
      () => null,
      (error: unknown) => {
        if (error instanceof SendFailure) return error
        throw error
      },
    )
    process.stdout.write(failure === null ? `✓ ${target.name}\n` : `✗ ${target.name}  ${failure.message}\n`)
    if (failure !== null) process.exitCode = 1
  }
}
