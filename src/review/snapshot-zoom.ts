import { z } from 'zod'

/** How large an original is shown, in per cent of the width of its frame. */
export const ZOOMS = ['100', '150', '200', '300'] as const
export type Zoom = (typeof ZOOMS)[number]
export const ZOOM = z.enum(ZOOMS)
