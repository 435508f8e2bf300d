import { hostKind } from './address-kind.ts'

/** What is wrong with a host as written in a portals file, and what to do; null where it can be used. */
export function hostProblem(host: string, sample: boolean): { readonly message: string; readonly zh: string } | null {
  const url = URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : null
  if (url === null || hostOf(host, 'http:') === null)
    return {
      message: `"${host}" is not a host; write it as in the address, without scheme and path, such as www.example.gov.cn`,
      zh: `“${host}”不是主机名；请按网址中的写法，不带 http:// 和路径，如 www.example.gov.cn`,
    }
  const kind = hostKind(url.hostname)
  if (sample)
    return kind === 'loopback'
      ? null
      : {
          message: `"${host}" is not on this machine; a sample portal must be on 127.0.0.1 – or remove "sample: true"`,
          zh: `“${host}”不在本机；示例网站只能在 127.0.0.1`,
        }
  if (kind === 'loopback' || kind === 'private')
    return {
      message: `"${host}" is an address of this machine or of a private network; only a portal marked "sample: true" may be on 127.0.0.1`,
      zh: `“${host}”是本机或内部网络的地址，不能登记`,
    }
  return null
}

/** The host as `URL.host` gives it for this scheme, or null where `host` holds more than a host and a port. */
export function hostOf(host: string, protocol: string): string | null {
  const url = URL.canParse(`${protocol}//${host}`) ? new URL(`${protocol}//${host}`) : null
  return url !== null && url.href === `${protocol}//${url.host}/` && !host.endsWith('/') ? url.host : null
}
