import { AUTHORITIES, type HostName, YEARS } from './district/authorities.ts'
import { STATIC_COLUMNS } from './sites.ts'

/** The day (MM-DD) by which the sample city wants the reports of its townships and sub-districts. */
const LOCAL_DUE = '02-10'

const PORTALS: readonly { id: HostName; name: string; family: string; comment: string }[] = [
  {
    id: 'main',
    name: '云岚市人民政府门户网站',
    family: 'trs-static',
    comment: '市政府、市政府办公室和七个部门：静态列表页，翻页地址为 index_1.html',
  },
  { id: 'gongkai', name: '云岚市政府信息公开平台', family: 'gongkai', comment: '七个部门各有子站：列表由脚本生成，需要浏览器' },
  {
    id: 'townships',
    name: '云岚市镇街信息公开网',
    family: 'trs-static',
    comment: '全部镇街共用一个栏目，按报告上的名称认定机关',
  },
]

/** The portals file of the sample district, in the form that an operator writes. */
export function samplePortalsYaml(hosts: Readonly<Record<HostName, string>>): string {
  const authorities = AUTHORITIES.map(({ id, name, kind, aliases }) => {
    const names = aliases.length > 0 ? `, aliases: [${aliases.join(', ')}]` : ''
    return `      - { id: ${id}, name: ${name}, kind: ${kind}${names} }`
  })
  return `# 内置样例：虚构的云岚市。机构、地址、电话和数据均为编造，只用于演示和测试。

districts:
  - id: yunlan
    name: 云岚市
    local_due: '${LOCAL_DUE}'   # 镇街年报的本地时限（次年）
    years: [${YEARS.join(', ')}]
    authorities:
${authorities.join('\n')}

portals:
${PORTALS.map((portal) => portalYaml(portal, hosts[portal.id])).join('\n')}`
}

function portalYaml({ id, name, family, comment }: (typeof PORTALS)[number], host: string): string {
  return `  # ${comment}
  - id: yunlan-${id}
    name: ${name}
    district: yunlan
    host: ${host}
    family: ${family}
    pace: 0.05
    sample: true
    columns:
${columnsOf(id)
  .map(({ path, authorities }) => `      - { url: 'http://${host}${path}', authorities: ${authorities} }`)
  .join('\n')}
`
}

function columnsOf(host: HostName): { path: string; authorities: string }[] {
  if (host === 'townships') return STATIC_COLUMNS.townships.map(({ path }) => ({ path, authorities: 'all' }))
  const paths = [...new Set(AUTHORITIES.filter((each) => each.host === host).map(({ column }) => column))]
  return paths.map((path) => ({
    path,
    authorities: `[${AUTHORITIES.filter((each) => each.host === host && each.column === path)
      .map(({ id }) => id)
      .join(', ')}]`,
  }))
}
