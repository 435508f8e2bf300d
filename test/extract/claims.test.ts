import { describe, expect, test } from 'vitest'
import { readClaims } from '../../src/extract/claims.ts'
import type { Claim } from '../../src/model/report.ts'

/** `kind value label`, shortened for the eye: parts as `part 3 label <total's place>`. */
function told({ kind, value, label, of, approximate, closed, scope }: Claim): string {
  const marks = [
    approximate ? '~' : '',
    closed === undefined ? '' : closed ? 'closed' : 'open',
    scope ?? '',
    of === null ? '' : `<${of}`,
  ]
  return [kind, value, label, ...marks.filter((mark) => mark !== '')].filter((each) => each !== null).join(' ')
}

function claimsIn(text: string, number = 1): string[] {
  return readClaims([{ number, title: '', text }], '').map(told)
}

describe('fees for handling applications', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['cases and money', '本年度对3件政府信息公开申请收取信息处理费，共计1900元。', ['fee_cases 3', 'fee_amount 1900 共计']],
    ['none was charged', '（一）本年度未收取政府信息公开信息处理费。', ['fee_amount 0 未收取政府信息公开信息处理费']],
    ['none arose', '全年没有产生信息处理费。', ['fee_amount 0 没有产生信息处理费']],
    [
      'notices sent and money received',
      '依申请公开信息处理费情况：发出收费通知2件，总金额800元，实际收取0元。',
      ['fee_cases 2', 'fee_amount 800 总金额', 'fee_amount 0 实际收取'],
    ],
    [
      'a sum and its parts',
      '收取信息处理费5000元，其中市公安局2000元、市财政局3000元。',
      ['fee_amount 5000 收取信息处理费', 'fee_amount 2000 其中市公安局 <0', 'fee_amount 3000 市财政局 <0'],
    ],
    [
      'items in the next sentence, in cases and in yuan',
      '对5件申请收取信息处理费700元。其中，市公安局3件，收取400元；市财政局2件，收取300元。',
      [
        'breakdown_total 5 对',
        'part 3 市公安局 <0',
        'part 2 市财政局 <0',
        'fee_cases 5 对',
        'fee_cases 3 市公安局 <3',
        'fee_cases 2 市财政局 <3',
        'fee_amount 700 件申请收取信息处理费',
        'fee_amount 400 收取 <6',
        'fee_amount 300 收取 <6',
      ],
    ],
    [
      'items that do not add up',
      '收取信息处理费5000元，其中市公安局2000元、市财政局2500元、其他单位300元。',
      [
        'fee_amount 5000 收取信息处理费 closed',
        'fee_amount 2000 其中市公安局 <0',
        'fee_amount 2500 市财政局 <0',
        'fee_amount 300 其他单位 <0',
      ],
    ],
    [
      'what was waived is no item',
      '应收信息处理费900元，其中减免300元，实收500元。',
      ['fee_amount 900 应收信息处理费', 'fee_amount 300 其中减免', 'fee_amount 500 实收'],
    ],
    [
      'none from anybody',
      '我镇未向公民、法人和其他组织收取任何与政府信息公开相关的费用；未发生相关行政复议。',
      ['no_reviews 0 未发生相关行政复议 own', 'fee_amount 0 未向公民、法人和其他组织收取任何与政府信息公开相关的费用 own'],
    ],
    ['none in the work on applications', '在办理依申请公开工作中，未向申请人收取费用。', ['fee_amount 0 未向申请人收取费用']],
    ['no notice', '未发出收费通知，未收取信息处理费。', ['fee_cases 0 未发出收费通知']],
    ['another fee', '行政事业性收费项目12项，收费金额530万元。', []],
    ['the tariff', '信息处理费按件计收，11—30件的部分每件收费100元。', []],
    [
      'of those received only some were charged for',
      '收到申请12件，其中对2件收取信息处理费400元。',
      ['fee_cases 2', 'fee_amount 400 件收取信息处理费'],
    ],
  ]
  test.each(cases)('%s', (_name, text, expected) => {
    expect(claimsIn(text, 6)).toEqual(expected)
  })
})

