import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isArchive, membersOf } from '../../../src/extract/readers/containers/archive.ts'
import { GiveUp } from '../../../src/model/give-up.ts'
import { makeDocx, p } from './make-docx.ts'
import { makeZip, type ZipFile } from './make-zip.ts'
import { fileOf } from './readable.ts'

const archive = (files: readonly ZipFile[], before?: Uint8Array) => fileOf(makeZip(files, before), '年报.zip')
/** `path: text` for a document, `path ✗ reason: detail` for a problem. */
const listed = (file: Parameters<typeof membersOf>[0]) =>
  [...membersOf(file)].map((member) =>
    'file' in member
      ? `${member.path}: ${Buffer.from(member.file.bytes).toString()}`
      : `${member.path} ✗ ${member.problem.reason}: ${member.problem.detail}`,
  )
const reason = (read: () => unknown) => {
  try {
    return read()
  } catch (error) {
    return error instanceof GiveUp ? `${error.reason}: ${error.detail}` : error
  }
}
/** 某局.txt in GBK, as Chinese Windows packs. */
const GBK_NAME = Buffer.from('c4b3bed62e747874', 'hex')

describe('members', () => {
  test.each<{ name: string; files: ZipFile[]; members: string[] }>([
    { name: 'names in UTF-8', files: [{ name: '某局.txt', content: '甲' }], members: ['某局.txt: 甲'] },
    {
      name: 'names in UTF-8 that do not say so',
      files: [{ name: '某局.txt', flags: 0, content: '甲' }],
      members: ['某局.txt: 甲'],
    },
    { name: 'names in GBK', files: [{ name: GBK_NAME, content: '甲' }], members: ['某局.txt: 甲'] },
    {
      name: 'names in a field of their own',
      files: [{ name: Buffer.from('??.txt'), unicodeName: '某局.txt', content: '甲' }],
      members: ['某局.txt: 甲'],
    },
    {
      name: 'folders, also as Windows writes them',
      files: [
        { name: '乡镇/', content: '', stored: true },
        { name: '乡镇/甲镇.txt', content: '甲' },
        { name: '部门\\乙局.txt', content: '乙' },
      ],
      members: ['乡镇/甲镇.txt: 甲', '部门/乙局.txt: 乙'],
    },
    {
      name: 'files that nobody means to give are left out',
      files: [
        { name: '__MACOSX/._甲.txt', content: 'x' },
        { name: '.DS_Store', content: 'x' },
        { name: '甲/Thumbs.db', content: 'x' },
        { name: '../.DS_Store', content: 'x' },
        { name: 'desktop.ini', content: 'x' },
        { name: '~$甲.docx', content: 'x' },
        { name: '甲.txt', content: '甲' },
      ],
      members: ['甲.txt: 甲'],
    },
    {
      name: 'a path that leads out of the archive is a name like any other',
      files: [
        { name: '../外/甲.txt', content: '甲' },
        { name: './乙.txt', content: '乙' },
      ],
      members: ['../外/甲.txt: 甲', './乙.txt: 乙'],
    },
    {
      name: 'what belongs to a saved page is left out',
      files: [
        { name: '甲.html', content: '<p>甲' },
        { name: '甲_files/a.js', content: 'x' },
        { name: '乙_files/b.txt', content: '乙' },
      ],
      members: ['甲.html: <p>甲', '乙_files/b.txt: 乙'],
    },
    {
      name: 'stored, with sizes after the content, in ZIP64',
      files: [
        { name: 'a.txt', content: '甲', stored: true },
        { name: 'b.txt', content: '乙', descriptor: true },
        { name: 'c.txt', content: '丙', zip64: true },
      ],
      members: ['a.txt: 甲', 'b.txt: 乙', 'c.txt: 丙'],
    },
    {
      name: 'an archive in the archive is opened, an office document is not',
      files: [
        { name: '乡镇.zip', content: makeZip([{ name: '甲镇.txt', content: '甲' }]) },
        { name: '乙局.docx', content: makeDocx(p('文')) },
      ],
      members: ['乡镇.zip/甲镇.txt: 甲', expect.stringMatching(/^乙局\.docx: PK/)],
    },
    {
      name: 'an empty file is a document as well',
      files: [{ name: '空.txt', content: '', stored: true }],
      members: ['空.txt: '],
    },
  ])('$name', ({ files, members }) => expect(listed(archive(files))).toEqual(members))

  test('members are named after the archive and have hashes of their own', () => {
    const [member] = membersOf(archive([{ name: '乡镇/甲镇.txt', content: '甲' }]))
    expect(member).toMatchObject({ path: '乡镇/甲镇.txt', file: { name: '年报.zip/乡镇/甲镇.txt', sha256: fileOf('甲').sha256 } })
  })

  test('an archive after other bytes, as a program that unpacks itself', () => {
    expect(listed(archive([{ name: '甲.txt', content: '甲' }], Buffer.from('PK\u0003\u0004 other bytes')))).toEqual([
      '甲.txt: 甲',
    ])
  })
})

