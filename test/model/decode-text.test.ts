import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeText } from '../../src/model/decode-text.ts'

const SENTENCE = '本年新收政府信息公开申请12件，结转下年度0件。'

/** GB18030 bytes of `SENTENCE`; Node can decode this set but not encode it. */
const GB_SENTENCE = Buffer.from(
  'b1bec4ead0c2cad5d5feb8aed0c5cfa2b9abbfaac9eac7eb3132bcfea3acbde1d7aacfc2c4eab6c830bcfea1a3',
  'hex',
)

const utf16 = (text: string, bigEndian: boolean) => {
  const bytes = Buffer.from(text, 'utf16le')
  return bigEndian ? bytes.swap16() : bytes
}
const page = (charset: string, body: Buffer) =>
  Buffer.concat([Buffer.from(`<meta charset="${charset}"><p>`), body, Buffer.from('</p>')])

const cases = [
  { name: 'UTF-8 without a label', bytes: Buffer.from(SENTENCE), charset: 'utf-8' },
  { name: 'UTF-8 with a mark', bytes: Buffer.from(`\ufeff${SENTENCE}`), charset: 'utf-8' },
  { name: 'UTF-8 that claims to be GBK', bytes: page('gbk', Buffer.from(SENTENCE)), charset: 'utf-8' },
  { name: 'UTF-8 in a page whose header says Latin-1', bytes: Buffer.from(SENTENCE), header: 'iso-8859-1', charset: 'utf-8' },
  {
    name: 'UTF-8 cut in the middle of its last character',
    bytes: Buffer.from(SENTENCE).subarray(0, -1),
    charset: 'utf-8',
    cut: 1,
  },
  {
    name: 'UTF-8 with one damaged byte among many good ones',
    bytes: damaged(Buffer.from(SENTENCE.repeat(20))),
    charset: 'utf-8',
    loose: true,
  },
  { name: 'GB18030 without a label', bytes: GB_SENTENCE, charset: 'gb18030' },
  { name: 'GB2312 as labelled', bytes: page('gb2312', GB_SENTENCE), charset: 'gb18030' },
  { name: 'GBK that claims to be UTF-8', bytes: page('utf-8', GB_SENTENCE), charset: 'gb18030' },
  { name: 'GBK that claims to be Latin-1', bytes: page('iso-8859-1', GB_SENTENCE), header: 'windows-1252', charset: 'gb18030' },
  { name: 'GBK named by the header only', bytes: GB_SENTENCE, header: 'GBK', charset: 'gb18030' },
  { name: 'UTF-16 with a mark', bytes: utf16(`\ufeff${SENTENCE}`, false), charset: 'utf-16le' },
  { name: 'big-endian UTF-16 with a mark', bytes: utf16(`\ufeff${SENTENCE}`, true), charset: 'utf-16be' },
  { name: 'UTF-16 without a mark', bytes: utf16(`<html><body>${SENTENCE}`, false), charset: 'utf-16le' },
  { name: 'big-endian UTF-16 without a mark', bytes: utf16(`<html><body>${SENTENCE}`, true), charset: 'utf-16be' },
] as { name: string; bytes: Buffer; header?: string; charset: string; cut?: number; loose?: boolean }[]

function damaged(bytes: Buffer): Buffer {
  bytes[30] = 0xff
  return bytes
}

describe('decodeText', () => {
  test.each(cases)('$name', ({ bytes, header, charset, cut, loose }) => {
    const decoded = decodeText(bytes, header)
    expect(decoded.charset).toBe(charset)
    expect(decoded.text).toContain(cut ? SENTENCE.slice(0, -cut) : loose ? SENTENCE.slice(20) : SENTENCE)
    expect(decoded.text.startsWith('\ufeff')).toBe(false)
  })

  test('Big5 is read as labelled', () => {
    expect(decodeText(Buffer.from('3c6d65746120636861727365743d626967353ea4a4a4e5', 'hex')).text).toBe('<meta charset=big5>中文')
  })

  test('zeros between characters are passed over', () => {
    expect(decodeText(Buffer.from('年度\0报告\0')).text).toBe('年度报告')
  })

  test('any text survives UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!text.startsWith('\ufeff') && !/\0/.test(text))
        expect(decodeText(Buffer.from(text)).text).toBe(text)
      }),
    )
  })

  test('any bytes give some text', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(typeof decodeText(bytes).text).toBe('string')
      }),
    )
  })
})