describe('numbers as they are written', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['收到政府信息公开申请二百三十件。', ['received 230 收到']],
    ['收到政府信息公开申请一千二百零三件。', ['received 1203 收到']],
    ['收到政府信息公开申请十余件。', ['received 10 收到 ~']],
    ['收到政府信息公开申请近百件。', ['received 100 收到 ~']],
    ['收到政府信息公开申请上百件。', ['received 100 收到 ~']],
    ['收到政府信息公开申请两三件。', []],
    ['收到政府信息公开申请数十件。', []],
    ['收到政府信息公开申请十几件。', []],
    ['收到政府信息公开申请3—5件。', []],
    ['收到政府信息公开申请3至5件。', []],
    ['收到政府信息公开申请100件以上。', ['received 100 收到 ~']],
    ['收到政府信息公开申请20件左右。', ['received 20 收到 ~']],
    ['收到政府信息公开申请逾20件。', ['received 20 收到 ~']],
    ['主动公开政府信息1.2万条。', ['disclosed_total 12000 主动公开政府信息 ~']],
    ['主动公开政府信息3万余条。', ['disclosed_total 30000 主动公开政府信息 ~']],
    ['主动公开政府信息二百三十条。', ['disclosed_total 230 主动公开政府信息']],
    ['收到政府信息公开申请8件，其中网上5件、信函3件。', ['received 8 收到', 'by_channel 5 网上 <0', 'by_channel 3 信函 <0']],
    ['依据《条例》第二十条，主动公开政府信息120条。', ['disclosed_total 120 主动公开政府信息']],
  ]
  test.each(cases)('%s', (text, expected) => {
    expect(claimsIn(text)).toEqual(expected)
  })
})

