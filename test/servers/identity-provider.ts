import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'

/**
 * A provider of OpenID Connect as a process of its own: `node identity-provider.ts CALLBACK` prints its issuer. Whoever names themselves in its
 * form is believed; `NAME+SHOWN` is the person NAME who calls themselves SHOWN there.
 */
const callback = process.argv[2] ?? ''
const server = createServer()
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: 'gouji',
      client_secret: 'a-secret-of-the-test-of-more-than-32-letters',
      redirect_uris: [callback],
      subject_type: 'pairwise',
      token_endpoint_auth_method: 'client_secret_post',
    },
  ],
  claims: { openid: ['sub'], profile: ['name', 'preferred_username'] },
  cookies: { keys: ['a key of the test'] },
  pkce: { required: () => true },
  subjectTypes: ['pairwise'],
  pairwiseIdentifier: async (_, id) => id.split('+')[0] ?? id,
  findAccount: async (_, id) => {
    const shown = id.split('+').at(-1) ?? id
    return { accountId: id, claims: async () => ({ sub: id, preferred_username: shown, name: `${shown}先生` }) }
  },
})
server.on('request', provider.callback())
process.stdout.write(`${issuer}\n`)
