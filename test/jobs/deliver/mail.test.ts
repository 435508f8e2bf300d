import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Message } from '../../../src/jobs/deliver/message.ts'
import { sendMail } from '../../../src/jobs/deliver/send-mail.ts'
import { readMailServer, readMailTarget } from '../../../src/model/read-targets.ts'
import type { MailServer } from '../../../src/model/target.ts'
import { openMailServer } from './mail-server.ts'

const trusted = getCACertificates()
const authority = readFileSync(join(import.meta.dirname, '../../fixtures/tls/authority.pem'), 'utf8')
beforeAll(() => setDefaultCACertificates([...trusted, authority]))
afterAll(() => setDefaultCACertificates(trusted))

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function serveMail(options: Parameters<typeof openMailServer>[0] = {}) {
  const server = await openMailServer(options)
  closers.push(server.close)
  return server
}

const message: Message = {
  subject: '勾稽 第 7 次夜间抓取：部分完成 Gouji nightly run 7: partial',
  lines: ['报告：新增 3'],
  whole: '网站 Portals\n  云岚市',
  link: 'https://gouji.example.gov.cn/',
}

const at = (url: string): MailServer => {
  const server = readMailServer(url)
  if (server === null) throw new Error(`${url} is no mail server`)
  return { ...server, from: '勾稽 <gouji@example.gov.cn>' }
}
const send = (server: MailServer, to = 'officer@example.gov.cn') => {
  const target = readMailTarget(to)
  if (target === null) throw new Error(`${to} is no address`)
  return sendMail(server, target, message, 'gouji.7.12.1763865000000')
}

const LOGIN = 'gouji:p%40ss%2Fword@'

test.each([
  { name: 'STARTTLS', scheme: 'smtp', options: {} },
  { name: 'TLS from the first byte', scheme: 'smtps', options: { secure: true } },
])('mail goes out with $name and a login, whole and readable', async ({ scheme, options }) => {
  const { port, mails } = await serveMail(options)
  await send(at(`${scheme}://${LOGIN}127.0.0.1:${port}`))
  expect(mails).toEqual([
    {
      to: ['officer@example.gov.cn'],
      subject: message.subject,
      messageId: '<gouji.7.12.1763865000000@example.gov.cn>',
      text: '报告：新增 3\n\n核查页面 review pages: https://gouji.example.gov.cn/\n\n网站 Portals\n  云岚市\n',
      encrypted: true,
      user: 'gouji',
    },
  ])
})

test('a relay without login or TLS takes it, too', async () => {
  const { port, mails } = await serveMail({ hideSTARTTLS: true, disabledCommands: ['STARTTLS', 'AUTH'] })
  await send(at(`smtp://127.0.0.1:${port}`))
  expect(mails).toMatchObject([{ encrypted: false, user: undefined }])
})

test('a password is never sent unencrypted', async () => {
  const { port, mails } = await serveMail({ hideSTARTTLS: true, disabledCommands: ['STARTTLS'], allowInsecureAuth: true })
  await expect(send(at(`smtp://${LOGIN}127.0.0.1:${port}`))).rejects.toThrow(/邮件 e-mail: /)
  expect(mails).toEqual([])
})

test.each([
  { name: 'a wrong password', login: 'gouji:wrong-secret@', to: 'officer@example.cn', fate: 'never' },
  { name: 'an unknown mailbox', login: LOGIN, to: 'nobody@example.cn', fate: 'never' },
  { name: 'a mailbox that is busy', login: LOGIN, to: 'busy@example.cn', fate: 'later' },
])('$name: $fate, and the reason names no password', async ({ login, to, fate }) => {
  const { port } = await serveMail()
  await expect(send(at(`smtp://${login}127.0.0.1:${port}`), to)).rejects.toMatchObject({
    fate,
    maybeSent: false,
    message: expect.not.stringMatching(/wrong-secret|p@ss/),
  })
})

test('a server that is not there, and one whose certificate nobody vouches for, have not got the mail', async () => {
  const { port, close } = await openMailServer()
  setDefaultCACertificates(trusted)
  await expect(send(at(`smtp://127.0.0.1:${port}`))).rejects.toMatchObject({ fate: 'later', maybeSent: false })
  setDefaultCACertificates([...trusted, authority])
  await close()
  await expect(send(at(`smtp://127.0.0.1:${port}`))).rejects.toMatchObject({ fate: 'later', maybeSent: false })
})

test('a server that is lost before it answers may have got it', async () => {
  const { port, mails } = await serveMail({ lose: true })
  await expect(send(at(`smtp://127.0.0.1:${port}`))).rejects.toMatchObject({ fate: 'later', maybeSent: true })
  expect(mails).toHaveLength(1)
})
