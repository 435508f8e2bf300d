import type { PortalFamily } from './family.ts'
import { gongkai } from './gongkai.ts'
import { trsStatic } from './trs-static.ts'

/** Every publishing system that is known; the first that recognises a page reads it. */
export const FAMILIES: readonly PortalFamily[] = [gongkai, trsStatic]
