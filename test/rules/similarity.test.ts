import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Report } from '../../src/model/report.ts'
import { checkReport } from '../../src/rules/check-report.ts'
import { compareTexts } from '../../src/rules/similarity/compare-texts.ts'
import { maskText } from '../../src/rules/similarity/masked-text.ts'
import { estimateShared, pairsAlike, sketchFromBytes, sketchOf, sketchToBytes } from '../../src/rules/similarity/sketch.ts'
import { sampleReport } from './sample-report.ts'

const GENERAL = [
  '一年来，青川区水务局把政务公开放在转变作风的首位，由主要负责人牵头，每季度听取一次进展汇报',
  '在门户网站开设供水保障、防汛抗旱两个专栏，发布停水通告、水质检测结果和工程进度共318条',
  '依申请公开窗口设在办事大厅一楼，全年接收书面申请21件，全部在二十个工作日之内给出答复',
  '对拟公开的文件逐份核对密级和个人隐私，由办公室、法规科、保密员三方签字后上网',
  '把群众留言中问得最多的水价构成做成一图读懂，在六个社区的公示栏张贴',
  '年中邀请人大代表和用水大户到水厂参观，听取意见41条，当场答复29条，其余已列入整改清单',
].join('。')

const OTHER = [
  '县档案馆着眼于利用者的需要，重新编排了开放档案目录，并在阅览室放置检索终端',
  '修复破损卷宗一千二百余页，扫描后供读者在线翻看，减少原件磨损',
  '与三所中学合办乡土史料展，展板文字请老馆员逐句审定',
  '读者意见簿每周收回一次，馆长当面答复，答复内容贴在门厅',
  '全年没有收到要求公开行政信息的书面请求，电话询问多为户籍和土改档案',
].join('。')

const NAMES = ['青川区水务局']
const masked = (text: string, names: readonly string[] = NAMES) => maskText(text, names)

test.each<[text: string, names: readonly string[], masked: string]>([
  ['全年公开1,318条、3.5万字', [], '全年公开#条#万字'],
  ['青川区水务局与我局、本局无异', NAMES, '@与@@无异'],
  ['　公 开（２０２３）', [], '公开#'],
  ['根据《条例》第五十条规定，编制本报告。公开文件3件。', [], '公开文件#件'],
  ['联系电话：0533-1234567。', [], ''],
  ['', [], ''],
])('%j is compared as %j %j', (text, names, expected) => {
  expect(masked(text, names).masked).toBe(expected)
})

test('every masked character knows where it stands in the text', () => {
  const text = '一、总体情况\n青川区水务局公开 12 条；我局答复3件。'
  const { masked: characters, at } = masked(text)
  const printed = [...characters].map((_, index) => text.slice(at[index], at[index + 1]).trim())
  expect(printed).toEqual(['青川区水务局', '公', '开', '12', '条；', '我局', '答', '复', '3', '件'])
})

describe('how much of one text stands in another', () => {
  test.each<[name: string, own: string, other: string, least: number, most: number]>([
    ['the same', GENERAL, GENERAL, 1, 1],
    ['other figures', GENERAL, GENERAL.replaceAll(/\d+/g, '7'), 1, 1],
    ['another body', GENERAL.replace('青川区水务局', '我局'), GENERAL, 1, 1],
    ['one sentence of six is new', GENERAL.replace(/年中邀请.*$/, OTHER.slice(0, 60)), GENERAL, 0.7, 0.9],
    ['another text', GENERAL, OTHER, 0, 0.05],
    ['sentences in another order', GENERAL.split('。').toReversed().join('。'), GENERAL, 0.9, 1],
    ['nothing to compare', '', GENERAL, 0, 0],
    ['part of a longer one', GENERAL, `${OTHER}。${GENERAL}`, 1, 1],
  ])('%s', (_, own, other, least, most) => {
    const { covered } = compareTexts(masked(own), masked(other))
    expect(covered).toBeGreaterThanOrEqual(least)
    expect(covered).toBeLessThanOrEqual(most)
  })

  test('the shared passages are quoted from both texts, the longest first', () => {
    const other = `${OTHER}。${GENERAL.split('。').slice(2, 4).join('。').replaceAll('21', '45')}`
    const { passages } = compareTexts(masked(GENERAL), masked(other))
    expect(passages[0]!.own).toContain('书面申请21件')
    expect(passages[0]!.other).toContain('书面申请45件')
    for (const { own, other: theirs } of passages) {
      expect(GENERAL).toContain(own)
      expect(other).toContain(theirs)
    }
  })
})

/** A text of our own: some sentences of each of the two, and what a draw adds. */
const TEXTS = fc
  .tuple(
    fc.shuffledSubarray(GENERAL.split('。')),
    fc.shuffledSubarray(OTHER.split('。')),
    fc.string({ unit: 'grapheme', maxLength: 60 }),
  )
  .map(([first, second, rest]) => [...first, ...second, rest].join('。'))

