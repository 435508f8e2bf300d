import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

const valid = readFileSync(join(import.meta.dirname, '../../fixtures/tls/valid.pem'), 'utf8')

type Mail = {
  readonly to: readonly string[]
  readonly subject: string
  readonly messageId: string
  readonly text: string
  readonly encrypted: boolean
  readonly user: string | undefined
}

type MailServer = { readonly port: number; readonly mails: Mail[]; readonly close: () => Promise<void> }

/** A mail server with a certificate for 127.0.0.1. `nobody@…` is unknown to it, `busy@…` is put off; `lose` ends the connection in place of an answer to a mail. */
export async function openMailServer(options: SMTPServerOptions & { readonly lose?: boolean } = {}): Promise<MailServer> {
  const { lose = false, ...given } = options
  const mails: Mail[] = []
  const server = new SMTPServer({
    key: valid,
    cert: valid,
    authOptional: true,
    logger: false,
    onAuth: ({ username, password }, _session, done) =>
      username === 'gouji' && password === 'p@ss/word' ? done(null, { user: username }) : done(new Error('Invalid login')),
    onRcptTo: ({ address }, _session, done) => {
      if (address.startsWith('nobody@')) return done(refusal(550, 'no such mailbox'))
      if (address.startsWith('busy@')) return done(refusal(450, 'try again'))
      return done()
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString('latin1')
        const to = session.envelope.rcptTo.map(({ address }) => address)
        mails.push({ ...read(raw), to, encrypted: session.secure, user: session.user as string | undefined })
        if (lose) for (const connection of server.connections) connection._socket.destroy()
        else done()
      })
    },
    ...given,
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  return { port, mails, close: () => new Promise((resolve) => server.close(() => resolve())) }
}

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode })
}

function read(raw: string): { subject: string; messageId: string; text: string } {
  const [head = '', ...rest] = raw.split('\r\n\r\n')
  const headers = head.replace(/\r\n\s+/g, ' ')
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(headers)?.[1] ?? ''
  const body = rest.join('\r\n\r\n')
  const text =
    header('content-transfer-encoding') === 'base64'
      ? Buffer.from(body, 'base64').toString('utf8')
      : Buffer.from(body, 'latin1').toString('utf8')
  return { subject: inWords(header('subject')), messageId: header('message-id'), text }
}

/** Encoded words of RFC 2047, form B and Q. */
function inWords(value: string): string {
  const quoted = (text: string) =>
    Buffer.from(
      text.replaceAll('_', ' ').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
      'latin1',
    )
  return value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi, (_, form: string, text: string) =>
      (form.toUpperCase() === 'B' ? Buffer.from(text, 'base64') : quoted(text)).toString('utf8'),
    )
}