describe('applications', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['received and answered', '全年共收到政府信息公开申请12件，答复11件。', ['received 12 收到', 'answered 11 答复']],
    [
      'received = new + carried in = answered + carried out',
      '本机关受理政府信息公开申请15件，其中新收14件，上年结转1件；办结13件，结转下年度2件。',
      [
        'received 15 受理 own',
        'new_received 14 新收 own <0',
        'carried_in 1 上年结转 own <0',
        'answered 13 办结 own',
        'carried_out 2 结转下年度 own',
      ],
    ],
    [
      'numbers in brackets and the number before its verb',
      '全市受理政府信息公开申请3119件，答复3050件（含上年度结转申请34件，另有103件顺延到下年度答复）。',
      [
        'received 3119 受理 region',
        'answered 3050 答复 region',
        'carried_in 34 上年度结转 region <1',
        'carried_out 103 顺延到下年度答复 region',
      ],
    ],
    [
      'a year in front of 结转 is where from, behind it where to',
      '收到信息公开申请9件，2022年结转2件，结转2024年1件。',
      ['received 9 收到', 'carried_in 2 2022年结转', 'carried_out 1 结转2024年'],
    ],
    [
      'full-width digits and thousands marks',
      '共收到政府信息公开申请１，２０４件，办结 1,203 件。',
      ['received 1204 收到', 'answered 1203 办结'],
    ],
    ['numbers written out', '全年收到政府信息公开申请两件。', ['received 2 收到']],
    ['an approximate number is marked', '共收到政府信息公开申请约300余件。', ['received 300 收到 ~']],
    ['digits torn apart are no number', '共收到政府信息公开申请 1 0 3件。', []],
    ['the hotline is not the subject', '全年受理12345热线工单320件，办结318件；收到政府信息公开申请3件。', ['received 3 收到']],
    [
      'mailbox, messages, proposals and other applications are not the subject',
      '办理县长信箱来信25件，答复网民留言40条，办理人大代表建议12件，受理行政复议申请3件，受理行政许可申请90件。',
      [],
    ],
    [
      'growth behind a remark on who applied',
      '共受理36件政府信息公开申请（均为自然人提交），同比上升16.13%。',
      ['received 36 受理', 'growth 16.13 同比上升 <0'],
    ],
    [
      'words behind their numbers',
      '新收到依申请公开共19件，17件线上申请，2件邮寄信函申请，其中4件予以公开，3件部分公开，8件无法提供。',
      [
        'new_received 19 新收到',
        'by_channel 17 线上',
        'by_channel 2 邮寄',
        'outcome 4 予以公开 <0',
        'outcome 3 部分公开 <0',
        'outcome 8 无法提供 <0',
      ],
    ],
    [
      'what was open already is an outcome',
      '全年共受理依申请公开45件。其中，已主动公开和同意公开的31件，不予公开2件，其他处理3件。',
      ['received 45 受理', 'outcome 31 同意公开', 'outcome 2 不予公开', 'outcome 3 其他处理'],
    ],
    [
      'remarks that name a row',
      '答复政府信息公开申请20件。其中，予以公开12件，不予公开（属于国家秘密）1件，无法提供（本机关不掌握相关政府信息）5件，无法提供（没有现成信息需另行制作）2件。',
      [
        'answered 20 答复',
        'outcome 12 予以公开',
        'outcome 1 属于国家秘密',
        'outcome 5 本机关不掌握相关政府信息',
        'outcome 2 没有现成信息需要另行制作',
      ],
    ],
    ['all ways together', '累计办理通过网络平台、邮寄等途径依申请公开信息合计20件。', ['received 20 办理']],
    ['growth behind the noun', '共收到7宗依申请公开，较2023年减少12.5%。', ['received 7 收到', 'growth -12.5 较2023年减少 <0']],
    ['the year is no word', '2024年收到政府信息公开申请3件。', ['received 3 收到']],
    [
      'last year and growth are not this year',
      '共收到政府信息公开申请12件，较上年增加3件，同比增长33%。',
      ['received 12 收到', 'growth 3 较上年增加 <0', 'growth 33 同比增长 <0'],
    ],
    [
      'one channel is not all',
      '通过网上平台收到政府信息公开申请3件，通过信函收到2件。',
      ['by_channel 3 网上', 'by_channel 2 信函'],
    ],
    ['several channels are all', '通过网络、信函等渠道共收到政府信息公开申请15件。', ['received 15 收到']],
    [
      'whose figures they are',
      '全市共收到政府信息公开申请3119件，市政府办公室收到政府信息公开申请95件。',
      ['received 3119 收到 region', 'received 95 收到 own'],
    ],
    ['办理 keeps its word, since it may mean either', '共办理政府信息公开申请718件。', ['received 718 办理']],
    ['no verb, no claim', '政府信息公开申请表下载量35次。', []],
    [
      'a sum behind its channels',
      '通过网络收到政府信息公开申请8件、通过信函收到4件，合计12件。',
      ['by_channel 8 网络', 'by_channel 4 信函', 'received 12 收到'],
    ],
    [
      'guidance of others and titles of papers count no application',
      '印发《政府信息公开申请办理规范》1份，指导各单位办理政府信息公开申请45件。',
      [],
    ],
    ['the rest of the answered is not all', '收到政府信息公开申请4件，其中转送1件，其余3件均已答复。', ['received 4 收到']],
    ['answered in time, beside those prolonged', '收到政府信息公开申请9件，延期答复2件，按期答复7件。', ['received 9 收到']],
    ['done ahead of time, and by day', '办理政府信息公开申请12件，提前办结10件，20个工作日内答复2件。', ['received 12 办理']],
    [
      'how papers are marked',
      '全年制发公文526件，其中主动公开210件、依申请公开98件、不予公开218件。',
      ['breakdown_total 526 全年制发公文', 'part 210 主动公开 <0', 'part 98 依申请公开 <0', 'part 218 不予公开 <0'],
    ],
    ['several years in one sentence', '近三年分别受理政府信息公开申请8件、10件、12件。', []],
    ['review of answers', '法律顾问审核依申请公开答复8件，对不予公开决定开展审查5件。', []],
    ['what was asked is not who asked', '受理政府信息公开申请12件，内容涉及企业信息2件。', ['received 12 受理']],
    [
      'put off to the next year',
      '收到政府信息公开申请12件，其中2件延至2024年答复，10件已答复。',
      ['received 12 收到', 'carried_out 2 延至2024年答复', 'answered 10 答复'],
    ],
    [
      'a bare 结转 beside what is new',
      '办理政府信息公开申请13件（新收12件、结转1件）。',
      ['received 13 办理', 'new_received 12 新收 <0', 'carried_in 1 结转 <0'],
    ],
    [
      'ways of answering are channels',
      '收到政府信息公开申请12件，网上答复8件，书面答复4件。',
      ['received 12 收到', 'by_channel 8 网上', 'by_channel 4 书面'],
    ],
    ['a group of outcomes is not all that was answered', '依申请公开答复中，公开类120件。', []],
    ['a platform for applications that takes other things too', '12345热线及依申请公开平台共受理诉求320件。', []],
    ['the noun and its number without a verb', '政府信息公开申请12件，办结12件。', ['received 12 办理', 'answered 12 办结']],
    ['questions on the platform for applications', '依申请公开平台共收到公众咨询14件。', []],
    [
      'beside the region the government is its own office',
      '全区新收政府信息公开申请418件，区政府收到58件。',
      ['new_received 418 新收 region', 'received 58 收到 own'],
    ],
    [
      'the heading says what the paragraph is about',
      '（二）依申请公开情况\n2023年收到申请12件，均已办结。',
      ['received 12 收到'],
    ],
  ]
  test.each(cases)('%s', (_, text, expected) => expect(claimsIn(text)).toEqual(expected))

  test('section six is about fees', () => expect(claimsIn('2023年办理政府信息公开申请收费1件。', 6)).toEqual([]))
})

