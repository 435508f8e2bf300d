import { LABEL_QUIRKS } from './quirks/labels.ts'
import type { Quirk } from './quirks/quirk.ts'
import { NAMED_TABLE_QUIRKS, TABLE_QUIRKS } from './quirks/tables.ts'
import { TEXT_QUIRKS } from './quirks/texts.ts'
import { VALUE_QUIRKS } from './quirks/values.ts'

/** Every way in which generated reports may differ from the form. */
export const QUIRKS: readonly Quirk[] = [...VALUE_QUIRKS, ...LABEL_QUIRKS, ...TABLE_QUIRKS, ...NAMED_TABLE_QUIRKS, ...TEXT_QUIRKS]
