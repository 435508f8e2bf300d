/** What was found out about one part of an installation. Nothing in it holds a password or a token. */
export type Check = {
  /** For programs: `database`, `redis` … */
  readonly name: string
  /** What was looked at, Chinese with English beside it. */
  readonly title: string
  readonly state: 'ok' | 'warning' | 'broken'
  /** What was found, in facts. */
  readonly found: string
  /** What to do about it; null where there is nothing. */
  readonly advice: string | null
}

type About = Pick<Check, 'name' | 'title'>

export function ok(about: About, found: string): Check {
  return { ...about, state: 'ok', found, advice: null }
}

/** Works, but somebody should look. */
export function warning(about: About, found: string, advice: string): Check {
  return { ...about, state: 'warning', found, advice }
}

/** Does not work as it is. */
export function broken(about: About, found: string, advice: string): Check {
  return { ...about, state: 'broken', found, advice }
}

/** The exit status of `gouji doctor`: 0 all is well, 1 somebody should look, 2 something does not work. */
export function statusOf(checks: readonly Check[]): 0 | 1 | 2 {
  if (checks.some(({ state }) => state === 'broken')) return 2
  return checks.some(({ state }) => state === 'warning') ? 1 : 0
}

/** `postgres://user:secret@host/db` without what lets anybody in: of addresses within a text, only the host stays. */
export function withoutSecrets(text: string): string {
  return text
    .replace(/\b([a-z][a-z+]*:\/\/)[^\s/@]*@/gi, '$1')
    .replace(/([?&](?:key|access_token|token|sign|password)=)[^&\s]+/gi, '$1…')
}

const MARKS = { ok: '✓', warning: '!', broken: '✗' } as const

/** A line for each check, and what to do below those that need something. */
export function toText(checks: readonly Check[]): string {
  return checks
    .flatMap(({ title, state, found, advice }) => [
      `${MARKS[state]} ${title}：${found}`,
      ...(advice === null ? [] : [`    → ${advice}`]),
    ])
    .map((line) => `${line}\n`)
    .join('')
}
