import { openDatabase } from '../../db/connect.ts'
import * as deliveries from '../../db/deliveries.ts'
import { migrateToLatest } from '../../db/migrate.ts'
import { type Config, ConfigError, readConfig } from '../config.ts'
import { testMessage } from '../jobs/deliver/message.ts'
import { send } from '../jobs/deliver/send.ts'
import { SendFailure } from '../jobs/deliver/send-failure.ts'

const SHOWN = 40

const STATES = { owed: '待发送 owed', sent: '已发送 sent', failed: '发送失败 failed' } as const

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
    for (const { run_id, target, state, attempts, sent_at, error } of rows) {
      const when = sent_at === null ? '' : ` ${shanghaiTime(sent_at)}`
      const why = error === null ? '' : ` · ${error}`
      process.stdout.write(`run ${run_id}  ${target}  ${STATES[state]}${when} · 次数 attempts ${attempts}${why}\n`)
    }
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

function shanghaiTime(time: Date): string {
  return time.toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' })
}
