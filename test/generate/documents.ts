import { type Draw, drawFrom } from './draw.ts'
import type { Layout } from './layouts/layout.ts'
import { makeReport } from './make-report.ts'
import type { PrintedReport } from './printed.ts'
import { LABEL_QUIRKS } from './quirks/labels.ts'
import type { Quirk } from './quirks/quirk.ts'
import { TABLE_QUIRKS } from './quirks/tables.ts'
import { TEXT_QUIRKS } from './quirks/texts.ts'
import { VALUE_QUIRKS } from './quirks/values.ts'
import { QUIRKS } from './quirks.ts'

/** A generated file with its truth and the quirks it has. */
export type GeneratedDocument = {
  readonly report: PrintedReport
  readonly bytes: Uint8Array
  readonly fileName: string
  readonly quirks: readonly Quirk[]
}

/** Makes the document of a seed in a layout. Without `quirkNames` the seed draws them: none, or up to one of each kind. */
export async function makeDocument(layout: Layout, seed: number, quirkNames?: readonly string[]): Promise<GeneratedDocument> {
  const draw = drawFrom(seed)
  const quirks = quirkNames ? quirkNames.map(quirkNamed) : drawQuirks(draw)
  const report = makeReport(draw, { quirks, consistent: quirkNames !== undefined || draw.chance(0.85) })
  return { report, bytes: await layout.render(report, draw), fileName: layout.fileName ?? 'report', quirks }
}

/** Tables are changed before their labels, and labels before values: later changes need not know the earlier ones. */
function drawQuirks(draw: Draw): Quirk[] {
  if (draw.chance(0.4)) return []
  return [TABLE_QUIRKS, LABEL_QUIRKS, VALUE_QUIRKS, TEXT_QUIRKS].flatMap((all) => (draw.chance(0.4) ? [draw.pick(all)] : []))
}

function quirkNamed(name: string): Quirk {
  const quirk = QUIRKS.find((each) => each.name === name)
  if (!quirk) throw new Error(`There is no quirk ${name}.`)
  return quirk
}
