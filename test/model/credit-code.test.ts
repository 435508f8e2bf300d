import { expect, test } from 'vitest'
import { creditCodeProblem } from '../../src/model/credit-code.ts'

test.each([
  '11370800004312466C',
  '11370812004322760Y',
  '12370812F50341961E',
  '12370830684820666X',
  '11370300791502057T',
  '11370300MB28519923',
])('%s, a code in use, is right', (code) => {
  expect(creditCodeProblem(code)).toBeNull()
})

test('every single character that is mistyped, and every two neighbours exchanged, are found', () => {
  const code = '11370300MB28519923'
  const digits = [...'0123456789ABCDEFGHJKLMNPQRTUWXY']
  for (const [at, digit] of [...code].entries()) {
    for (const other of digits.filter((each) => each !== digit))
      expect(creditCodeProblem(code.slice(0, at) + other + code.slice(at + 1)), `${other} at ${at}`).toContain('check digit')
    const next = code[at + 1]
    if (next !== undefined && next !== digit)
      expect(creditCodeProblem(code.slice(0, at) + next + digit + code.slice(at + 2)), `exchanged at ${at}`).not.toBeNull()
  }
})

test('a code of another length, and characters that no code has, are told', () => {
  expect(creditCodeProblem('791502057')).toContain('has 9 characters')
  expect(creditCodeProblem('1137030079150205OT')).toContain('holds "O"')
  expect(creditCodeProblem('234234234234444444')).toContain('which is D')
})
