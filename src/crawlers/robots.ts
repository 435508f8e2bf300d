export type RobotsRules = {
  readonly allows: (path: string) => boolean
  /** Seconds between requests that the site asks for. */
  readonly crawlDelay: number | null
}

export const NO_RULES: RobotsRules = { allows: () => true, crawlDelay: null }

type Group = { agents: string[]; rules: { allow: boolean; path: string }[]; delay: number | null }

/** Reads a robots.txt for one user agent (RFC 9309): the group that names it, else `*`; the longest rule that fits a path wins. */
export function readRobots(text: string, agent: string): RobotsRules {
  const groups: Group[] = []
  let open: Group | null = null
  for (const line of text.replace(/^\uFEFF/, '').split(/\r\n?|\n/)) {
    const match = line.replace(/#.*$/, '').match(/^\s*([a-z-]+)\s*:\s*(.*?)\s*$/i)
    if (!match) continue
    const key = match[1]!.toLowerCase()
    const value = match[2]!
    if (key === 'user-agent') {
      if (open === null || open.rules.length > 0 || open.delay !== null) {
        open = { agents: [], rules: [], delay: null }
        groups.push(open)
      }
      open.agents.push(value.toLowerCase())
    } else if (open !== null && (key === 'allow' || key === 'disallow')) {
      if (value !== '') open.rules.push({ allow: key === 'allow', path: value })
      else if (key === 'disallow') open.rules.push({ allow: true, path: '/' })
    } else if (open !== null && key === 'crawl-delay' && Number(value) >= 0) open.delay = Number(value)
  }
  const named = groups.filter(({ agents }) => agents.some((name) => name !== '*' && agent.toLowerCase().startsWith(name)))
  const chosen = named.length > 0 ? named : groups.filter(({ agents }) => agents.includes('*'))
  const rules = chosen.flatMap((group) => group.rules).map(({ allow, path }) => ({ allow, path, pattern: toPattern(path) }))
  const delays = chosen.flatMap(({ delay }) => (delay === null ? [] : [delay]))
  return {
    allows: (path) => {
      const fitting = rules.filter(({ pattern }) => pattern.test(path))
      const longest = Math.max(0, ...fitting.map((rule) => rule.path.length))
      const strongest = fitting.filter((rule) => rule.path.length === longest)
      return strongest.length === 0 || strongest.some(({ allow }) => allow)
    },
    crawlDelay: delays.length > 0 ? Math.max(...delays) : null,
  }
}

function toPattern(path: string): RegExp {
  const escaped = path
    .replace(/\*{2,}/g, '*')
    .replace(/[.+?^{}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*?')
  return new RegExp(`^${escaped.endsWith('$') ? escaped : escaped.replaceAll('$', '\\$')}`)
}
