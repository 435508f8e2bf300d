import type { CsvOptions, ReleaseFormat, ReleaseSelection } from '../model/release.ts'
import type { Titled } from './table.ts'

/** What every file about a release says of it. All of it follows from the rows and the version: no clock. */
export type ReleaseAbout = {
  readonly version: string
  readonly title: Titled
  readonly selection: ReleaseSelection
  readonly formats: readonly ReleaseFormat[]
  readonly csv: CsvOptions
  readonly reports: number
  readonly years: readonly [first: number, last: number] | null
  readonly readers: readonly string[]
  readonly ruleSets: readonly string[]
  readonly portals: readonly { readonly name: string; readonly host: string }[]
  /** The last moment at which anything of it was read, checked or decided; ISO 8601. Null: it is empty. */
  readonly asOf: string | null
  /** Name and version of the program. */
  readonly program: string
  /** The release that it is compared with; null for the first one of its selection. */
  readonly previous: string | null
}

export function titleOf(version: string, years: ReleaseAbout['years']): Titled {
  const span = years === null ? '' : years[0] === years[1] ? String(years[0]) : `${years[0]}–${years[1]}`
  return {
    zh: `政府信息公开工作年度报告数据集 ${version}${span && `（${span} 年度）`}`,
    en: `Annual reports on government information disclosure, dataset ${version}${span && ` (reporting years ${span})`}`,
  }
}

/** How to cite a release (Citation File Format 1.2.0). */
export function citationFile(about: ReleaseAbout): string {
  const lines = [
    'cff-version: 1.2.0',
    'message: "请按此引用 If you use this dataset, please cite it as below."',
    'type: dataset',
    `title: ${JSON.stringify(about.title.zh)}`,
    `abstract: ${JSON.stringify(about.title.en)}`,
    `version: ${JSON.stringify(about.version)}`,
    ...(about.asOf === null ? [] : [`date-released: ${about.asOf.slice(0, 10)}`]),
    'license: CC-BY-4.0',
    'authors:',
    `  - name: ${JSON.stringify(about.program)}`,
    'keywords:',
    '  - "政府信息公开工作年度报告"',
    '  - "government information disclosure"',
  ]
  return `${lines.join('\n')}\n`
}
