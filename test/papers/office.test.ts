import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { strToU8, unzipSync, zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PaperKind } from '../../src/model/paper.ts'
import { FORMULA_NAME, openPapersWorld, type PapersWorld } from './papers-world.ts'
import { cellsOf, convert, HAS_OFFICE, partsOf, textOfPdf } from './read-office-file.ts'

let world: PapersWorld
beforeAll(async () => {
  if (HAS_OFFICE) world = await openPapersWorld()
})
afterAll(() => world?.close())

// libreoffice-writer-nogui and libreoffice-calc-nogui have to be installed; `npm test` names the tests that it leaves out.
describe.skipIf(!HAS_OFFICE)('opened in LibreOffice', () => {
  const documents: readonly (readonly [PaperKind, string, readonly string[]])[] = [
    ['notice', 'finance', ['关于限期整改政府信息公开工作年度报告有关问题的通知', '云河区财政局：', '2024年4月8日', '— 1 —']],
    ['circular', '', ['核查情况的通报', '一、总体情况', '三、未按时公布的单位', '青石镇人民政府', '2024年4月8日']],
  ]
  test.each(documents)('%s reads as a document of an office', { timeout: 120_000 }, async (kind, authority, wanted) => {
    const { path } = await world.write(world.request(kind, { authority: authority || null }))
    const text = textOfPdf((await convert(path, 'pdf'))[0]!)
    const flat = text.replace(/\s+/g, '')
    for (const words of wanted) expect(flat).toContain(words.replace(/\s+/g, ''))
    expect(text).not.toMatch(/\{\{|undefined|null/)
  })

  const tables: readonly (readonly [PaperKind, number])[] = [
    ['ledger', 1],
    ['record', 1],
    ['filings', 2],
    ['scores', 2],
  ]
  test.each(tables)('%s: what it works out is what we worked out', { timeout: 120_000 }, async (kind, sheets) => {
    const { path } = await world.write(world.request(kind))
    const bare = await withoutValues(path, join(world.folder, `bare-${kind}.xlsx`))
    const worked = (await convert(bare, 'csv')).map((csv) => linesOf(csv.toString('utf8')))
    expect(worked).toHaveLength(sheets)
    for (let sheet = 1; sheet <= sheets; sheet++) {
      const cells = cellsOf(path, sheet)
      const formulas = [...cells].filter(([, { formula }]) => formula !== null)
      const shown = worked.find((lines) => lines[0]?.[0] === cells.get('A1')?.text)!
      expect(shown, cells.get('A1')?.text).toBeDefined()
      for (const [place, { text, formula }] of formulas) {
        const [, letters = '', row = ''] = /^([A-Z]+)(\d+)$/.exec(place)!
        const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
        expect(
          sameValue(shown[Number(row) - 1]?.[column] ?? '', text),
          `${place} ${formula}: ${shown[Number(row) - 1]?.[column]} for ${text}`,
        ).toBe(true)
      }
    }
    expect(kind === 'record' || Object.values(partsOf(path)).some((part) => part.includes('<f>'))).toBe(true)
  })

  test('a name that looks like a formula stays a name, and a code keeps its zeros', { timeout: 120_000 }, async () => {
    const { path } = await world.write(world.request('filings', { district: 'donghu' }))
    const lines = (await convert(path, 'csv')).flatMap((csv) => linesOf(csv.toString('utf8')))
    expect(lines.flat()).toContain(FORMULA_NAME)
    expect(lines.flat()).toContain('0012')
  })
})

/** The workbook without the values of its formulas, so that whoever opens it has to work them out. */
async function withoutValues(path: string, out: string): Promise<string> {
  const parts = unzipSync(readFileSync(path))
  for (const [name, bytes] of Object.entries(parts))
    if (name.startsWith('xl/worksheets/'))
      parts[name] = strToU8(new TextDecoder().decode(bytes).replace(/<\/f><v>[^<]*<\/v>/g, '</f>'))
  await writeFile(out, zipSync(parts))
  return out
}

function sameValue(shown: string, ours: string): boolean {
  if (shown === ours) return true
  const number = shown.endsWith('%') ? Number(shown.slice(0, -1)) / 100 : Number(shown)
  return shown !== '' && ours !== '' && Math.abs(number - Number(ours)) < 0.000_51
}

/** CSV with quoted texts, which may hold line ends. */
function linesOf(csv: string): string[][] {
  const lines: string[][] = [[]]
  for (const [, quoted, plain, end] of csv.replace(/^\uFEFF/, '').matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    if (end === '' && quoted === undefined && plain === '') break
    lines.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (end === '\n') lines.push([])
  }
  return lines
}
