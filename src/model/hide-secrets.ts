import type { MailServer, Target } from './target.ts'

/** A shorter one would blank out ordinary words and numbers; where it stands in an address it is hidden all the same. */
const LEAST_LENGTH = 6
const LEAST_TOKEN = 16
const HIDDEN = '[hidden]'

/** `user:password@` of any address. */
const LOGIN_IN_ADDRESS = /([a-z][a-z\d+.-]*:\/\/[^\s:@/?#"'<>]*):[^\s@/"'<>]+@/gi
/** What group robots and object stores carry their keys in: parameters, and the path of 飞书's address. */
const KEY_IN_ADDRESS =
  /([?&](?:key|access_token|token|sign|signature|secret|password|x-amz-signature|x-amz-credential|x-amz-security-token)=)[^\s&#"'<>]+/gi
const FEISHU_HOOK = /(\/open-apis\/bot\/v\d+\/hook\/)[^\s?#"'<>]+/gi

/** A text without the passwords and keys that addresses in it carry. */
export function hideInAddresses(text: string): string {
  return text
    .replace(LOGIN_IN_ADDRESS, `$1:${HIDDEN}@`)
    .replace(KEY_IN_ADDRESS, `$1${HIDDEN}`)
    .replace(FEISHU_HOOK, `$1${HIDDEN}`)
}

/** Hides these secrets wherever they stand, plain or as addresses and JSON write them, and whatever addresses carry. */
export function hider(secrets: readonly string[]): (text: string) => string {
  const forms = secrets
    .filter((secret) => secret.length >= LEAST_LENGTH)
    .flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])
  // The longest first, so that none leaves the rest of another behind.
  const unique = [...new Set(forms)].sort((a, b) => b.length - a.length)
  return (text) => hideInAddresses(unique.reduce((hidden, form) => hidden.replaceAll(form, HIDDEN), text))
}

/** What the settings of messages hold: passwords, keys of robots, and what signs for them. */
export function secretsOfMessages(notify: {
  readonly targets: readonly Target[]
  readonly mailServer: MailServer | null
}): string[] {
  const robots = notify.targets.filter((target) => target.kind !== 'mail')
  return [notify.mailServer?.login?.password, ...robots.flatMap(({ url, secret }) => [secret, ...keysIn(url)])].filter(
    (secret) => secret !== null && secret !== undefined,
  )
}

/** What an address of a robot is secret in: the values of its parameters, or what is long in its path where it has none. */
function keysIn(address: string): string[] {
  const { searchParams, pathname } = new URL(address)
  const values = [...searchParams.values()]
  return values.length > 0 ? values : pathname.split('/').filter((part) => part.length >= LEAST_TOKEN)
}
