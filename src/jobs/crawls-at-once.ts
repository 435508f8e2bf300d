/**
 * Portals that a worker crawls at once, where nobody says how many. A crawl waits nearly all of the time for its turn at its domain, and
 * two never ask one domain at once: a worker with few crawls would be idle, and a night of a thousand portals would not end.
 */
export const CRAWLS_AT_ONCE = 50