test.each([
  [2024, ['carried_in 4 结转2024年']],
  [2023, ['carried_out 4 结转2024年']],
  [2022, []],
  [null, []],
])('between two years, in the report of %s', (year, expected) => {
  const text = '2023年结转2024年政府信息公开申请4件。'
  expect(readClaims([{ number: 1, title: '', text }], '', year).map(told)).toEqual(expected)
})

test('a part that is named after another year stays in its list', () => {
  const text = '主动公开政府信息9条，包括机构信息3条、财政信息5条、2023年年报1条。'
  const claims = readClaims([{ number: 1, title: '', text }], '', 2024).map(told)
  expect(claims).toEqual([
    'disclosed_total 9 主动公开政府信息',
    'part 3 机构信息 <0',
    'part 5 财政信息 <0',
    'part 1 2023年年报 <0',
  ])
})

describe('outcomes and applicants', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'applicants, then outcomes with a remark between label and number',
      '共收办政府信息公开申请17件，其中，自然人申请14件，法人或其他组织申请3件；予以公开9件、部分公开3件、不予公开1件、作其他处理（含申请人主动撤回）2件、转下年度办理2件。',
      [
        'received 17 收办',
        'by_applicant 14 自然人 <0',
        'by_applicant 3 法人或其他组织 <0',
        'outcome 9 予以公开 <0',
        'outcome 3 部分公开 <0',
        'outcome 1 不予公开 <0',
        'outcome 2 其他处理 <0',
        'carried_out 2 转下年度办理',
      ],
    ],
    [
      'shares belong to the outcome before them',
      '答复政府信息公开申请805件，予以公开及部分公开258件，占33.9%；因本机关不掌握等原因无法提供265件，占32.9%。',
      [
        'answered 805 答复',
        'outcome 258 予以公开及部分公开',
        'percentage 33.9 33.9% <1',
        'outcome 265 无法提供',
        'percentage 32.9 32.9% <3',
      ],
    ],
    [
      'the number before the outcome',
      '办结政府信息公开申请23件，其中17件予以公开，6件部分公开。',
      ['answered 23 办结', 'outcome 17 予以公开 <0', 'outcome 6 部分公开 <0'],
    ],
    [
      'in part, in brackets',
      '办结政府信息公开申请23件，其中予以公开（含部分公开）18件，不予公开5件。',
      ['answered 23 办结', 'outcome 18 予以公开及部分公开 <0', 'outcome 5 不予公开 <0'],
    ],
    [
      'a ground of refusal is not the outcome',
      '办结政府信息公开申请8件，不予公开5件（其中属于国家秘密1件）。',
      ['answered 8 办结', 'outcome 5 不予公开', 'outcome 1 属于国家秘密 <1'],
    ],
  ]
  test.each(cases)('%s', (_, text, expected) => expect(claimsIn(text)).toEqual(expected))
})

