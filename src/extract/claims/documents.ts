import type { ClaimList } from './claim-list.ts'
import type { Figure } from './figures.ts'
import type { Paragraph, Sentence } from './sentences.ts'

/** What the text may count of 规章 and 行政规范性文件, named as table 2 names them. */
type Movement = '制发' | '废止' | '现行有效'

const NOUN = /规章(?!制度|范围|条款|及?制度)|(?:行政)?规范性文件/g
const MOVEMENTS: readonly (readonly [Movement, RegExp])[] = [
  ['现行有效', /现行有效/],
  ['废止', /废止|宣布失效/],
  ['制发', /制发|制定(?!程序|办法|机关)|出台|印发|新制/],
]
/** What is done to documents without issuing or repealing them, or besides it. */
const OTHERWISE =
  /公开|公布|发布|公示|修改|修订|清理|审[查核]|备案|解读|报送|评估|起草|征求|拟|计划|上报|收录|汇编|推送|转发|梳理|保留|涉及|累计|以来|类|部门|各[县区镇乡单]|同比|较|比/
/** All that may stand between the noun and its number, or in a clause that goes on with it. */
const BETWEEN =
  /^(?:[，、；和及共总合计为有达了新已均并的约近超]|数量?|本年度?|全年|制发|制定|出台|印发|废止|宣布失效|失效|现行有效)*$/
const PAPERS = /^(?:件次?|份|部|个|项)$/

/** Reads how many 规章 and 行政规范性文件 were issued, repealed or are in force, where the words right before a number say so. */
export function readDocuments(paragraph: Paragraph, claims: ClaimList): void {
  for (const sentence of paragraph) {
    const { plain, figures } = sentence
    if (figures.length === 0 || !/规章|规范性文件/.test(plain)) continue
    let noun: string | null = null
    let from = 0
    for (const figure of figures) {
      const before = plain.slice(from, figure.start)
      from = figure.end
      noun = [...before.matchAll(NOUN)].at(-1)?.[0] ?? noun
      const label = noun === null ? null : labelOf(noun, before)
      if (label !== null && isCount(figure)) claims.figure(sentence, figure, { kind: 'documents', label }, { clause: before })
      // What stands behind another count speaks of that.
      if (label === null && isCount(figure)) noun = null
    }
  }
}

function labelOf(noun: string, before: string): string | null {
  const clause = before.slice(Math.max(before.lastIndexOf('，'), before.lastIndexOf('；')) + 1)
  // 规章和规范性文件共5件 counts both.
  const nouns = [...clause.matchAll(NOUN)]
  const behind = nouns[0] ? clause.slice(nouns[0].index + nouns[0][0].length) : clause
  if (nouns.length > 1 || !BETWEEN.test(behind) || OTHERWISE.test(clause) || /其中$|[（(]/.test(clause)) return null
  const said = MOVEMENTS.filter(([, pattern]) => pattern.test(clause))
  return said.length === 1 ? `${/规章/.test(noun) ? '规章' : '行政规范性文件'}${said[0]![0]}` : null
}

function isCount({ kind, unit }: Figure): boolean {
  return kind === 'count' && PAPERS.test(unit ?? '')
}

/** `作出行政许可决定` and the like: what was published of them is another count. */
const DECISIONS = /(行政许可|行政处罚|行政强制)[^，。；、：（）\d]{0,6}$/
const DECIDED = /(?:作出|做出|实施|下达)[^，。；、\d]{0,6}(?:行政许可|行政处罚|行政强制)|行政(?:许可|处罚|强制)(?:处理)?决定/
const PUBLISHED =
  /公[开示布]|发布|录入|归集|推送|上传|信息|事项|目录|申请|受理|案卷|人|同比|较|其中|累计|双公示|系统|各[县区镇乡单]|全[市县区省]/
const CASES = /^(?:件次?|宗|起|例|项|个|份)$/

/** Reads how many permits, penalties and coercive measures were decided. */
export function readDecisions(paragraph: Paragraph, claims: ClaimList): void {
  for (const sentence of paragraph) {
    const { plain, figures } = sentence
    if (figures.length === 0 || !/行政(?:许可|处罚|强制)/.test(plain)) continue
    let from = 0
    for (const figure of figures) {
      const clause = clauseBetween(sentence, { from, to: figure.start })
      from = figure.end
      const [, noun] = DECISIONS.exec(clause) ?? []
      if (!noun || figure.kind !== 'count' || !CASES.test(figure.unit ?? '')) continue
      // 行政许可、行政处罚决定5件 counts both.
      const isOne = (clause.match(/行政(?:许可|处罚|强制)/g) ?? []).length === 1
      if (isOne && DECIDED.test(clause) && !PUBLISHED.test(clause))
        claims.figure(sentence, figure, { kind: 'decisions', label: noun }, { clause })
    }
  }
}

function clauseBetween({ plain }: Sentence, { from, to }: { readonly from: number; readonly to: number }): string {
  return /[^，。；]*$/.exec(plain.slice(from, to))![0]
}
