/** A made-up authority as it speaks of itself. */
export type MadeAuthority = {
  readonly name: string
  /** `我局`, `本机关` … */
  readonly self: string
  readonly kind: 'government' | 'office' | 'department' | 'township'
  /** The place it stands for, as in 全市, 全县. */
  readonly region: string
}

export const AUTHORITIES: readonly MadeAuthority[] = [
  { name: '青禾县水务局', self: '我局', kind: 'department', region: '全县' },
  { name: '云岭市人民政府', self: '市政府', kind: 'government', region: '全市' },
  { name: '临河区人民政府办公室', self: '区政府办公室', kind: 'office', region: '全区' },
  { name: '安丰县卫生健康委员会', self: '我委', kind: 'department', region: '全县' },
  { name: '青禾县白沙镇人民政府', self: '我镇', kind: 'township', region: '全镇' },
  { name: '海棠区朝阳街道办事处', self: '街道', kind: 'township', region: '街道' },
  { name: '南湖经济技术开发区管理委员会', self: '管委会', kind: 'government', region: '全区' },
  { name: '江北市公安局', self: '市公安局', kind: 'department', region: '全市' },
  { name: '东岭省自然资源厅', self: '我厅', kind: 'department', region: '全省' },
  { name: '广源县住房和城乡建设局', self: '本单位', kind: 'department', region: '全县' },
  { name: '松山区市场监督管理局', self: '本局', kind: 'department', region: '全区' },
  { name: '国家税务总局青禾县税务局', self: '我局', kind: 'department', region: '全县' },
  { name: '丰泽县教育局', self: '我局', kind: 'department', region: '全县' },
  { name: '东岭省人民政府办公厅', self: '省政府办公厅', kind: 'office', region: '全省' },
  { name: '云岭市统计局', self: '市统计局', kind: 'department', region: '全市' },
  { name: '赤水河自治县人民政府', self: '县政府', kind: 'government', region: '全县' },
]
