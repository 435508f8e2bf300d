import { isMap, isSeq, parseDocument } from 'yaml'
import type { District, RegisteredAuthority } from '../../model/portal.ts'
import { portalsContent } from './portals-content.ts'

/** The text of a portals file with authorities added to a district; comments and order stay. */
export function addToDistrictInFile(text: string, district: District, added: readonly RegisteredAuthority[]): string {
  const document = parseDocument(text)
  const [content] = portalsContent({ districts: [district], authorities: added, portals: [] }).districts
  const districts = document.get('districts')
  const known = isSeq(districts) ? districts.items.find((item) => isMap(item) && item.get('id') === district.id) : undefined
  if (isMap(known)) for (const authority of content!.authorities) known.addIn(['authorities'], document.createNode(authority))
  return String(document)
}
