import * as client from 'openid-client'
import { isLoopback } from '../model/loopback.ts'
import type { OidcSettings } from '../model/oidc-settings.ts'

/** Who somebody is at the identity provider. */
export type OutsideIdentity = {
  readonly issuer: string
  readonly subject: string
  /** What the claim for the login holds; null where it is missing. */
  readonly login: string | null
  readonly name: string | null
}

export type SetOut = { readonly nonce: string; readonly codeVerifier: string }

/** Signing in by the identity provider of an office. */
export type OidcDesk = {
  readonly settings: OidcSettings
  /** What keeps one way to the provider together. */
  readonly setOut: () => SetOut
  /** Where to send the browser. @throws OidcFailed where the provider does not answer */
  readonly addressFor: (way: SetOut & { readonly state: string; readonly redirectUri: string }) => Promise<URL>
  /** Who came back. `address`: the whole address that the provider led to. @throws OidcFailed */
  readonly whoCame: (way: SetOut & { readonly state: string; readonly address: URL }) => Promise<OutsideIdentity>
}

/** The provider does not answer, or what came back proves nothing; the cause is for the log. */
export class OidcFailed extends Error {
  readonly why: 'unreachable' | 'refused' | 'unproven'
  constructor(why: OidcFailed['why'], cause: unknown) {
    super(`sign-in by the identity provider: ${why}`, { cause })
    this.name = 'OidcFailed'
    this.why = why
  }
}

const PATIENCE_SECONDS = 10

/** What the provider says of itself is asked for when it is first needed, and again as long as it did not answer. */
export function openOidc(settings: OidcSettings): OidcDesk {
  let known: Promise<client.Configuration> | null = null
  const configuration = async () => {
    known ??= discover(settings)
    try {
      return await known
    } catch (cause) {
      known = null
      throw new OidcFailed('unreachable', cause)
    }
  }
  return {
    settings,
    setOut: () => ({ nonce: client.randomNonce(), codeVerifier: client.randomPKCECodeVerifier() }),
    addressFor: async ({ nonce, codeVerifier, state, redirectUri }) =>
      client.buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUri,
        scope: 'openid profile',
        code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      }),
    whoCame: async ({ nonce, codeVerifier, state, address }) => {
      const provider = await configuration()
      try {
        const checks = { pkceCodeVerifier: codeVerifier, expectedNonce: nonce, expectedState: state, idTokenExpected: true }
        const tokens = await client.authorizationCodeGrant(provider, address, checks)
        const claims = tokens.claims()
        if (claims === undefined) throw new Error('no ID token')
        const more =
          typeof claims[settings.loginClaim] === 'string' ? {} : await askMore(provider, tokens.access_token, claims.sub)
        const textOf = (name: string) => [claims[name], more[name]].find((value) => typeof value === 'string') ?? null
        return {
          issuer: claims.iss,
          subject: claims.sub,
          login: textOf(settings.loginClaim),
          name: textOf('name'),
        } as OutsideIdentity
      } catch (cause) {
        throw new OidcFailed(cause instanceof client.AuthorizationResponseError ? 'refused' : 'unproven', cause)
      }
    },
  }
}

function discover({ issuer, clientId, clientSecret }: OidcSettings): Promise<client.Configuration> {
  const url = new URL(issuer)
  const proof = clientSecret === null ? client.None() : client.ClientSecretPost(clientSecret)
  // Without TLS on this machine only, where nobody stands between.
  const execute = url.protocol === 'http:' && isLoopback(url.hostname) ? [client.allowInsecureRequests] : []
  return client.discovery(url, clientId, undefined, proof, { execute, timeout: PATIENCE_SECONDS })
}

/** Some providers tell the login only where they are asked for it. */
async function askMore(
  provider: client.Configuration,
  accessToken: string,
  subject: string,
): Promise<Readonly<Record<string, unknown>>> {
  if (provider.serverMetadata().userinfo_endpoint === undefined) return {}
  return await client.fetchUserInfo(provider, accessToken, subject)
}
