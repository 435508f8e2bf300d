import type { ClaimList } from './claim-list.ts'
import { type Paragraph, withoutRemarks } from './sentences.ts'
import { type Topic, topicOf } from './topic.ts'

const ALL_CLOSED =
  /(?:已?全部|均已?(?:全部)?|全部(?:均|都)?已?)(?:依法|依规|规范|妥善|按要求|及时|、)*(?:办结|办理完毕|办理完结|答复完毕)|办结率(?:达到?|为|均为|均达)?100%/
/** Where only some are said to be closed, others may be left: those that were due, the rest, those of one kind. */
const SOME = /到期|期限|按[期时]|应办|应答复|除|其余|其中|结转|顺延|跨年|延期|正在|尚|未办结|办理中|通过|上年|[上下]半年|季度/
const OTHER_WORK = /热线|信箱|留言|提案|建议|工单|咨询|投诉|信访|许可|复议|诉讼|来信|问政/

/** Reads statements that all applications were closed: 全部办结, 办结率100%. */
export function readClosing(paragraph: Paragraph, claims: ClaimList): void {
  let topic: Topic | null = null
  for (const sentence of paragraph) {
    const { plain } = sentence
    const said = ALL_CLOSED.exec(plain)
    if (said) {
      const before = withoutRemarks(plain.slice(0, said.index))
      const about = topicOf(before) ?? topic
      const isOther = SOME.test(plain) || OTHER_WORK.test(plain)
      if (about === 'request' && !isOther) claims.statement(sentence, 'all_closed', { value: null, label: said[0] })
    }
    topic = topicOf(plain)
  }
}
