import { z } from 'zod'
import { type CellKey, cellKeysOf } from '../model/template.ts'

const KEYS: ReadonlySet<string> = new Set([...cellKeysOf('2019'), ...cellKeysOf('2021')])

/** A cell named in an address or a form. */
export const CELL = z.custom<CellKey>((given) => typeof given === 'string' && KEYS.has(given), 'no cell of a form')
