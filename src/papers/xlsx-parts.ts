const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

// The files of a workbook beside its sheets (ECMA-376).

export function contentTypes(sheets: number): string {
  const overrides = numbers(sheets).map(
    (n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${TYPE}.worksheet+xml"/>`,
  )
  return `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>${overrides.join('')}</Types>`
}

export const PACKAGE_RELATIONS = `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`

export function workbookRelations(sheets: number): string {
  const own = numbers(sheets).map(
    (n) => `<Relationship Id="rId${n}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${n}.xml"/>`,
  )
  return `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${own.join('')}<Relationship Id="rId${sheets + 1}" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`
}

type NamedSheet = { readonly name: string; readonly filtered: string; readonly head: number }

/** The sheets by name, what is filtered, and the rows that are printed on every page. Formulas are worked out anew when it is opened. */
export function workbookXml(sheets: readonly NamedSheet[]): string {
  const listed = sheets.map(({ name }, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`)
  const filters = sheets.map(
    ({ filtered }, index) =>
      `<definedName name="_xlnm._FilterDatabase" localSheetId="${index}" hidden="1">${filtered}</definedName>`,
  )
  const titles = sheets.map(
    ({ name, head }, index) =>
      `<definedName name="_xlnm.Print_Titles" localSheetId="${index}">'${name}'!$${head}:$${head}</definedName>`,
  )
  return `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${listed.join('')}</sheets><definedNames>${filters.join('')}${titles.join('')}</definedNames><calcPr calcId="0" fullCalcOnLoad="1"/></workbook>`
}

function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index + 1)
}

const font = (size: number, name: string, more = '') => `<font>${more}<sz val="${size}"/><name val="${name}"/></font>`
const xf = (fontId: number, numFmtId: number, border: number, fill: number, align: string) =>
  `<xf numFmtId="${numFmtId}" fontId="${fontId}" fillId="${fill}" borderId="${border}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment ${align}/></xf>`

const LINE = '<color rgb="FF808080"/>'
const side = (name: string) => `<${name} style="thin">${LINE}</${name}>`
const TEXT = 'vertical="center" wrapText="1"'
const MIDDLE = 'horizontal="center" vertical="center" wrapText="1"'
const RIGHT = 'horizontal="right" vertical="center"'

/** In the order of `STYLES`. */
const CELL_STYLES = [
  xf(0, 0, 0, 0, 'vertical="center"'),
  xf(1, 0, 0, 0, 'horizontal="center" vertical="center"'),
  xf(0, 0, 0, 0, 'vertical="center" wrapText="1"'),
  xf(2, 0, 1, 2, MIDDLE),
  xf(0, 49, 1, 0, TEXT),
  xf(0, 0, 1, 0, RIGHT),
  xf(0, 164, 1, 0, MIDDLE),
  xf(0, 165, 1, 0, RIGHT),
  xf(3, 0, 1, 0, TEXT),
  xf(2, 0, 1, 2, RIGHT),
  xf(2, 165, 1, 2, RIGHT),
  xf(0, 166, 1, 0, RIGHT),
]

export const STYLE_SHEET = `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="0.0%"/><numFmt numFmtId="166" formatCode="0.##"/></numFmts><fonts count="4">${font(10.5, '宋体')}${font(18, '方正小标宋简体')}${font(10.5, '黑体', '<b/>')}${font(10.5, '宋体', '<u/><color rgb="FF0563C1"/>').replace(/(<u\/>)(<color[^>]*>)(<sz[^>]*>)/, '$1$3$2')}</fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE8EDF3"/><bgColor indexed="64"/></patternFill></fill></fills><borders count="2"><border/><border>${['left', 'right', 'top', 'bottom'].map(side).join('')}</border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="${CELL_STYLES.length}">${CELL_STYLES.join('')}</cellXfs></styleSheet>`
