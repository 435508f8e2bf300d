import type { Db } from '../../db/connect.ts'
import type { DistrictReportRow } from '../../db/district-reports.ts'
import * as districtReports from '../../db/district-reports.ts'
import * as findings from '../../db/findings.ts'
import type { RuleSettings } from '../model/rule-settings.ts'
import { type AlikeTexts, checkDistrict } from '../rules/check-district.ts'
import { withFingerprints } from '../rules/fingerprint.ts'
import { ruleSetFor } from '../rules/settings.ts'
import { bodyText } from '../rules/similarity/body-text.ts'
import { compareTexts } from '../rules/similarity/compare-texts.ts'
import type { MaskedText } from '../rules/similarity/masked-text.ts'
import { pairsAlike, sketchFromBytes } from '../rules/similarity/sketch.ts'

type District = { readonly district: string; readonly year: number }

/**
 * Judges the reports of a district beside each other, and keeps what it finds with the report of the body that it speaks of. Nothing is
 * done where neither a report nor its filing nor the rules have changed since the last time. Texts are read only of those whose sketches
 * are alike.
 */
export async function compareDistrict(
  db: Db,
  { district, year, settings }: District & { settings: RuleSettings },
): Promise<void> {
  const basis = await districtReports.basisOf(db, { district, year, ruleSet: ruleSetFor(settings) })
  if (basis === (await districtReports.lastBasis(db, { district, year }))) return
  const rows = await districtReports.reportsOf(db, { district, year })
  const found = checkDistrict({ year, bodies: rows, alike: await alikeTexts(db, rows), settings })
  for (const { authority, reportId, versionId } of rows) {
    const own = found.filter((each) => each.authority === authority.id).map(({ finding }) => finding)
    const checked: findings.Checked = {
      scope: 'district',
      filer: authority.id,
      authorityId: authority.id,
      authorityName: authority.name,
      districtId: district,
      year,
      reportId,
      versionId,
    }
    await findings.reconcile(db, checked, withFingerprints(own, checked))
  }
  await districtReports.markChecked(db, { district, year, basis })
}

/** Both directions of every pair worth comparing: the one text may stand whole in the other, which is longer. */
async function alikeTexts(db: Db, rows: readonly DistrictReportRow[]): Promise<AlikeTexts[]> {
  const sketched = rows.flatMap(({ authority, versionId, sketch }) =>
    sketch === null || versionId === null ? [] : [{ authority, versionId, sketch: sketchFromBytes(sketch) }],
  )
  const texts = new Map<number, MaskedText | null>()
  const textOf = async (versionId: number, name: string) => {
    if (!texts.has(versionId)) {
      const text = await districtReports.textOfVersion(db, versionId)
      texts.set(versionId, text && bodyText(text, [name]))
    }
    return texts.get(versionId) ?? null
  }
  const alike: AlikeTexts[] = []
  for (const [first, second] of pairsAlike(sketched.map(({ sketch }) => sketch))) {
    const [a, b] = [sketched[first]!, sketched[second]!]
    const [own, other] = [await textOf(a.versionId, a.authority.name), await textOf(b.versionId, b.authority.name)]
    if (own === null || other === null) continue
    alike.push({ own: a.authority.id, other: b.authority.id, comparison: compareTexts(own, other) })
    alike.push({ own: b.authority.id, other: a.authority.id, comparison: compareTexts(other, own) })
  }
  return alike
}
