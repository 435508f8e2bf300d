/** Digits of a 统一社会信用代码, in the order of their values: no I, O, S, V, Z (GB 32100-2015, 表 1). */
const DIGITS = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const LENGTH = 18

/**
 * What is wrong with a 统一社会信用代码, as the end of a sentence that begins with it; null where it is right. The last character is the
 * check digit by ISO 7064 MOD 31-3: 31 less the sum of value × 3^place modulo 31 (GB 32100-2015, 附录 A).
 */
export function creditCodeProblem(code: string): string | null {
  if (code.length !== LENGTH) return `has ${code.length} characters, and a credit code has ${LENGTH}`
  const strange = [...code].find((digit) => !DIGITS.includes(digit))
  if (strange !== undefined) return `holds "${strange}"; a credit code consists of digits and capitals without I, O, S, V and Z`
  const expected = checkDigitOf(code)
  return code.at(-1) === expected ? null : `does not end with its check digit, which is ${expected}; a character is mistyped`
}

function checkDigitOf(code: string): string {
  let weight = 1
  let sum = 0
  for (const digit of code.slice(0, LENGTH - 1)) {
    sum += DIGITS.indexOf(digit) * weight
    weight = (weight * 3) % 31
  }
  return DIGITS[(31 - (sum % 31)) % 31]!
}
