import { describe, expect, test } from 'vitest'
import { readDocument } from '../../../src/extract/readers/read-document.ts'
import { GiveUp } from '../../../src/model/give-up.ts'
import { makeOfd, type OfdSheet, type OfdStyle } from './make-ofd.ts'
import { withDamage } from './make-zip.ts'
import { fileOf, readable } from './readable.ts'

const read = (bytes: Uint8Array) => readDocument(fileOf(bytes))

/** A page of A4 with a line of text above a table of two rows. */
const SHEET: OfdSheet = {
  width: 595,
  height: 842,
  texts: [
    { x: 50, y: 80, text: '二、主动公开', size: 12 },
    { x: 54, y: 116, text: '规章', size: 12 },
    { x: 154, y: 116, text: '2', size: 12 },
    { x: 54, y: 146, text: '许可', size: 12 },
    { x: 154, y: 146, text: '1036', size: 12 },
  ],
  lines: [...[50, 150, 250].map((x) => [x, 100, x, 160] as const), ...[100, 130, 160].map((y) => [50, y, 250, y] as const)],
}
const READ = [
  '二、主动公开',
  [
    ['规章', '2'],
    ['许可', '1036'],
  ],
]

describe('pages', () => {
  test.each<{ name: string; style: OfdStyle }>([
    { name: 'texts as runs', style: {} },
    { name: 'characters one by one', style: { runs: 'characters' } },
    { name: 'glyphs of a font', style: { runs: 'glyphs' } },
    { name: 'texts without distances', style: { runs: 'no-steps' } },
    { name: 'lines as filled boxes', style: { rules: 'boxes' } },
    { name: 'paths from the root', style: { locations: 'absolute' } },
    { name: 'paths from the root without a slash', style: { locations: 'root' } },
    { name: 'no prefix', style: { prefix: '' } },
    { name: 'lines in a template', style: { template: true } },
    { name: 'lines in a shared drawing', style: { shared: true } },
    { name: 'blocks in blocks', style: { nested: true } },
    { name: 'scaled texts', style: { scale: 0.25 } },
    { name: 'a turned page', style: { pageTurn: true } },
  ])('$name', async ({ style }) => {
    const { blocks, mediaType, notes } = await read(makeOfd([SHEET], style))
    expect(mediaType).toBe('application/ofd')
    expect(readable(blocks)).toEqual(READ)
    expect(notes).toEqual([])
  })

  test('places are boxes in points on the page', async () => {
    const { blocks } = await read(makeOfd([{ ...SHEET, texts: [], lines: [] }, SHEET]))
    expect(blocks[0]?.at.page).toBe(2)
    expect(blocks[0]?.at.box?.map(Math.round)).toEqual([50, 70, 122, 82])
    expect(blocks[1]?.at.box?.map(Math.round)).toEqual([50, 100, 250, 160])
  })

  test('title and properties', async () => {
    const { title, meta } = await read(makeOfd([SHEET], {}, { Title: '某局年报', CreationDate: '2024-01-05' }))
    expect(title).toBe('某局年报')
    expect(meta).toEqual([
      { name: 'Title', content: '某局年报' },
      { name: 'CreationDate', content: '2024-01-05' },
    ])
  })
})

/** A document whose only page has the given objects. */
function pageOf(objects: string, more: Readonly<Record<string, string>> = {}): Uint8Array {
  return makeOfd(
    [{ width: 595, height: 842, texts: [], lines: [] }],
    {},
    {},
    {
      'Doc_0/Pages/Page_0/Content.xml': `<Page xmlns="http://www.ofdspec.org/2016"><Content><Layer>${objects}</Layer></Content></Page>`,
      ...more,
    },
  )
}