test('a sketch survives its bytes and estimates what two texts share', () => {
  fc.assert(
    fc.property(TEXTS, TEXTS, (first, second) => {
      const [a, b] = [masked(first), masked(second)]
      const [sketchA, sketchB] = [sketchOf(a), sketchOf(b)]
      expect(sketchFromBytes(sketchToBytes(sketchA))).toEqual(sketchA)
      const smaller = sketchA.shingles <= sketchB.shingles ? compareTexts(a, b) : compareTexts(b, a)
      // Characters covered are never fewer than shingles shared.
      expect(estimateShared(sketchA, sketchB)).toBeLessThanOrEqual(smaller.covered + 0.2)
      expect(estimateShared(sketchA, sketchA)).toBe(sketchA.shingles === 0 ? 0 : 1)
      expect(estimateShared(sketchA, sketchB)).toBe(estimateShared(sketchB, sketchA))
    }),
  )
})

test('of many texts the pairs worth comparing are found', () => {
  const copy = GENERAL.replaceAll(/\d+/g, '5').replace('三方签字', '两人签字')
  expect(pairsAlike([GENERAL, OTHER, copy].map((text) => sketchOf(masked(text))))).toEqual([[0, 2]])
})

describe('beside last year’s report', () => {
  const withText = (
    general: string,
    problems: string,
    rest: Partial<Parameters<typeof sampleReport>[0]> & { sha256?: string } = {},
  ): Report => {
    const report = sampleReport({
      year: 2023,
      sections: [
        { number: 1, title: '总体情况', text: general },
        { number: 5, title: '存在的主要问题及改进情况', text: problems },
        { number: 6, title: '其他需要报告的事项', text: '无其他需要报告的事项。' },
      ],
      ...rest,
    })
    return { ...report, authority: '青川区水务局', source: { ...report.source, sha256: rest.sha256 ?? 'a' } }
  }
  const PROBLEMS =
    '一是栏目更新不够及时，个别科室等到季末才集中报送；二是解读形式单一，仍以文字为主。下一步，将按月通报各科室报送情况，并试行由业务骨干出镜的短视频解读。'
  const NEW_PROBLEMS =
    '主要问题是新并入的河道管理站不熟悉公开流程，曾漏登两份批复。已安排专人驻站指导三个月，并把登记环节并入公文系统。'
  const judge = (report: Report, prior: Report | null) =>
    checkReport({ report, prior })
      .filter(({ rule }) => ['YR-10', 'YR-11', 'YR-13'].includes(rule))
      .map(({ rule, severity, message }) => `${rule} ${severity} ${/\d+%/.exec(message)?.[0] ?? ''}`.trim())

  test.each<[name: string, report: Report, prior: Report | null, found: readonly string[]]>([
    ['no report of last year', withText(GENERAL, PROBLEMS), null, []],
    ['all new', withText(GENERAL, PROBLEMS), withText(OTHER, NEW_PROBLEMS, { sha256: 'b' }), []],
    [
      'only the figures differ',
      withText(GENERAL, NEW_PROBLEMS),
      withText(GENERAL.replaceAll(/\d+/g, '8'), PROBLEMS, { sha256: 'b' }),
      ['YR-10 warning 100%'],
    ],
    [
      'the problems are last year’s',
      withText(GENERAL, PROBLEMS),
      withText(OTHER, PROBLEMS.replace('季末', '月末'), { sha256: 'b' }),
      ['YR-11 info 98%'],
    ],
    [
      'to the letter but for the year: said once',
      withText(`2023年，${GENERAL}`, PROBLEMS),
      withText(`2022年，${GENERAL}`, PROBLEMS, { sha256: 'b' }),
      ['YR-13 error'],
    ],
    ['the same file twice is no copy', withText(GENERAL, PROBLEMS), withText(GENERAL, PROBLEMS), []],
    [
      'openings and statutory phrases alone',
      withText('根据《中华人民共和国政府信息公开条例》第五十条规定，编制本报告。', '无'),
      withText('根据《中华人民共和国政府信息公开条例》第五十条规定，编制本报告。', '无', { sha256: 'b' }),
      [],
    ],
  ])('%s', (_, report, prior, found) => {
    expect(judge(report, prior)).toEqual(found)
  })

  test('the finding shows the passages', () => {
    const [finding] = checkReport({
      report: withText(GENERAL, NEW_PROBLEMS),
      prior: withText(GENERAL.replaceAll(/\d+/g, '8'), PROBLEMS, { sha256: 'b' }),
    }).filter(({ rule }) => rule === 'YR-10')
    expect(finding?.passages?.[0]?.own).toContain('318条')
    expect(finding?.passages?.[0]?.other).toContain('8条')
    expect(finding?.quote).toBe(finding?.passages?.[0]?.own)
  })
})
