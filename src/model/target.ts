/** Where the morning summary is sent: one e-mail address, or one group robot of a chat platform. */
export type Target = MailTarget | ChatTarget

export type MailTarget = { readonly kind: 'mail'; readonly name: string; readonly address: string }

export type ChatTarget = {
  readonly kind: ChatKind
  /** Tells targets of one platform apart without naming their token: the address itself lets anybody write to the group. */
  readonly name: string
  readonly url: string
  /** Signs the messages; null where the robot was set up without one. */
  readonly secret: string | null
}

export type ChatKind = keyof typeof CHAT_KINDS

export const CHAT_KINDS = {
  wecom: { zh: '企业微信', en: 'WeCom' },
  dingtalk: { zh: '钉钉', en: 'DingTalk' },
  feishu: { zh: '飞书', en: 'Feishu' },
} as const

/** How mail leaves. `secure`: TLS from the first byte, as on port 465; otherwise STARTTLS where the server offers it. */
export type MailServer = {
  readonly host: string
  readonly port: number
  readonly secure: boolean
  readonly login: { readonly user: string; readonly password: string } | null
  /** `Name <address>`, or the address alone. */
  readonly from: string
}
