import { spawnSync } from 'node:child_process'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Files in PEM form: an authority of our own, and a server on this machine that it vouches for. */
export type Certificates = { readonly authority: string; readonly certificate: string; readonly key: string }

/** Makes them in `folder` with openssl; other accounts may read them, as servers of tests run under several. */
export function makeCertificates(folder: string): Certificates {
  const at = (name: string) => join(folder, name)
  const openssl = (...args: string[]) => {
    const { status, stderr } = spawnSync('openssl', args, { encoding: 'utf8' })
    if (status !== 0) throw new Error(`openssl ${args[0]}: ${stderr}`)
  }
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  openssl(
    'req',
    '-x509',
    ...curve,
    '-days',
    '2',
    '-subj',
    '/CN=Gouji test authority',
    '-keyout',
    at('ca.key'),
    '-out',
    at('ca.crt'),
  )
  openssl('req', ...curve, '-subj', '/CN=localhost', '-keyout', at('server.key'), '-out', at('server.csr'))
  writeFileSync(at('names'), 'subjectAltName=DNS:localhost,IP:127.0.0.1')
  const signing = ['-CA', at('ca.crt'), '-CAkey', at('ca.key'), '-CAcreateserial', '-days', '2', '-extfile', at('names')]
  openssl('x509', '-req', '-in', at('server.csr'), ...signing, '-out', at('server.crt'))
  chmodSync(folder, 0o755)
  for (const name of ['ca.crt', 'server.crt', 'server.key']) chmodSync(at(name), 0o644)
  return { authority: at('ca.crt'), certificate: at('server.crt'), key: at('server.key') }
}
