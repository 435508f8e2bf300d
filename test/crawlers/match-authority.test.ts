import { expect, test } from 'vitest'
import { matchAuthority } from '../../src/crawlers/match-authority.ts'
import { AUTHORITIES } from './serve.ts'

const registered = (id: string) => ({ kind: 'registered', id })
const foreign = (name: string) => ({ kind: 'foreign', name })

const cases = [
  { printed: '示例区财政局', means: registered('finance') },
  { printed: '示例区 财政局', means: registered('finance') },
  { printed: '财政局', means: registered('finance') },
  { printed: '某省某市示例区财政局', means: registered('finance') },
  { printed: '示例区教育局', means: registered('education') },
  { printed: '教育局', means: registered('education') },
  { printed: '区教育局', means: registered('education') },
  { printed: '示例区', means: registered('gov') },
  { printed: '示例区人民政府', means: registered('gov') },
  { printed: '示例区人民政府办公室', means: registered('office') },
  { printed: '区政府办', means: registered('office') },
  { printed: '柳河镇', means: registered('town') },
  { printed: '示例区柳河镇', means: registered('town') },
  { printed: '邻县财政局', means: foreign('邻县财政局') },
  { printed: '邻县柳河镇', means: foreign('邻县柳河镇') },
  { printed: '邻市示例县财政局', means: foreign('邻市示例县财政局') },
  { printed: '示例区水利局', means: foreign('示例区水利局') },
  { printed: '内蒙古自治区', means: foreign('内蒙古自治区') },
  { printed: '新柳河镇', means: foreign('新柳河镇') },
  { printed: '', means: { kind: 'none' } },
  { printed: '我们的成绩', means: { kind: 'unclear' } },
] as const

test.each(cases)('$printed means $means', ({ printed, means }) => {
  expect(matchAuthority(printed, '示例区', AUTHORITIES)).toEqual(means)
})

test('a name that fits two is nobody’s', () => {
  const twins = AUTHORITIES.map((authority) => ({ ...authority, aliases: ['区办'] }))
  expect(matchAuthority('区办', '示例区', twins)).toEqual({ kind: 'unclear' })
})

test('a name that one body had and another has is that of the body that bore it in the year', () => {
  const [some] = AUTHORITIES
  if (!some) throw new Error('no authority')
  const about = { ...some, kind: 'gov_department' as const, aliases: [] }
  // 水利局 became part of 农业农村和水利局 after 2018 and was set up again for 2023.
  const merged = {
    ...about,
    id: 'farming',
    name: '示例区农业农村和水利局',
    formerNames: [{ name: '示例区水利局', since: null, until: 2018 }],
  }
  const anew = { ...about, id: 'water', name: '示例区水利局', since: 2023 }
  const meant = (year: number | null, name = '示例区水利局') => matchAuthority(name, '示例区', [merged, anew], year)
  expect([meant(2016), meant(2018), meant(2023), meant(2025)]).toEqual(['farming', 'farming', 'water', 'water'].map(registered))
  expect([meant(2020), meant(null)]).toEqual([{ kind: 'unclear' }, { kind: 'unclear' }])
  expect(meant(2025, '水利局')).toEqual(registered('water'))
  expect(matchAuthority('示例区水利局', '示例区', [merged], 2025)).toEqual(registered('farming'))
})
