import { hider, secretsOfMessages } from '../../model/hide-secrets.ts'
import type { MailServer, Target } from '../../model/target.ts'
import type { Message } from './message.ts'
import { sendChat } from './send-chat.ts'
import { SendFailure } from './send-failure.ts'
import { sendMail } from './send-mail.ts'

/** Who is told of a night, and how. */
export type Notify = {
  readonly targets: readonly Target[]
  /** There whenever one of the targets is a mailbox. */
  readonly mailServer: MailServer | null
  readonly publicUrl: string | null
}

/** Sends a message to one target; `id` is the same for every attempt. @throws SendFailure, without the secrets that a server may repeat in its refusal */
export async function send(notify: Notify, target: Target, message: Message, id: string): Promise<void> {
  await sendTo(notify, target, message, id).catch((error: unknown) => {
    if (error instanceof SendFailure) throw new SendFailure(hider(secretsOfMessages(notify))(error.message), error)
    throw error
  })
}

async function sendTo({ mailServer }: Notify, target: Target, message: Message, id: string): Promise<void> {
  if (target.kind !== 'mail') return await sendChat(target, message, new Date())
  if (mailServer === null) throw new SendFailure('未设置邮件服务器 GOUJI_SMTP_URL is not set', { fate: 'never' })
  await sendMail(mailServer, target, message, id)
}