describe('no applications', () => {
  const none = [
    '2023年度，我部门未收到政府信息公开申请。',
    '全年未收到公民、法人和其他组织提出的政府信息公开申请。',
    '本年度没有收到依申请公开政府信息的申请。',
    '本年度收到政府信息公开申请0件。',
    '无依申请公开事项。',
    '2023年未接到政府信息公开申请，也无上年结转。',
    '全年未收到行政许可申请；全年未接到信息公开申请。',
    '未收到当面、网站、信函和其他形式的政府信息公开申请。',
    '未收到任何形式的依申请公开政府信息。',
    '一年来主动公开信息较多，未收到依申请公开信息。',
    '全年无人申请公开政府信息。',
    '今年我镇无一例依申请公开。',
    '申请公开0件，主动公开120条。',
    '本年度政府信息公开申请数为零。',
    '未收到个人、法人或者其他组织申请公开政府信息。',
    '未收到公民、法人或其他组织的依申请公开诉求。',
  ]
  test.each(none)('%s', (text) =>
    expect(readClaims([{ number: 1, title: '', text }], '').map(({ kind }) => kind)).toEqual(['no_requests']),
  )

  const some = [
    '2023年未收到网上提出的政府信息公开申请。',
    '未收到企业提出的政府信息公开申请。',
    '未发生因政府信息公开申请引起的行政复议、行政诉讼。',
    '政府信息公开申请无逾期办理情形。',
    '未收到要求更正信息的申请。',
    '未收取政府信息公开申请处理费用。',
    '我局未收到涉及第三方权益的政府信息公开申请。',
    '各乡镇未收到政府信息公开申请。',
    '与去年未收到政府信息公开申请相比有所增加。',
  ]
  test.each(some)('says nothing of all applications: %s', (text) => {
    expect(readClaims([{ number: 1, title: '', text }], '').filter(({ kind }) => kind === 'no_requests')).toEqual([])
  })
})