describe('a member that cannot be taken out is a problem of its own', () => {
  const deep = makeZip([
    { name: 'b.zip', content: makeZip([{ name: 'c.zip', content: makeZip([{ name: 'd.txt', content: 'd' }]) }]) },
  ])
  test.each<{ name: string; file: ZipFile; says: RegExp }>([
    { name: 'with a password', file: { name: 'x', content: 'x', flags: 1 }, says: /^x ✗ encrypted-file: .*password/ },
    {
      name: 'packed by another method',
      file: { name: 'x', content: 'x', method: 14 },
      says: /^x ✗ unsupported-format: .*method 14/,
    },
    {
      name: 'that unpacks to much more than it is',
      file: { name: 'x', content: Buffer.alloc(20_000_000) },
      says: /^x ✗ too-large: .*20000000 bytes/,
    },
    {
      name: 'an archive within archives',
      file: { name: 'a.zip', content: deep },
      says: /^a\.zip\/b\.zip\/c\.zip ✗ too-large: .*unpack/,
    },
    {
      name: 'a damaged archive',
      file: { name: 'x.zip', content: makeZip([{ name: 'y', content: 'y' }]).slice(0, 30) },
      says: /^x\.zip ✗ damaged-file/,
    },
  ])('$name', ({ file, says }) => {
    expect(listed(archive([file, { name: '甲.txt', content: '甲' }]))).toEqual([expect.stringMatching(says), '甲.txt: 甲'])
  })

  test('with bytes changed', () => {
    const bytes = Buffer.from(
      makeZip([
        { name: 'x', content: 'abc', stored: true },
        { name: '甲.txt', content: '甲' },
      ]),
    )
    bytes[31]! ^= 1
    expect(listed(fileOf(bytes))).toEqual([expect.stringMatching(/^x ✗ damaged-file: .*check sum/), '甲.txt: 甲'])
  })
})

describe('limits', () => {
  test('files beyond the limit in all are not unpacked', () => {
    const big = { content: Buffer.alloc(90_000_000, 'abcdefghij'.repeat(1000)), stored: true }
    const members = [...membersOf(archive([0, 1].map((index) => ({ name: `${index}`, ...big, stored: false }))))]
    expect(members.map((member) => ('file' in member ? 'file' : member.problem.reason))).toEqual(['too-large', 'too-large'])
  })

  test('the same content under many names counts each time', () => {
    const content = makeZip([{ name: 'a', content: Buffer.alloc(60_000_000, 'x'), stored: true }])
    const entry = Buffer.from(content.slice(content.length - 22 - 47, content.length - 22))
    const many = Buffer.concat([content.slice(0, -22 - 47), ...Array<Buffer>(20).fill(entry), content.slice(-22)])
    many.writeUInt16LE(20, many.length - 12)
    many.writeUInt32LE(20 * 47, many.length - 10)
    const members = [...membersOf(fileOf(many))]
    expect(members.filter((member) => 'file' in member)).toHaveLength(8)
    expect(members.at(-1)).toMatchObject({ problem: { reason: 'too-large', detail: expect.stringMatching(/500 MB/) } })
  })

  test('more documents than the limit', () => {
    const members = [...membersOf(archive(Array.from({ length: 2005 }, (_, index) => ({ name: `${index}`, content: '甲' }))))]
    expect(members).toHaveLength(2001)
    expect(members.at(-1)).toMatchObject({ path: '2000', problem: { detail: expect.stringMatching(/2000 documents/) } })
  })

  test.each([
    {
      name: 'without documents',
      file: archive([{ name: '甲/', content: '', stored: true }]),
      says: /^empty-file: 年报\.zip .*without documents/,
    },
    {
      name: 'cut off',
      file: fileOf(makeZip([{ name: '甲.txt', content: '甲' }]).slice(0, 60), 'x.zip'),
      says: /^damaged-file: x\.zip/,
    },
  ])('an archive $name', ({ file, says }) => expect(reason(() => listed(file))).toMatch(says))
})

test('what is an archive of documents', () => {
  expect(isArchive(archive([{ name: '甲.txt', content: '甲' }]))).toBe(true)
  expect(isArchive(fileOf(makeDocx(p('文'))))).toBe(false)
  expect(isArchive(fileOf('一、总体情况'))).toBe(false)
})

test('any damage gives members, problems or a reason', () => {
  const whole = makeZip([
    { name: GBK_NAME, content: '甲', descriptor: true },
    { name: 'x.zip', content: makeZip([{ name: 'y', content: 'y', zip64: true }]) },
  ])
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 1, max: whole.length }),
      (changes, length) => {
        const bytes = whole.slice(0, length)
        for (const [at, byte] of changes) bytes[at % length] = byte
        const result = reason(() => listed(fileOf(bytes)))
        expect(Array.isArray(result) || typeof result === 'string').toBe(true)
      },
    ),
    { numRuns: 1000 },
  )
})
