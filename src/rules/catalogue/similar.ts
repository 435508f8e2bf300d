import type { Rule } from '../rule.ts'

const ALIKE = '国办公开办函〔2021〕30号：内容雷同'

/** Openings and captions left out, a report of few words is like the one before it in any case. */
const LEAST = 150

export const similarRules = [
  {
    kind: 'text-of-last-year',
    id: 'YR-10',
    title: { zh: '正文与上一年度报告不雷同', en: "the text is not last year's" },
    family: 'copied',
    severity: 'warning',
    scope: 'cross-year',
    yieldsTo: ['YR-13'],
    basis: ALIKE,
    zh: '{text}与上一年度报告重复率{a}%，疑似照搬，请核实。',
    en: "{a} % of the {textEn} also stands in last year's report: probably copied.",
    example: '总体情况与上一年度相比只换了年份和数字：“一年来，我局坚持把政务公开作为改进作风的抓手……”一字未改。',
    sections: [
      { zh: '总体情况', en: 'first section', numbers: [1] },
      { zh: '正文', en: 'text', numbers: [1, 5, 6] },
    ],
    from: 0.9,
    least: LEAST,
  },
  {
    kind: 'text-of-last-year',
    id: 'YR-11',
    title: { zh: '“存在的主要问题”有更新', en: 'the problems named are not those of last year' },
    family: 'copied',
    severity: 'info',
    scope: 'cross-year',
    yieldsTo: ['YR-13'],
    basis: '《政府信息公开条例》第五十条第（四）项',
    zh: '“存在的主要问题”与上一年度基本相同（重复率{a}%）。',
    en: "The problems are nearly those of last year's report ({a} % shared).",
    example: '两年都写“一是公开内容不够全面，二是队伍力量薄弱”，改进措施也相同。',
    sections: [{ zh: '存在的主要问题', en: 'section on problems', numbers: [5] }],
    from: 0.9,
    least: 60,
  },
  {
    kind: 'only-year-changed',
    id: 'YR-13',
    title: { zh: '不以往年报告改换年份重新发布', en: "the report is not last year's with another year" },
    family: 'copied',
    severity: 'error',
    scope: 'cross-year',
    basis: ALIKE,
    zh: '{year}年报告正文与上一年度一字不差，仅改年份。',
    en: "The text of the report for {year} is last year's to the letter; only the year was changed.",
    example: '2023年报告与2022年报告逐字相同，连“全年公开信息318条”也未改，只把“2022年”换成“2023年”。',
    sections: [1, 5, 6],
    least: LEAST,
  },
] as const satisfies readonly Rule[]