describe('lists', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'the list begins in the next sentence and the total has no unit',
      '全年共主动公开政府信息127。其中，机构职能信息1条、法规文件信息12条、其他信息0条。',
      [
        'disclosed_total 127 全年共主动公开政府信息 closed',
        'part 1 机构职能信息 <0',
        'part 12 法规文件信息 <0',
        'part 0 其他信息 <0',
      ],
    ],
    [
      'a part of what was disclosed is no application',
      '全年公开信息87条，其中主动公开68条，依申请公开19条。',
      ['disclosed_total 87 全年公开信息', 'part 68 主动公开 <0', 'part 19 依申请公开 <0'],
    ],
    [
      'of two totals the one that the parts add up to',
      '新增主动公开政府信息31条，累计主动公开政府信息达317条。其中领导信息6条，机构信息5条，其他信息20条。',
      ['disclosed_total 31 新增主动公开政府信息 closed', 'part 6 领导信息 <0', 'part 5 机构信息 <0', 'part 20 其他信息 <0'],
    ],
    [
      'a list over two sentences is told once',
      '共主动公开政府信息数70条，其中公开规范性文件0条。通过网站公开政府信息数6条，通过微信公开政府信息数64条。',
      [
        'disclosed_total 70 共主动公开政府信息数',
        'part 0 公开规范性文件 <0',
        'part 6 通过网站公开政府信息数 <0',
        'part 64 通过微信公开政府信息数 <0',
      ],
    ],
    [
      'other ways close the list; what follows is counted otherwise',
      '主动公开信息总数60条，其中网站公开28条，其他方式公开32条，规范性文件1条。',
      ['disclosed_total 60 主动公开信息总数 closed', 'part 28 网站公开 <0', 'part 32 其他方式公开 <0'],
    ],
    [
      'the total behind its parts',
      '我局通过网站主动公开财政信息26条，部门动态59条，通知公告15条，总共100条。',
      ['disclosed_total 100 总共 own'],
    ],
    [
      'meetings are no disclosed items',
      '全年公开各类文件9件；参加新闻发布会4场，其中主发布1场。',
      ['breakdown_total 4 参加新闻发布会', 'part 1 主发布 <0'],
    ],
    [
      'answers to concerns are a part',
      '主动公开政府信息61条。其中包括：政策解读17条，回应关切44条。',
      ['disclosed_total 61 主动公开政府信息', 'part 17 政策解读 <0', 'part 44 回应关切 <0'],
    ],
    [
      'money between the parts',
      '通过网站公开政府信息85条。其中规范性文件2件、行政许可14项、行政事业性收费48.3万元，受理政府信息公开申请25件。',
      ['disclosed_total 85 通过网站公开政府信息', 'part 2 规范性文件 <0', 'part 14 行政许可 <0', 'received 25 受理'],
    ],
    [
      'a list without numbers, and other totals behind it',
      '通过网站公开信息92条，包含动态、公告、预决算等信息；通过公众号公开信息58条，通过微博公开信息45条。',
      ['disclosed_total 92 通过网站公开信息'],
    ],
    [
      'groups that are summed up at their ends',
      '主动公开目录和专栏信息共18条。其中目录公开年报1条、机构4条、其他5条，共发布10条；专栏包括收费6条、重点项目2条，共发布8条。',
      [
        'disclosed_total 18 主动公开目录和专栏信息共 closed',
        'part 10 共发布 <0',
        'part 8 共发布 <0',
        'breakdown_total 10 共发布',
        'part 1 目录公开年报 <3',
        'part 4 机构 <3',
        'part 5 其他 <3',
        'breakdown_total 8 共发布',
        'part 6 专栏包括收费 <7',
        'part 2 重点项目 <7',
      ],
    ],
    ['parts of a growth', '公开栏目由9个增加到16个，其中新增政务类栏目4个，服务类栏目3个。', []],
    ['parts of a growth in the next sentence', '公开栏目由9个增加到16个。其中，新增政务类栏目4个，服务类栏目3个。', []],
    [
      'another activity ends the list',
      '全年公开信息276条，其中机构信息216条、统计数据50条，向县政府办报送信息100余条。',
      ['disclosed_total 276 全年公开信息', 'part 216 机构信息 <0', 'part 50 统计数据 <0'],
    ],
    [
      '等 leaves the list open',
      '公开各类信息497条，其中动态165条、公告39条、简报121条等。',
      ['disclosed_total 497 公开各类信息 open', 'part 165 动态 <0', 'part 39 公告 <0', 'part 121 简报 <0'],
    ],
    [
      '等 inside a label does not',
      '公开各类信息10条，其中机构设置、人事任免等信息7条，其他信息3条。',
      ['disclosed_total 10 公开各类信息 closed', 'part 7 机构设置、人事任免等信息 <0', 'part 3 其他信息 <0'],
    ],
    [
      'parts of a part in brackets count once, before or behind its number',
      '共公开政府信息100条，其中规范性文件20条（政府文件12条、办公室文件8条），机构类（含领导信息20条、内设机构10条）30条，其他50条。',
      [
        'disclosed_total 100 共公开政府信息 closed',
        'part 20 规范性文件 <0',
        'part 30 机构类 <0',
        'part 50 其他 <0',
        'breakdown_total 20 规范性文件',
        'part 12 政府文件 <4',
        'part 8 办公室文件 <4',
        'breakdown_total 30 机构类',
        'part 20 含领导信息 <7',
        'part 10 内设机构 <7',
      ],
    ],
    [
      'a second 其中 opens a list of its own',
      '共公开政府信息60条，其中政策文件20条，其中县政府文件12条、办公室文件8条；政策解读30条；其他10条。',
      [
        'disclosed_total 60 共公开政府信息 closed',
        'part 20 政策文件 <0',
        'part 30 政策解读 <0',
        'part 10 其他 <0',
        'breakdown_total 20 政策文件',
        'part 12 县政府文件 <4',
        'part 8 办公室文件 <4',
      ],
    ],
    [
      'a colon opens a list too',
      '共公开政府信息61条：机构职能30条、财政信息31条。',
      ['disclosed_total 61 共公开政府信息', 'part 30 机构职能 <0', 'part 31 财政信息 <0'],
    ],
    [
      'what was added is not the total',
      '共公开政府信息61条，比上年增加5条，其中机构职能30条、财政信息31条。',
      ['disclosed_total 61 共公开政府信息', 'part 30 机构职能 <0', 'part 31 财政信息 <0', 'growth 5 比上年增加 <0'],
    ],
    [
      'other things are counted as well',
      '全年共制作政策问答12期，其中县级7期、镇级5期。',
      ['breakdown_total 12 全年共制作政策问答', 'part 7 县级 <0', 'part 5 镇级 <0'],
    ],
    [
      'numbered items on lines of their own',
      '公开政府信息213条。其中：\n1.机构职能信息3条；\n2、政策文件信息22条；\n（3）工作动态188条。',
      ['disclosed_total 213 公开政府信息', 'part 3 机构职能信息 <0', 'part 22 政策文件信息 <0', 'part 188 工作动态 <0'],
    ],
    [
      'items counted out as 一是, 二是',
      '发布信息150条，其中：一是动态100条；二是公告30条；三是法规20条。',
      ['disclosed_total 150 发布信息', 'part 100 动态 <0', 'part 30 公告 <0', 'part 20 法规 <0'],
    ],
    [
      'a number in a remark is not the total',
      '公开信息36条（相同信息计1条），其中网站20条、公开栏16条。',
      ['disclosed_total 36 公开信息', 'part 20 网站 <0', 'part 16 公开栏 <0'],
    ],
    [
      'things of another kind behind a list',
      '发布信息300条，其中概况12条、动态250条、目录38条；专栏维护4个。',
      ['disclosed_total 300 发布信息', 'part 12 概况 <0', 'part 250 动态 <0', 'part 38 目录 <0'],
    ],
    [
      'the list in a sentence of its own',
      '公开信息150条。从内容看，公开类100条、互动类50条。',
      ['disclosed_total 150 公开信息', 'part 100 公开类 <0', 'part 50 互动类 <0'],
    ],
    ['earlier years in brackets are no list', '公开信息86条（2022年80条、2021年75条）。', ['disclosed_total 86 公开信息']],
    [
      'other words open a list',
      '公开政府信息总计56条，分别为机构信息9条、法规文件47条。',
      ['disclosed_total 56 公开政府信息总计', 'part 9 机构信息 <0', 'part 47 法规文件 <0'],
    ],
    [
      'parts of parts behind 包括',
      '公开政府信息567条。其中，政府网站300条，包括政策文件20条，动态280条；新媒体267条，包括微信200条，微博67条。',
      [
        'disclosed_total 567 公开政府信息',
        'part 300 政府网站 <0',
        'part 267 新媒体 <0',
        'breakdown_total 300 政府网站',
        'part 20 政策文件 <3',
        'part 280 动态 <3',
        'breakdown_total 267 新媒体',
        'part 200 微信 <6',
        'part 67 微博 <6',
      ],
    ],
    [
      'a number that the others between its marks add up to',
      '公开政府信息50条。其中机构类20条，领导成员10条、职能4条、概况6条；工作类30条。',
      [
        'disclosed_total 50 公开政府信息',
        'part 20 机构类 <0',
        'part 30 工作类 <0',
        'breakdown_total 20 机构类',
        'part 10 领导成员 <3',
        'part 4 职能 <3',
        'part 6 概况 <3',
      ],
    ],
    [
      'the last parts stand in the next sentence',
      '公开政府信息300条。其中：网站发布预算1条、决算1条；公众号发布通知200条。公示栏张贴98条。加强管理。',
      [
        'disclosed_total 300 公开政府信息',
        'part 1 网站发布预算 <0',
        'part 1 决算 <0',
        'part 200 公众号发布通知 <0',
        'part 98 公示栏张贴 <0',
      ],
    ],
    [
      'what follows a list that adds up is another statement',
      '公开信息100条，其中动态70条、公告30条，发布政策解读15条，其中文字9条、图文6条。',
      [
        'disclosed_total 100 公开信息',
        'part 70 动态 <0',
        'part 30 公告 <0',
        'disclosed_total 15 发布政策解读',
        'part 9 文字 <3',
        'part 6 图文 <3',
      ],
    ],
    [
      'a part that sounds like another subject, where it makes the sum',
      '发布信息36条，其中政策文件2条，部门信息30条，回应关切3条，互动交流1条；更新目录1次。',
      ['disclosed_total 36 发布信息', 'part 2 政策文件 <0', 'part 30 部门信息 <0', 'part 3 回应关切 <0', 'part 1 互动交流 <0'],
    ],
    [
      'the same total by another criterion',
      '公开信息154条，按类别分为政策文件20条、动态134条，按渠道分为网站100条、新媒体54条。',
      [
        'disclosed_total 154 公开信息',
        'part 20 政策文件 <0',
        'part 134 动态 <0',
        'disclosed_total 154 公开信息',
        'part 100 网站 <3',
        'part 54 新媒体 <3',
      ],
    ],
    [
      'last year in brackets is not the total',
      '公开信息930条（2022年812条），其中机构职能10条、动态920条。',
      ['disclosed_total 930 公开信息', 'part 10 机构职能 <0', 'part 920 动态 <0'],
    ],
    [
      'shares of the parts',
      '公开信息740条，其中动态592条，占80%；政策148条（占20%）。',
      ['disclosed_total 740 公开信息', 'part 592 动态 <0', 'percentage 80 80% <1', 'part 148 政策 <0', 'percentage 20 20% <3'],
    ],
    ['mail and proposals are left alone', '办理人大建议20件，其中主办12件、会办8件。', []],
    [
      'thousands and years in labels',
      '共发布政务信息1,204条，其中2023年预算信息4条、其他1200条。',
      ['disclosed_total 1204 共发布政务信息 closed', 'part 4 2023年预算信息 <0', 'part 1200 其他 <0'],
    ],
  ]
  test.each(cases)('%s', (_, text, expected) => expect(claimsIn(text)).toEqual(expected))
})

