import type { Contact } from '../../model/report.ts'

const LABELS: readonly (readonly [keyof Contact, RegExp])[] = [
  ['email', /(?:电子)?(?:邮箱|邮件)(?:地址)?|e-?mail/giu],
  ['zip', /邮\s*编|邮政编码/gu],
  ['fax', /传\s*真(?:号码|电话)?/gu],
  ['phone', /(?:联系|办公|咨询|监督|值班|服务)?(?:电\s*话|热线)(?:号码)?|联系方式(?=[:：]\s*[\d(（])/gu],
  ['address', /(?:联系|办公|通讯|通信|邮寄|单位|具体)?地\s*址/gu],
]
/** How a value of each kind looks; an address is what stands before the next label. */
const VALUES: Readonly<Record<Exclude<keyof Contact, 'address'>, RegExp>> = {
  email: /^[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/,
  zip: /^\d{6}(?!\d)/,
  fax: /^[+(]?\d[\d()\-—–－~]{5,18}\d(?:转\d{1,5})?(?:[、/;,]\d[\d\-—–－]{6,14})*/,
  phone: /^[+(]?\d[\d()\-—–－~]{5,18}\d(?:转\d{1,5})?(?:[、/;,]\d[\d\-—–－]{6,14})*/,
}
const AFTER_LABEL = /^(?:\(传真\)|\(fax\))?\s*(?:为|是)?\s*[:：]?\s*(?:(?:地址|电话|邮编|邮箱)[:：]\s*)?/iu
const LONGEST_ADDRESS = 80
/** Some part of every label: a text without any need not be read closely. */
const MAY_TELL = /[邮mMｍＭ]|传[\s\p{Cf}]*真|电[\s\p{Cf}]*话|热[\s\p{Cf}]*线|联[\s\p{Cf}]*系|地[\s\p{Cf}]*址/u

/**
 * How the body can be reached, read from the first of the texts that tells at least a telephone number, an address, or two of the data.
 * The foot of a page is no such text: it names those who run the site.
 */
export function findContact(texts: readonly string[]): Contact | null {
  for (const text of texts) {
    if (!MAY_TELL.test(text)) continue
    const contact = contactIn(text)
    const told = Object.values(contact).filter((value) => value !== null)
    if (told.length >= 2 || (told.length === 1 && /联系|致电|疑问|咨询/.test(text))) return contact
  }
  return null
}

function contactIn(text: string): Contact {
  const plain = text.normalize('NFKC').replace(/[\s\p{Cf}]+/gu, '')
  const labels = LABELS.flatMap(([key, pattern]) =>
    [...plain.matchAll(pattern)].map(({ index, 0: printed }) => ({ key, start: index, end: index + printed.length })),
  ).toSorted((a, b) => a.start - b.start)
  const found: { -readonly [key in keyof Contact]: Contact[key] } = {
    address: null,
    zip: null,
    phone: null,
    fax: null,
    email: null,
  }
  for (const [index, { key, end }] of labels.entries()) {
    const behind = plain.slice(end)
    const skipped = AFTER_LABEL.exec(behind)![0]
    const value =
      key === 'address' ? addressIn(behind, skipped, labels[index + 1]) : VALUES[key].exec(behind.slice(skipped.length))?.[0]
    if (!value) continue
    found[key] ??= value
    // 电话(传真): one number for both. 电话/传真 stands as two labels.
    const both = /^[(/及、](?:传真)/.test(behind) ? 'fax' : null
    if (key === 'phone' && both) found.fax ??= value
    const before = labels[index - 1]
    if (key === 'fax' && before?.key === 'phone' && /^[/及、]$/.test(plain.slice(before.end, labels[index]!.start)))
      found.phone ??= value
  }
  return found

  function addressIn(behind: string, skipped: string, next: { readonly start: number } | undefined): string | null {
    if (!/[:：为是]/.test(skipped)) return null
    const from = plain.length - behind.length + skipped.length
    const stop = next && next.start >= from ? next.start - from : Infinity
    const whole = plain.slice(from, from + Math.min(stop, LONGEST_ADDRESS))
    const cut = whole.slice(0, endOfAddress(whole))
    const value = cut.replace(/[,、;。:(]+(?:联系)?$/u, '')
    return /\p{Script=Han}{2}/u.test(value) && !/https?:|www\./.test(value) ? value : null
  }
}

/** An address ends at a stop, at a bracket that it did not open, or at a comma behind which nothing of a place is told. */
function endOfAddress(text: string): number {
  let open = 0
  for (const [index, mark] of [...text].entries()) {
    if (mark === '(') open += 1
    else if (mark === ')' && open > 0) open -= 1
    else if (/[;。)]/.test(mark)) return index
    else if (mark === ',' && !/^,[^,;。)]{0,20}(?:楼|室|号|层|座|栋|厦|院|处|内|旁)/.test(text.slice(index))) return index
  }
  return text.length
}
