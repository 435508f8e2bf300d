/** For how many days bookkeeping is kept; null: for ever. What is evidence, data or a decision is kept for ever whatever these say. */
export type Retention = {
  /** Records of requests that brought nothing new. */
  readonly requestsDays: number | null
  /** Details of runs: lists in their accounts, messages sent, what hosts were asked by day, tried addresses. */
  readonly runsDays: number | null
}

export const KEEP_ALL: Retention = { requestsDays: null, runsDays: null }

/** What retention deletes. */
export const DELETION_KINDS = {
  request: { zh: '未带来新内容的请求记录', en: 'records of requests that brought nothing new' },
  'run-details': { zh: '运行汇总的明细', en: 'lists in accounts of runs' },
  delivery: { zh: '汇总发送记录', en: 'records of messages sent' },
  'host-day': { zh: '主机每日请求计数', en: 'daily counts of hosts' },
  'portal-try': { zh: '网址试抓结果', en: 'results of tried addresses' },
} as const satisfies Record<string, { zh: string; en: string }>

export type DeletionKind = keyof typeof DELETION_KINDS

/** Fewer days would hurt: crawls look back at what a host did some weeks ago, and a night may be caught up late. */
export const LEAST_DAYS = 30
