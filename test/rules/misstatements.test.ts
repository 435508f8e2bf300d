import { expect, test } from 'vitest'
import { readClaims } from '../../src/extract/claims.ts'
import type { Claim, ClaimKind } from '../../src/model/report.ts'
import { checkReport } from '../../src/rules/check-report.ts'
import { sampleReport, table3 } from './sample-report.ts'

const table = table3({
  new_received: [10, 2, 0, 0, 0, 0, 12],
  carried_in: [1, 0, 0, 0, 0, 0, 1],
  granted: [6, 2, 0, 0, 0, 0, 8],
  denied_process_info: [3, 0, 0, 0, 0, 0, 3],
  result_total: [9, 2, 0, 0, 0, 0, 11],
  carried_out: [2, 0, 0, 0, 0, 0, 2],
})

function claim(kind: ClaimKind, value: number, text: string, rest: Partial<Claim> = {}): Claim {
  return { kind, value, unit: '件', approximate: false, text, section: 1, label: null, of: null, scope: null, at: null, ...rest }
}

function repairsOf(claims: readonly Claim[]): string[] {
  return checkReport({ report: sampleReport({ figures: table, claims }), prior: null })
    .filter(({ verdict, severity }) => verdict === 'fail' && severity !== 'info')
    .map(({ rule, repair }) =>
      [rule, ...repair.map(({ label, from, to, reason }) => `${label} ${from}→${to} ${reason}`)].join(' '),
    )
}

test('a figure of the text that differs from a table whose sums hold is the one that is wrong', () => {
  const text = '新收政府信息公开申请21件。'
  expect(repairsOf([claim('new_received', 21, text, { label: '新收' })])).toEqual(['NAR-04 新收 21→12 数字颠倒'])
})

test('one wrong figure of the text is told once, though the outcomes do not add up either', () => {
  const text = '办结申请11件，其中予以公开80件，不予公开3件，无法提供0件。'
  const claims = [
    claim('answered', 11, text, { label: '办结' }),
    ...(
      [
        ['予以公开', 80],
        ['不予公开', 3],
        ['无法提供', 0],
      ] as const
    ).map(([label, value]) => claim('outcome', value, text, { label })),
  ]
  expect(repairsOf(claims)).toEqual(['NAR-09 予以公开 80→8 多写一位数字'])
})

test('in a list that names all parts the likeliest slips are proposed, in the total or a part', () => {
  const text = '全年主动公开政府信息127条，其中政策文件31条，财政信息64条，其他信息23条。'
  const claims = [
    claim('disclosed_total', 127, text, { unit: '条', closed: true }),
    ...(
      [
        ['政策文件', 31],
        ['财政信息', 64],
        ['其他信息', 23],
      ] as const
    ).map(([label, value]) => claim('part', value, text, { label, of: 0, unit: '条' })),
  ]
  expect(repairsOf(claims)).toEqual(['NAR-02 其他信息 23→32 数字颠倒'])
  const swapped = claims.map((each, index) => (index === 0 ? { ...each, value: 181 } : each))
  expect(repairsOf(swapped)).toEqual(['NAR-02 总数 181→118 数字颠倒'])
})

test.each([
  [
    'the parts of a part that add up to it show that it is right',
    '全年主动公开政府信息500条，其中门户网站300条，政务新媒体120条（其中微信公众号90条、微博30条），其他渠道180条。',
    ['NAR-01 其他渠道 180→80 多写一位数字'],
  ],
  [
    'a part that two lists find wrong is the one, told once',
    '全年主动公开政府信息500条，其中门户网站300条，政务新媒体121条（其中微信公众号90条、微博30条），其他渠道80条。',
    ['NAR-01 政务新媒体 121→120 一位数字有误'],
  ],
  [
    'a share tells which part is right',
    '全年主动公开政府信息500条，其中政策文件200条，占40%，工作动态200条，其他信息110条。',
    ['NAR-01 其他信息 110→100 一位数字有误'],
  ],
  [
    'the same item elsewhere tells what it should be',
    '主动公开政府信息500条，其中财政预决算类信息214条、工作动态186条、其他信息110条。\n发布解读信息300条，其中财政预决算类信息204条、民生类信息96条。',
    ['NAR-01 财政预决算类信息 214→204 一位数字有误'],
  ],
])('%s', (_, text, expected) => {
  const claims = readClaims([{ number: 1, title: '', text }], '', 2024)
  expect(repairsOf(claims)).toEqual(expected)
})
