import type { Table3Row } from '../../model/template.ts'

export const DENIED = [
  'denied_state_secret',
  'denied_law_prohibits',
  'denied_security_stability',
  'denied_third_party',
  'denied_internal_affairs',
  'denied_process_info',
  'denied_enforcement_file',
  'denied_query_matter',
] as const satisfies readonly Table3Row[]

export const UNABLE = ['unable_not_held', 'unable_needs_creation', 'unable_still_unclear'] as const satisfies readonly Table3Row[]

export const REJECTED = [
  'rejected_petition',
  'rejected_repeat',
  'rejected_publication',
  'rejected_excessive',
  'rejected_reconfirm',
] as const satisfies readonly Table3Row[]

/** （六）其他处理, in the three rows of 2021 or the one row of 2019: a report prints one form or the other, the absent one counts nothing. */
export const OTHER = [
  'other_all',
  'other_no_correction',
  'other_fee_unpaid',
  'other_misc',
] as const satisfies readonly Table3Row[]

/** Every way in which an application can end; together they make （七）总计. */
export const HANDLED = [
  'granted',
  'partly_granted',
  ...DENIED,
  ...UNABLE,
  ...REJECTED,
  ...OTHER,
] as const satisfies readonly Table3Row[]
