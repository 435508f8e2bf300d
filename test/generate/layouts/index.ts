import { HTML_LAYOUTS } from './html.ts'
import type { Layout } from './layout.ts'
import { TEXT_LAYOUTS } from './text.ts'

/** Every layout of every format. */
export const LAYOUTS: readonly Layout[] = [...HTML_LAYOUTS, ...TEXT_LAYOUTS]
