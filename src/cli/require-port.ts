import { createServer } from 'node:net'
import { SetupError } from '../model/setup-error.ts'

/** Makes sure before the long work begins that the review pages can be served afterwards. @throws SetupError */
export async function requirePort(host: string, port: number): Promise<void> {
  const server = createServer()
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen({ host, port, exclusive: true }, resolve)
    })
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    if (code === 'EADDRINUSE')
      throw new SetupError(
        `port ${port} of ${host} is in use. Stop the program that uses it, or choose another port with GOUJI_PORT.`,
        { cause },
      )
    if (code === 'EACCES')
      throw new SetupError(`port ${port} may not be used by this account. Choose one from 1024 with GOUJI_PORT.`, { cause })
    throw new SetupError(`the review pages cannot listen on ${host}:${port}: ${message}. Correct GOUJI_HOST or GOUJI_PORT.`, {
      cause,
    })
  } finally {
    await new Promise((resolve) => server.close(resolve))
  }
}
