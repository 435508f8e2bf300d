/** A text as it is compared: without marks and boilerplate, numbers and names masked. */
export type MaskedText = {
  /** The text as printed. */
  readonly text: string
  /** What is compared: one character each for a number (`#`), a name of the body (`@`) and every other character that counts. */
  readonly masked: string
  /** Where each character of `masked` begins in `text`, and one more: where the last one ends. */
  readonly at: Uint32Array
}

/**
 * Sentences that stand in every report because the law, the form or custom puts them there: openings, periods, contact data, captions,
 * fee notes and "nothing to report". They say nothing of copying (domain reference §5.10).
 */
const BOILERPLATE: readonly RegExp[] = [
  /(?:根据|按照|依据|遵照).{0,80}(?:条例|规定|要求|通知|格式).{0,80}(?:编制|制作|撰写|公布|形成|汇总)/,
  /(?:本|该)(?:年度)?报告(?:全文)?(?:由|共|包括|分|中|所列|的电子版|电子版|自)/,
  /(?:统计|数据|所列).{0,8}(?:期限|时限|时间|起止)|自\d{4}年1月1日(?:起)?.{0,4}至?.{0,4}12月31日/,
  /(?:如有|若有|有任何|如对).{0,20}(?:疑问|疑义|咨询|意见).{0,60}(?:联系|致电|反馈)|联系(?:电话|地址|方式)|邮政编码|邮编|传真/,
  /(?:电子版|全文).{0,30}(?:下载|查阅|查询|获取)/,
  /^(?:本(?:机关|单位|部门|年度|局|镇|街道|办))?(?:暂|均)?(?:无|没有)(?:其他)?(?:需要|应当|要)?(?:报告|说明)?的?(?:其他)?(?:有关)?(?:事项|情况|内容)?$/,
  /(?:收取|产生|未发出).{0,12}(?:信息处理费|收费通知|费用)/,
  /^第二十条第.{1,3}项$|^(?:主动公开|收到和处理|政府信息公开(?:行政复议|工作存在))[^，。]{0,24}情况$/,
  /^[（(]?[一二三四五六七八九十\d]{1,3}[）)]?[、.．]?[^，。；]{2,16}(?:情况|事项|方面|问题|建设|管理|保障|公开)$/,
]

const SENTENCE = /[^。；！？\n]+/g

/**
 * Masks a text for comparison. `names`: what the body is called, its printed name and those it is registered by; 我局, 本镇 and the like
 * count as its name, too, so that one text with two signatures is seen to be one text.
 */
export function maskText(text: string, names: readonly string[]): MaskedText {
  const known = names.filter((name) => name.length >= 2).toSorted((a, b) => b.length - a.length)
  const masked: string[] = []
  const at: number[] = []
  let end = 0
  for (const { 0: sentence, index: from } of text.matchAll(SENTENCE)) {
    if (isBoilerplate(sentence)) continue
    for (let index = 0; index < sentence.length; ) {
      const { mask, length } = maskAt(sentence, index, known)
      if (mask !== '') {
        masked.push(mask)
        at.push(from + index)
        end = from + index + length
      }
      index += length
    }
  }
  return { text, masked: masked.join(''), at: Uint32Array.from([...at, end]) }
}

function isBoilerplate(sentence: string): boolean {
  const plain = sentence.replace(/\s+/g, '')
  return BOILERPLATE.some((pattern) => pattern.test(plain))
}

type Masked = { readonly mask: string; readonly length: number }

/** What stands here, and how many characters it takes up; marks and blanks have no mask. */
function maskAt(sentence: string, index: number, names: readonly string[]): Masked {
  const character = sentence[index]!
  if (isDigit(character)) return { mask: '#', length: numberLength(sentence, index) }
  const name = names.find((each) => each[0] === character && sentence.startsWith(each, index))
  if (name !== undefined) return { mask: '@', length: name.length }
  if (OWN.has(sentence.slice(index, index + 2))) return { mask: '@', length: 2 }
  return { mask: isWord(character) ? character : '', length: 1 }
}

const OWN: ReadonlySet<string> = new Set(
  ['我', '本'].flatMap((own) => [...'省市县区旗局镇乡街办委院厅处所'].map((body) => own + body)),
)

function numberLength(sentence: string, index: number): number {
  let end = index + 1
  while (
    end < sentence.length &&
    (isDigit(sentence[end]!) || (/[.．,，]/.test(sentence[end]!) && isDigit(sentence[end + 1] ?? '')))
  )
    end += 1
  return end - index
}

function isDigit(character: string): boolean {
  return (character >= '0' && character <= '9') || (character >= '０' && character <= '９')
}

/** Chinese characters and Latin letters. */
function isWord(character: string): boolean {
  return (
    (character >= '\u3400' && character <= '\u9fff') ||
    (character >= 'A' && character <= 'Z') ||
    (character >= 'a' && character <= 'z')
  )
}
