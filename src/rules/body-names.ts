import { isSubsequence } from '../model/subsequence.ts'

/**
 * Whether two names are of one body: equal, or one a short form of the other: 市发改局 and 某市发展和改革局, 某县 and 某县人民政府.
 * 某市人民政府 and 某市人民政府办公室 are two.
 */
export function isOneBody(one: string, other: string): boolean {
  const [a, b] = [shortNameOf(one), shortNameOf(other)]
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  return short.at(-1) === long.at(-1) && isSubsequence(short, long)
}

/** A name without what officers leave out: 某县发展改革委, 某镇, 某市政府. */
function shortNameOf(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/\s+/g, '')
    .replace(/\((?:本级|机关|本级机关)\)$/, '')
    .replace(/(?<=[乡镇])(?:人民)?政府$|(?<=街道)办事处$|(?<=局|委)机关$/, '')
    .replace(/委员会/g, '委')
    .replace(/办公([室厅])/g, '办')
    .replace('人民政府', '政府')
    .replace(/管理委$/, '管委')
    .replace(/管委会$/, '管委')
    .replace(/(?<=[省市县区州旗盟])$/, '政府')
}