describe('reviews and lawsuits', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'by result',
      '行政复议351件，其中结果维持72件，结果纠正64件，尚未审结37件；行政诉讼46件，其中结果维持25件。',
      ['review 351', 'review 72 结果维持', 'review 64 结果纠正', 'review 37 尚未审结', 'lawsuits 46', 'lawsuits 25 结果维持'],
    ],
    [
      'lawsuits by the way that they came',
      '行政诉讼9件，其中未经复议直接起诉4件，经复议后提起诉讼5件。',
      ['lawsuits 9', 'lawsuits 4 未经复议直接起诉', 'lawsuits 5 复议后起诉'],
    ],
    [
      'the way stands behind its number',
      '行政诉讼9件，4件为未经复议直接起诉，5件为复议后起诉。',
      ['lawsuits 9', 'lawsuits 4', 'lawsuits 5'],
    ],
    [
      'all upheld',
      '行政复议7件，行政诉讼9件，均获维持。',
      ['all_upheld 行政复议', 'all_upheld 行政诉讼', 'review 7', 'lawsuits 9'],
    ],
    ['upheld where the other kind has cases pending', '行政复议尚未审结；行政诉讼全部维持。', ['all_upheld 行政诉讼']],
    [
      'each in a clause of its own',
      '未发生有关政府信息公开的行政复议案；未发生有关政府信息公开的行政诉讼案。',
      ['no_reviews 0 未发生有关政府信息公开的行政复议', 'no_lawsuits 0 未发生有关政府信息公开的行政诉讼'],
    ],
    ['that applications led to', '因依申请公开引起行政复议2件，行政诉讼1件。', ['review 2', 'lawsuits 1']],
    ['about something else', '因具体行政行为被提起行政诉讼2起，其中1起已移送，1起胜诉。', []],
    ['of lost cases only', '未有因信息公开引发行政复议纠错或行政诉讼败诉案件。', []],
    ['how to reach the body', '包括行政复议、行政诉讼情况，邮编：123456，电话：4567890。', []],
    ['of decided cases only', '行政复议已审结的均予以维持。', []],
    [
      'none',
      '未发生因政府信息公开引起的行政复议、行政诉讼。',
      ['no_reviews 0 未发生因政府信息公开引起的行政复议、行政诉讼', 'no_lawsuits 0 未发生因政府信息公开引起的行政复议、行政诉讼'],
    ],
  ]
  test.each(cases)('%s', (_, text, expected) => expect(claimsIn(text, 1)).toEqual(expected))
})

test('lines that only the typesetter broke are one sentence', () => {
  const text =
    '（二）依申请公开方面。全年认真办理依申请公开事项，严格按程序登记、审核、答复，共收到政府信息公\n开申请12件，办结12件。'
  expect(claimsIn(text)).toEqual(['received 12 收到', 'answered 12 办结'])
})

test('the sentence is kept as printed and the section told', () => {
  const [claim] = readClaims([{ number: 3, title: '', text: '共收到政府信息公开申请 １２ 件。' }], '')
  expect(claim).toMatchObject({ text: '共收到政府信息公开申请 １２ 件。', section: 3, unit: '件', value: 12 })
})

test('the text before the first section has number 0', () => {
  expect(readClaims([], '全年收到政府信息公开申请2件。')).toMatchObject([{ kind: 'received', section: 0 }])
})
