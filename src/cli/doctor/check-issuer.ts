import type { OidcSettings } from '../../model/oidc-settings.ts'
import { broken, type Check, ok, warning, withoutSecrets } from './check.ts'

const PATIENCE_MS = 5_000

/** Whether the identity provider answers, and calls itself as the setting does: any other name is refused when somebody signs in. */
export async function checkIssuer(settings: Pick<OidcSettings, 'issuer'> | null): Promise<Check> {
  const about = { name: 'issuer', title: '统一身份认证 identity provider' }
  if (settings === null) return ok(about, '未启用（可选） off, by choice')
  const { issuer } = settings
  const { host } = new URL(issuer)
  try {
    const answer = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    if (!answer.ok) return broken(about, `${host}，HTTP ${answer.status}`, '请更正 GOUJI_OIDC_ISSUER correct it')
    const named = ((await answer.json()) as { readonly issuer?: unknown }).issuer
    if (named === issuer) return ok(about, `${host}，HTTP ${answer.status}`)
    const found = `它自称 it calls itself ${withoutSecrets(String(named))}`
    return broken(about, found, '请将 GOUJI_OIDC_ISSUER 改为同样的写法 set GOUJI_OIDC_ISSUER to the same')
  } catch (error) {
    const { message, cause } = error as Error
    const reason = cause instanceof Error ? cause.message || message : message
    return warning(
      about,
      withoutSecrets(`${host} 没有回应 does not answer: ${reason}`),
      '已登录的人不受影响；请检查网络，或更正 GOUJI_OIDC_ISSUER who is signed in stays so; check the network, or correct the setting',
    )
  }
}
