import type { Draft, Stated } from './draft.ts'
import * as wording from './wording.ts'

/** The text of a report: the opening and the paragraphs of each of the six parts (tables apart). */
export type Narrative = { readonly preface: string; readonly parts: readonly (readonly string[])[] }

/** Writes the text of a draft: what its `stated` figures say, in the words of that authority and year. */
export function narrativeOf(draft: Draft): Narrative {
  const { authority, year, stated } = draft
  const voice = { authority, year }
  const say = (bank: Parameters<typeof wording.say>[0], slot: string) => wording.say(bank, slot, voice)
  const appraisal =
    authority.kind === 'city_gov'
      ? wording.GOVERNMENT_SUPERVISION
      : authority.kind === 'township'
        ? wording.TOWN_SUPERVISION
        : null
  const turn = (year + authority.id.length) % 2
  return {
    preface: say(wording.PREFACES, 'preface'),
    parts: [
      [
        say(wording.OVERVIEWS, 'overview'),
        `（一）主动公开。${say(wording.PROACTIVE, 'proactive')}${disclosedSentence(draft)}`,
        `（二）依申请公开。${requestSentences(draft)}${say(stated.saysNoRequests ? wording.SERVICE.slice(0, 3) : wording.SERVICE, 'service')}${disputeSentence(draft)}`,
        `（三）政府信息管理。${say(wording.RECORDS, 'records')}`,
        `（四）政府信息公开平台建设。${say(wording.PLATFORMS.slice(0, 4), 'platforms')}${turn === 0 ? say(wording.PLATFORMS.slice(4), 'platforms-more') : ''}`,
        `（五）监督保障。${say(wording.SUPERVISION, 'supervision')}${appraisal ? say(appraisal, 'government') : ''}`,
      ],
      [],
      [],
      [],
      turn === 0
        ? [
            `存在的主要问题：一是${say(wording.PROBLEMS.slice(0, 4), 'problem')}；二是${say(wording.PROBLEMS.slice(4), 'problem-more')}。`,
            `改进措施：一是${say(wording.IMPROVEMENTS.slice(0, 4), 'improvement')}；二是${say(wording.IMPROVEMENTS.slice(4), 'improvement-more')}。`,
          ]
        : [
            `对照群众期盼，工作中仍有不足：${say(wording.PROBLEMS.slice(0, 4), 'problem')}；${say(wording.PROBLEMS.slice(4), 'problem-more')}。下一步，将${say(wording.IMPROVEMENTS.slice(0, 4), 'improvement')}；同时${say(wording.IMPROVEMENTS.slice(4), 'improvement-more')}，推动问题整改到位。`,
          ],
      [`${say(wording.FEES, 'fees')}${say(wording.CLOSINGS, 'closing')}`],
    ],
  }
}

function disclosedSentence({ authority: { self, id }, year, stated: { disclosed } }: Draft): string {
  const list = disclosed.parts.map(({ label, count }) => `${label}${count}条`).join('、')
  const forms = [
    `${year}年，${self}共主动公开政府信息${disclosed.total}条，其中${list}。`,
    `全年累计主动公开各类政府信息${disclosed.total}条。其中：${list}。`,
    `${year}年度通过门户网站共发布政府信息${disclosed.total}条，其中，${list}。`,
    `年内共公开信息${disclosed.total}条，其中包括${list}。`,
  ]
  return pick(forms, id.length + year)
}

function requestSentences(draft: Draft): string {
  const { stated } = draft
  return `${requestFigures(draft)}${outcomeSentence(draft)}${shareSentence(stated)}`
}

function requestFigures({ authority: { self, name }, year, stated }: Draft): string {
  const { newReceived, carriedIn, answered, carriedOut } = stated
  const turn = name.length + year
  if (stated.saysNoRequests)
    return pick(
      [`${year}年度，${self}未收到政府信息公开申请。`, `全年没有收到政府信息公开申请。`, `本年度收到政府信息公开申请0件。`],
      turn,
    )
  if (stated.requestForm === 'received')
    return pick(
      [
        `${year}年共收到政府信息公开申请${newReceived}件，均已在法定期限内答复。`,
        `全年收到政府信息公开申请${newReceived}件，办结${answered}件，答复均送达申请人。`,
        `本年度受理政府信息公开申请${newReceived}件，${carriedOut === 0 ? '已全部办结' : '均按规定办理'}。`,
      ],
      turn,
    )
  const left = carriedOut === 0 ? '无结转下年度办理的申请' : `结转下年度继续办理${carriedOut}件`
  if (carriedIn === 0)
    return pick(
      [
        `${year}年新收政府信息公开申请${newReceived}件，无上年结转，全年办结${answered}件，${left}。`,
        `本年度共新收政府信息公开申请${newReceived}件，已办结${answered}件，${left}。`,
      ],
      turn,
    )
  return pick(
    [
      `${year}年新收政府信息公开申请${newReceived}件，上年结转${carriedIn}件，全年办结${answered}件，${left}。`,
      `全年新收政府信息公开申请${newReceived}件，加上上年结转${carriedIn}件，共办结${answered}件，${left}。`,
      `本年度新收政府信息公开申请${newReceived}件，另有上年结转${carriedIn}件；截至年底办结${answered}件，${left}。`,
    ],
    turn,
  )
}

function outcomeSentence({ year, authority: { name }, stated: { outcomes } }: Draft): string {
  if (outcomes === null) return ''
  const list = outcomes.map(({ label, count }) => `${label}${count}件`).join('、')
  return pick([`从办理结果看，${list}。`, `办理结果为：${list}。`, `按答复类型统计，${list}。`], name.length + year * 2)
}

function shareSentence({ grantedShare, outcomes, answered }: Stated): string {
  if (grantedShare === null) return ''
  const granted = outcomes?.find(({ label }) => label === '予以公开')?.count
  return granted === undefined
    ? `予以公开的占办结总数${answered}件的${grantedShare}%。`
    : `予以公开${granted}件，占办结总数的${grantedShare}%。`
}

function disputeSentence({ authority: { self }, year, stated }: Draft): string {
  const { reviews, lawsuits } = stated
  if (stated.silentOnDisputes) return ''
  const turn = self.length + year
  if (reviews === 0 && lawsuits === 0)
    return pick(
      [
        '全年未发生因政府信息公开引发的行政复议、行政诉讼。',
        '本年度没有因政府信息公开被申请行政复议或提起行政诉讼。',
        '无政府信息公开行政复议、行政诉讼案件。',
      ],
      turn,
    )
  const upheld = stated.saysAllUpheld ? '，均获维持' : ''
  if (lawsuits === 0) return `因政府信息公开被申请行政复议${reviews}件${upheld}，未发生行政诉讼。`
  if (reviews === 0) return `未发生行政复议，因政府信息公开被提起行政诉讼${lawsuits}件${upheld}。`
  return pick(
    [
      `因政府信息公开工作被申请行政复议${reviews}件、被提起行政诉讼${lawsuits}件${upheld}。`,
      `全年涉及政府信息公开的行政复议${reviews}件、行政诉讼${lawsuits}件${upheld}。`,
    ],
    turn,
  )
}

function pick<T>(forms: readonly T[], turn: number): T {
  return forms[turn % forms.length] as T
}
