const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]', '::1']

/** Whether a host name or address is this machine. */
export function isLoopback(host: string): boolean {
  return LOOPBACK_NAMES.includes(host) || /^127\.\d+\.\d+\.\d+$/.test(host)
}
