import {
  APPLICANT_COLUMNS,
  type CellKey,
  type Edition,
  TABLE3_COLUMNS,
  TABLE3_ROWS_2019,
  TABLE3_ROWS_2021,
  type TableName,
} from '../../model/template.ts'
import { GROUPS4, LEAVES4 } from './labels.ts'

/** A sum that the form's own labels promise: the cells of `left` add up to those of `right`. */
export type Identity = { readonly table: TableName; readonly left: readonly CellKey[]; readonly right: readonly CellKey[] }

const DETAIL_ROWS = {
  '2019': TABLE3_ROWS_2019.map((row) => row.key).filter(isDetail),
  '2021': TABLE3_ROWS_2021.map((row) => row.key).filter(isDetail),
}

function isDetail(key: string): boolean {
  return !['new_received', 'carried_in', 'result_total', 'carried_out'].includes(key)
}

/** The sums of tables 3 and 4. With `otherAll`, （六）其他处理 is one row, whatever the edition. */
export function identitiesOf(edition: Edition, otherAll: boolean): readonly Identity[] {
  return IDENTITIES[edition][otherAll ? 'otherAll' : 'details']
}

function listIdentities(edition: Edition, otherAll: boolean): readonly Identity[] {
  const details = otherAll ? DETAIL_ROWS['2019'] : DETAIL_ROWS[edition]
  const identities: Identity[] = []
  for (const { key: column } of TABLE3_COLUMNS) {
    const at = (row: string) => `t3.${row}.${column}` as CellKey
    identities.push({ table: 't3', left: [at('new_received'), at('carried_in')], right: [at('result_total'), at('carried_out')] })
    identities.push({ table: 't3', left: details.map(at), right: [at('result_total')] })
  }
  for (const row of ['new_received', 'carried_in', ...details, 'result_total', 'carried_out']) {
    identities.push({
      table: 't3',
      left: APPLICANT_COLUMNS.map((column) => `t3.${row}.${column}` as CellKey),
      right: [`t3.${row}.total` as CellKey],
    })
  }
  for (const group of GROUPS4) {
    const parts = LEAVES4.filter((leaf) => leaf !== 'total').map((leaf) => `t4.${group}_${leaf}` as CellKey)
    identities.push({ table: 't4', left: parts, right: [`t4.${group}_total`] })
  }
  return identities
}

const IDENTITIES = {
  '2019': { details: listIdentities('2019', false), otherAll: listIdentities('2019', true) },
  '2021': { details: listIdentities('2021', false), otherAll: listIdentities('2021', true) },
}

/** Whether one sum holds: `open` when blanks leave it undecided, `fail` when no filling could make it true. */
export function checkIdentity(identity: Identity, valueAt: (key: CellKey) => number | null): 'hold' | 'open' | 'fail' {
  const left = sum(identity.left, valueAt)
  const right = sum(identity.right, valueAt)
  if (!left.blank && !right.blank) return left.known === right.known ? 'hold' : 'fail'
  if (!left.blank && right.known > left.known) return 'fail'
  if (!right.blank && left.known > right.known) return 'fail'
  return 'open'
}

function sum(keys: readonly CellKey[], valueAt: (key: CellKey) => number | null): { known: number; blank: boolean } {
  let known = 0
  let blank = false
  for (const key of keys) {
    const value = valueAt(key)
    if (value === null) blank = true
    else known += value
  }
  return { known, blank }
}
