import type { IncomingMessage } from 'node:http'
import type { Routes } from '../../crawlers/serve.ts'

/** How a script challenge that a plain browser passes by itself goes. */
export type Passable = 'reload' | 'two steps' | 'another script' | 'short, with status 200'

const STEPS: Readonly<Record<Passable, readonly string[]>> = {
  reload: ['pass'],
  'two steps': ['first', 'pass'],
  'another script': ['pass'],
  'short, with status 200': ['pass'],
}

/** The same host behind a script that sets a cookie (after another, in two steps) and loads the page again. */
export function behindChallenge(routes: Routes, kind: Passable, { robots = false } = {}): Routes {
  const steps = STEPS[kind]
  const gate = (route: Routes[string] | undefined) => async (request: IncomingMessage) => {
    const missing = steps.find((name) => !request.headers.cookie?.includes(`${name}=`))
    if (missing === undefined) {
      const found = route ?? { status: 404, body: '<html><title>404</title></html>' }
      const given = typeof found === 'function' ? await found(request) : found
      return given instanceof Uint8Array ? { body: given } : given
    }
    const script = `setTimeout(()=>{document.cookie="${missing}="+(6*7)+";path=/;max-age=600";location.reload()},200)`
    const isInline = kind !== 'another script'
    return {
      status: kind === 'short, with status 200' ? 200 : 521,
      body: `<html><head><!-- __jsl_clearance_s --><script${isInline ? `>${script}` : ' src="/check.js">'}</script></head><body></body></html>`,
      headers: { 'content-type': 'text/html', 'set-cookie': '__jsluid_s=ab; path=/; HttpOnly' },
    }
  }
  return new Proxy(routes, {
    get: (target, key) => {
      const path = String(key)
      if (path === '/check.js') return 'setTimeout(()=>{document.cookie="pass=42;path=/;max-age=600";location.reload()},200)'
      return path === '/robots.txt' && !robots ? target[path] : gate(target[path])
    },
  })
}
