import type { PaperKind } from '../model/paper.ts'
import type { Language } from './language.ts'

type PaperWords = {
  readonly papers: string
  readonly lead: string
  readonly everything: string
  readonly allOfThem: string
  readonly choose: string
  readonly date: string
  readonly due: string
  readonly make: (paper: string) => string
  readonly nobody: string
  readonly about: Readonly<Record<PaperKind, string>>
}

const ZH: PaperWords = {
  papers: '文书',
  lead: '选定地区、单位和年度，生成可直接修改的文书。无法判断和读取有误的结果不计入任何文书。',
  everything: '全部地区',
  allOfThem: '全部单位',
  choose: '选择地区',
  date: '落款日期',
  due: '整改时限（问题未另定时限的）',
  make: (paper) => `生成${paper}`,
  nobody: '没有经确认的问题，或没有登记单位，未生成文书。整改通知只列经确认的问题，请先在“核查结果”中确认。',
  about: {
    ledger: '每个问题一行，可筛选，带快照链接。',
    notice: '只列经确认的问题。选定单位时为一份，否则每个单位一份，打成压缩包。',
    record: '每次复核操作一行：结论、理由、经办人、时间。',
    filings: '各地区、各层级的应发布、已发布、按期、逾期、未发现，附各单位明细。',
    bodies: '每个单位一页：发布情况、问题数量、主要问题和主要数据。',
    circular: '草稿：问题分类、典型案例、未发现和逾期的单位。只列经确认的问题。',
    scores: '按指标逐个单位计算扣分，只计经确认的问题；可在表内调整指标。',
  },
}

const EN: PaperWords = {
  papers: 'Papers',
  lead: 'Choose a district, an authority and a year. What could not be assessed or was misread counts on no paper. The papers themselves are in Chinese.',
  everything: 'all districts',
  allOfThem: 'all authorities',
  choose: 'Choose district',
  date: 'Date on the paper',
  due: 'Due date (where a finding has none)',
  make: (paper) => `Make ${paper}`,
  nobody:
    'Nothing is confirmed, or no authority registered: nothing was made. Notices hold confirmed findings only; confirm some first.',
  about: {
    ledger: 'One row a finding, with filters and links to snapshots.',
    notice: 'Confirmed findings only: one document for the chosen authority, else one for each, in an archive.',
    record: 'One row for each act on a finding: decision, reason, who and when.',
    filings: 'Expected, published, on time, late, not found by area and level, and a line for each authority.',
    bodies: 'One page for each authority: filing, how many findings, the main ones, the main figures.',
    circular: 'A draft: kinds of faults, typical cases, authorities that are missing or late. Confirmed findings only.',
    scores: 'Deductions for each authority by the scheme, for confirmed findings only; the scheme can be changed in the table.',
  },
}

export function paperWords({ language }: { readonly language: Language }): PaperWords {
  return language === 'zh' ? ZH : EN
}
