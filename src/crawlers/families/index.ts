import { epoint } from './epoint.ts'
import type { PortalFamily } from './family.ts'
import { generic } from './generic.ts'
import { gkmlpt } from './gkmlpt.ts'
import { gongkai } from './gongkai.ts'
import { hanweb } from './hanweb.ts'
import { hanwebAnnual } from './hanweb-annual.ts'
import { hanwebCatalogue } from './hanweb-catalogue.ts'
import { jpaas } from './jpaas.ts'
import { jxHandlebars } from './jx-handlebars.ts'
import { longxun } from './longxun.ts'
import { nfcms } from './nfcms.ts'
import { openness } from './openness.ts'
import { siteweaver } from './siteweaver.ts'
import { tpl61 } from './tpl61.ts'
import { trsStatic } from './trs-static.ts'
import { truecms } from './truecms.ts'
import { ucap } from './ucap.ts'
import { vsb } from './vsb.ts'

/**
 * Every publishing system that is known; the first that recognises a page reads it. Those whose lists stand in data come before those
 * that are told by their pages, and the one that takes any page comes last.
 */
export const FAMILIES: readonly PortalFamily[] = [
  jxHandlebars,
  hanwebAnnual,
  truecms,
  hanwebCatalogue,
  hanweb,
  jpaas,
  gkmlpt,
  epoint,
  ucap,
  gongkai,
  nfcms,
  openness,
  longxun,
  vsb,
  siteweaver,
  tpl61,
  trsStatic,
  generic,
]
