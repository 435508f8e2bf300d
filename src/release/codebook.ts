import type { ReleaseAbout } from './about.ts'
import type { ReleaseColumn, ReleaseTable } from './table.ts'

/** The codebook for people, in Chinese and English, from the definitions that the files are written by. */
export function codebookText(about: ReleaseAbout, tables: readonly ReleaseTable[]): string {
  const plain = tables.filter(({ name }) => !name.startsWith('wide_'))
  const wide = tables.filter(({ name }) => name.startsWith('wide_'))
  return [introduction(about), ...plain.map(tableText), wideText(wide)].join('\n')
}

function introduction({ title, version, csv, formats }: ReleaseAbout): string {
  return `# ${title.zh} 数据字典

${title.en}: codebook.

版本 ${version}，格式 ${formats.join('、')}。每种格式一个文件夹，各附 \`datapackage.json\`（Frictionless Data Package）。没有值的字段：CSV 为空字段，JSON Lines 与 Parquet 为 null，XLSX 为空单元格。
\`value\` 没有值绝不等于 0，原因见 \`kind\`；空文字（未印任何内容）在 CSV 中写作 \`""\`。时间为 UTC，精确到秒。

Version ${version}, in ${formats.join(', ')}: a folder for each format, each with its \`datapackage.json\`. No value is an empty field in CSV, null in JSON Lines and Parquet, an empty cell in XLSX.
A \`value\` that is not there is never zero: \`kind\` says why. An empty text (nothing is printed) is \`""\` in CSV. Moments are in UTC, to the second.

${
  csv.exact
    ? 'CSV 中的文字按原样保存，以等号等开头的内容在电子表格软件中会被当作公式：请按“文本”导入。\n\nTexts in CSV are as they are: a spreadsheet would calculate those that begin with an equals sign. Import them as text.'
    : "CSV 中以 `=`、`+`、`-`、`@`、制表符、回车或 `'` 开头的文字前加一个 `'`，以免被电子表格软件当作公式；去掉字段开头的一个 `'` 即得原文。其他格式按原样保存。\n\nIn CSV a text that begins with `=`, `+`, `-`, `@`, a tab, a carriage return or `'` is led by one `'`, so that no spreadsheet calculates it: take one leading `'` away to have the text. The other formats hold it as it is."
}

每一行都能追溯：\`sha256\` 和 \`url\` 指明快照（\`sources\`），\`reader\`、\`rule_set\` 指明读取程序和规则集的版本（\`reports\`、\`findings\`）。

Every row can be traced: \`sha256\` and \`url\` name the snapshot (\`sources\`), \`reader\` and \`rule_set\` the versions of the reader and of the rules (\`reports\`, \`findings\`).
`
}

function tableText(table: ReleaseTable): string {
  const keys = (table.foreignKeys ?? []).map(
    ({ columns, table: other, references }) => `${columns.join(', ')} → ${other} (${references.join(', ')})`,
  )
  return `## ${table.name}

${table.zh}。

${table.en}. Key: ${table.key.join(', ')}.${keys.length > 0 ? ` Foreign keys: ${keys.join('; ')}.` : ''}

| column | type | 含义 meaning | 没有值时 when there is no value |
|---|---|---|---|
${table.columns.map(columnLine).join('\n')}
`
}

function columnLine({ name, type, unit, zh, en, missing, values }: ReleaseColumn): string {
  const meanings = Object.entries(values ?? {}).map(([value, title]) => `\`${value}\` ${title.zh} ${title.en}`)
  const meaning = [`${zh}<br>${en}`, ...meanings].join('<br>')
  const none = missing === undefined ? '总有值 always there' : `${missing.zh}<br>${missing.en}`
  return `| \`${name}\` | ${type}${unit === undefined ? '' : ` (${unit})`} | ${meaning} | ${none} |`
}

/** The wide tables are alike: told of once, with the ratios, since `cell_keys` tells of the cells. */
function wideText(tables: readonly ReleaseTable[]): string {
  if (tables.length === 0) return ''
  const [first] = tables as [ReleaseTable]
  const head = first.columns.filter(({ name }) => !/^t[234]\./.test(name))
  return `## 宽表 wide tables

${tables.map(({ name, zh, en }) => `- \`${name}\`: ${zh}。${en}.`).join('\n')}

每个数值格两列：\`<key>\` 为数值，\`<key>.kind\` 为所印内容的种类，编号见 \`cell_keys\`。Two columns for each cell: \`<key>\` is the value, \`<key>.kind\` what is printed; see \`cell_keys\`.

| column | type | 含义 meaning | 没有值时 when there is no value |
|---|---|---|---|
${head.map(columnLine).join('\n')}
`
}

/** The columns of every table as one list, for those who want to read the codebook by a program. */
export function codebookJson(tables: readonly ReleaseTable[]): object {
  return {
    tables: tables.map(({ name, zh, en, key, foreignKeys = [], columns }) => ({ name, zh, en, key, foreignKeys, columns })),
  }
}
