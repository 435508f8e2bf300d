import type { Context } from 'hono'
import { type Act, actRule, type DecidingAct } from '../model/decision.ts'
import { type Actor, hasRole, type Reach, type Role } from '../model/role.ts'
import type { Language } from './language.ts'
import { mayUse, type Route } from './permissions.ts'
import { WORDS, type Words } from './words.ts'

/** Who asks: this machine as long as nobody has an account, somebody who signed in, or a program with a token of theirs. */
export type Identity = {
  readonly via: 'machine' | 'session' | 'program'
  /** The name and account that everything is recorded under. */
  readonly actor: Actor
  /** How the person is called on the pages. */
  readonly called: string
  readonly role: Role
  readonly reach: Reach
  readonly session: number | null
}

/** Why somebody is not known: they never signed in, their session ended by itself, or they came to this machine by another name than its own. */
export type Stranger = {
  readonly why: 'signed-out' | 'expired' | 'foreign-host'
  /** Whose session it was, where it ended by itself. */
  readonly account: number | null
}

/** `outside`: by the identity provider of the office. */
type SignInWays = { readonly outside: boolean; readonly passwords: boolean }

export type ReviewEnv = {
  Variables: {
    language: Language
    identity: Identity | Stranger
    address: string
    /** How people may sign in. */
    ways: SignInWays
    secondApprover: readonly DecidingAct[]
  }
}

/** Who looks at a page, in which language, and at which address. */
export type Visitor = {
  readonly language: Language
  readonly words: Words
  readonly identity: Identity | null
  /** @see Identity; nobody's where nobody is known. */
  readonly actor: Actor
  /** The actor's name. */
  readonly officer: string
  readonly reach: Reach
  readonly url: URL
  /** Whether to offer what a route does. */
  readonly may: (route: Route) => boolean
  /** Whether to offer an act on findings. */
  readonly mayDo: (act: Act) => boolean
  /** Acts that the office asks a second person for. */
  readonly secondApprover: readonly DecidingAct[]
}

/** In which language something is shown. */
export type Reader = Pick<Visitor, 'language' | 'words'>

const NOBODY: Actor = { name: '', account: null }
const NOWHERE: Reach = []

export function visitorOf(c: Context<ReviewEnv>): Visitor {
  const language = c.get('language') ?? 'zh'
  const identity = identityOf(c)
  return {
    language,
    words: WORDS[language],
    identity,
    actor: identity?.actor ?? NOBODY,
    officer: identity?.actor.name ?? '',
    reach: identity === null ? NOWHERE : identity.reach,
    url: new URL(c.req.url),
    may: (route) => mayUse(identity, route),
    mayDo: (act) => identity !== null && hasRole(identity.role, actRule(act).least),
    secondApprover: c.get('secondApprover') ?? [],
  }
}

export function identityOf(c: Context<ReviewEnv>): Identity | null {
  const who = c.get('identity')
  return who !== undefined && 'via' in who ? who : null
}

/** Name under which things are recorded as long as nobody has an account and only this machine can connect. */
export const LOCAL_OFFICER = '本机'

/** A recorded name. Where the account is known to be none, it was typed in beside a shared key, before there were accounts. */
export function officerName(name: string, { words }: Reader, account?: number | null): string {
  if (name === LOCAL_OFFICER) return words.thisMachine
  return account === null ? words.withoutAccount(name) : name
}