describe('objects', () => {
  const text = (content: string, attributes = '', code = '') =>
    `<TextObject ID="1" Boundary="20 20 100 10" Size="4" ${attributes}><TextCode X="0" Y="4" ${code}>${content}</TextCode></TextObject>`

  test.each([
    { name: 'equal distances', objects: text('规章一二', '', 'DeltaX="g 3 4"'), found: ['规章一二'] },
    { name: 'mixed distances', objects: text('1036', '', 'DeltaX="2 g 2 2"'), found: ['1036'] },
    { name: 'too few distances', objects: text('规章一二', '', 'DeltaX="4"'), found: ['规章一二'] },
    { name: 'a distance repeated without end', objects: text('规章', '', 'DeltaX="g 999999999999 4"'), found: ['规章'] },
    { name: 'a wide distance sets pieces apart', objects: text('12', '', 'DeltaX="20"'), found: ['1 ¦ 2'] },
    { name: 'text from top to bottom', objects: text('规章', '', 'DeltaY="5"'), found: ['规', '章'] },
    { name: 'text that is not visible', objects: text('规章', 'Visible="false"'), found: [] },
    { name: 'an escaped character', objects: text('A&amp;B'), found: ['A&B'] },
    { name: 'numbers beyond any page', objects: text('规章', 'CTM="1e300 0 0 1e300 0 0"'), found: [] },
    {
      name: 'several codes in one text',
      objects:
        '<TextObject ID="1" Boundary="20 20 100 10" Size="4"><TextCode X="0" Y="4">规章</TextCode><TextCode X="30">2</TextCode></TextObject>',
      found: ['规章 ¦ 2'],
    },
  ])('$name', async ({ objects, found }) => {
    expect(readable((await read(pageOf(objects))).blocks)).toEqual(found)
  })

  test('a picture carries its file', async () => {
    const { blocks } = await read(pageOf('<ImageObject ID="3" ResourceID="7" Boundary="20 30 100 50" CTM="100 0 0 50 0 0"/>'))
    expect(blocks[0]).toMatchObject({ kind: 'picture', source: 'Doc_0/Res/image_7.png', at: { page: 1 } })
    expect(
      blocks[0]?.kind === 'picture' &&
        Buffer.from(blocks[0].bytes ?? [])
          .subarray(1, 4)
          .toString(),
    ).toBe('PNG')
  })

  test('text stuck on the page is read, watermarks are not', async () => {
    const annotation = (type: string, content: string) =>
      `<Annot Type="${type}"><Appearance Boundary="10 40 100 10">${text(content)}</Appearance></Annot>`
    const bytes = makeOfd(
      [SHEET],
      {},
      {},
      {
        'Doc_0/Document.xml':
          '<Document><CommonData/><Pages><Page ID="100" BaseLoc="Pages/Page_0/Content.xml"/></Pages><Annotations>Annots.xml</Annotations></Document>',
        'Doc_0/Annots.xml': '<Annotations><Page PageID="100"><FileLoc>Annot_0.xml</FileLoc></Page></Annotations>',
        'Doc_0/Annot_0.xml': `<PageAnnot>${annotation('Stamp', '已核对')}${annotation('Watermark', '样张')}</PageAnnot>`,
      },
    )
    expect(readable((await read(bytes)).blocks)).toEqual([...READ, '已核对'])
  })

  test('a damaged picture does not keep the page from being read', async () => {
    const bytes = pageOf(`${text('规章')}<ImageObject ID="1" ResourceID="7" Boundary="10 50 100 100"/>`)
    const { blocks } = await read(withDamage(bytes, 'image_7.png'))
    expect(readable(blocks)).toEqual(['规章', '[picture Doc_0/Res/image_7.png]'])
    expect(blocks.at(-1)).not.toHaveProperty('bytes')
  })

  test('a character that the file does not name', async () => {
    const { notes } = await read(pageOf(text('规\ue001')))
    expect(notes.map(({ code }) => code)).toEqual(['text-damaged'])
  })
})

describe('hostile and broken files', () => {
  const reason = async (bytes: Uint8Array) => {
    const error = await read(bytes).catch((thrown: unknown) => thrown)
    return error instanceof GiveUp ? error.reason : error
  }
  const document = (pages: string) => `<Document><CommonData/><Pages>${pages}</Pages></Document>`

  test('a page that is missing is told, the others are read', async () => {
    const pages = '<Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/><Page ID="2" BaseLoc="Pages/Page_9/Content.xml"/>'
    const { blocks, notes } = await read(makeOfd([SHEET], {}, {}, { 'Doc_0/Document.xml': document(pages) }))
    expect(readable(blocks)).toEqual(READ)
    expect(notes.map(({ code }) => code)).toEqual(['page-missing'])
  })

  test('a drawing that draws itself ends', async () => {
    const itself = Array.from({ length: 3 }, () => '<CompositeObject ID="1" ResourceID="5" Boundary="0 0 9 9"/>').join('')
    const bytes = pageOf(itself, {
      'Doc_0/DocumentRes.xml': `<Res><CompositeGraphicUnits><CompositeGraphicUnit ID="5"><Content>${itself}</Content></CompositeGraphicUnit></CompositeGraphicUnits></Res>`,
    })
    expect(await reason(bytes)).toBe('too-large')
  })

  test.each<{ name: string; parts: Readonly<Record<string, string>>; found: string }>([
    { name: 'no page', parts: { 'Doc_0/Document.xml': document('') }, found: 'damaged-file' },
    {
      name: 'only missing pages',
      parts: { 'Doc_0/Document.xml': document('<Page ID="1" BaseLoc="x"/>') },
      found: 'damaged-file',
    },
    {
      name: 'one page again and again',
      parts: { 'Doc_0/Document.xml': document('<Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>'.repeat(501)) },
      found: 'too-large',
    },
    {
      name: 'elements nested without end',
      parts: { 'Doc_0/Pages/Page_0/Content.xml': '<Page><Content>'.concat('<PageBlock>'.repeat(5000)) },
      found: 'too-large',
    },
    { name: 'a part that is no XML', parts: { 'Doc_0/Document.xml': 'x<<<' }, found: 'damaged-file' },
    {
      name: 'no document',
      parts: { 'OFD.xml': '<OFD><DocBody><DocRoot>../../x</DocRoot></DocBody></OFD>' },
      found: 'damaged-file',
    },
    { name: 'an encrypted document', parts: { 'Encryptions.xml': '<Encryptions/>' }, found: 'encrypted-file' },
  ])('$name', async ({ parts, found }) => {
    expect(await reason(makeOfd([SHEET], {}, {}, parts))).toBe(found)
  })

  test('cut off anywhere', async () => {
    const whole = makeOfd([SHEET])
    for (const part of [0.1, 0.4, 0.7, 0.95]) expect(await reason(whole.slice(0, whole.length * part))).toBe('damaged-file')
  })
})
