import { createTransport } from 'nodemailer'
import type { MailServer, MailTarget } from '../../model/target.ts'
import type { Message } from './message.ts'
import { SendFailure } from './send-failure.ts'

const TIMEOUT_MS = 20_000
const WHOLE_MS = 60_000

/**
 * Sends a message to one address. `id` becomes the Message-ID: the same for every attempt of one delivery, so that a mailbox which
 * got it twice can tell. With a password nothing is sent unencrypted. @throws SendFailure
 */
export async function sendMail(server: MailServer, { address }: MailTarget, message: Message, id: string): Promise<void> {
  const transport = createTransport({
    host: server.host,
    port: server.port,
    secure: server.secure,
    requireTLS: server.login !== null,
    auth: server.login === null ? undefined : { user: server.login.user, pass: server.login.password },
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  try {
    await transport.sendMail({
      from: server.from,
      to: address,
      subject: message.subject,
      text: textOf(message),
      textEncoding: 'base64',
      messageId: `<${id}@${domainOf(server.from)}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
      signal: AbortSignal.timeout(WHOLE_MS),
    })
  } catch (error) {
    throw failureOf(error as SmtpError)
  } finally {
    transport.close()
  }
}

function textOf({ lines, whole, link }: Message): string {
  const parts = [
    lines.join('\n'),
    ...(link === null ? [] : [`核查页面 review pages: ${link}`]),
    ...(whole === null ? [] : [whole]),
  ]
  return `${parts.join('\n\n')}\n`
}

function domainOf(from: string): string {
  return /@([^\s@<>]+)>?$/.exec(from.trim())?.[1] ?? 'gouji.invalid'
}

/** `responseCode`: the server's answer to the command that failed, absent where there was none. */
type SmtpError = Error & { readonly code?: string; readonly responseCode?: number }

/** No name, no connection, no greeting, no TLS: nothing was handed over. */
function isBeforeMail(message: string, code: string | undefined): boolean {
  return (
    code === 'EDNS' ||
    code === 'ETLS' ||
    /ECONNREFUSED|E(?:HOST|NET)UNREACH|certificate|Connection timeout|Greeting/.test(message)
  )
}

function failureOf({ message, code, responseCode }: SmtpError): SendFailure {
  const text = `邮件 e-mail: ${message}`
  if (responseCode !== undefined) return new SendFailure(text, { fate: responseCode >= 500 ? 'never' : 'later' })
  if (code === 'EAUTH' || code === 'EENVELOPE' || code === 'ECONFIG') return new SendFailure(text, { fate: 'never' })
  // Where a connection is lost later than that, the server may have the mail, whatever it was about to answer.
  return new SendFailure(text, { fate: 'later', maybeSent: !isBeforeMail(message, code) })
}
