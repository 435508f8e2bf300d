import { type CellKey, cellKeysOf, type Edition } from '../../model/template.ts'
import type { ReleaseColumn, ReleaseTable } from '../table.ts'
import { labelsOf } from './cell-keys.ts'
import { KIND_COLUMN } from './cells.ts'
import { AUTHORITY_NAME, DISTRICT, FILER, SHA256, TO_DISTRICT, TO_REPORT, URL_COLUMN, VERSION, YEAR } from './common-columns.ts'
import { RATIOS } from './ratios.ts'

/** The columns of a wide table before those of its cells. */
export const WIDE_HEAD: readonly ReleaseColumn[] = [YEAR, FILER, AUTHORITY_NAME, DISTRICT, VERSION, URL_COLUMN, SHA256]

/** The keys that a wide table of an edition has columns for: in that of 2021 also the row that some reports print in place of three. */
export function wideKeysOf(edition: Edition): readonly CellKey[] {
  const keys = cellKeysOf(edition)
  const other = cellKeysOf('2019').filter((key) => key.startsWith('t3.other_all.'))
  return [...keys, ...other.filter((key) => !keys.includes(key))]
}

/** The reports of one year in one edition, a row each: of each cell the value and the kind, then the derived ratios. */
export function wideTable(year: number, edition: Edition): ReleaseTable {
  return {
    name: `wide_${year}_${edition}`,
    zh: `${year} 年度宽表（${edition} 年格式）：每份年报一行，每个数值格两列（数值、种类），另附占比`,
    en: `Wide table of ${year}, edition of ${edition}: one row for each report, of each cell the value and the kind, and derived ratios`,
    key: ['filer', 'year'],
    foreignKeys: [TO_REPORT, TO_DISTRICT],
    columns: [
      ...WIDE_HEAD,
      ...wideKeysOf(edition).flatMap((key) => cellColumns(key, edition)),
      ...RATIOS.map(
        ({ name, zh, en }): ReleaseColumn => ({
          name,
          type: 'number',
          zh,
          en,
          missing: {
            zh: '分子或分母中有未知的数，或分母为 0',
            en: 'a figure of it is not known, or the denominator is 0',
          },
        }),
      ),
    ],
  }
}

function cellColumns(key: CellKey, edition: Edition): readonly ReleaseColumn[] {
  const known = cellKeysOf(edition).includes(key)
  const { group, row, column, unit } = labelsOf(key, known ? edition : '2019')
  const label = [group, row, column].filter((part) => part !== null).join('｜')
  return [
    {
      name: key,
      type: 'number',
      unit,
      zh: label,
      en: `value of the cell ${key}`,
      missing: { zh: `没有可读的数字，绝不等于 0；原因见 ${key}.kind`, en: `no number, never zero; ${key}.kind says why` },
    },
    {
      name: `${key}.kind`,
      type: 'text',
      zh: `${label}：所印内容的种类`,
      en: `what is printed in the cell ${key}`,
      ...(KIND_COLUMN.values && { values: KIND_COLUMN.values }),
      missing: { zh: '该年报没有此格', en: 'the report was read without this cell' },
    },
  ]
}
