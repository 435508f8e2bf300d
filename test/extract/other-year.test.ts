import { expect, test } from 'vitest'
import { readClaims } from '../../src/extract/claims.ts'

const cases = [
  ['2023年收到政府信息公开申请25件，2024年收到23件。', ['received 23']],
  ['2023年，我局收到政府信息公开申请25件，办结24件；2024年，收到23件。', ['received 23']],
  [
    '2024年收到政府信息公开申请23件，2023年结转2件，办结24件，结转2025年1件。',
    ['received 23', 'carried_in 2', 'answered 24', 'carried_out 1'],
  ],
  ['2024年公开信息930条（2023年812条），其中机构职能10条、部门动态920条。', ['disclosed_total 930', 'part 10', 'part 920']],
  [
    '2024年公开信息930条，较2023年的812条增加118条，其中机构职能10条、部门动态920条。',
    ['disclosed_total 930', 'part 10', 'part 920', 'growth 118'],
  ],
  ['2023年收取信息处理费500元，2024年未收取信息处理费。', []],
  ['根据《2023年政务公开工作要点》，主动公开政府信息120条。', ['disclosed_total 120']],
  ['截至2024年底，收到政府信息公开申请23件。', ['received 23']],
  ['2022年公开信息共计80条，其中动态50条、公告30条。', []],
  ['收到政府信息公开申请23件，其中办理2023年受理的2件。', ['received 23']],
] as const

test.each(cases)('%s', (text, expected) => {
  const claims = readClaims([{ number: 1, title: '', text }], '', 2024)
  expect(claims.map(({ kind, value }) => `${kind} ${value}`)).toEqual(expected)
})
