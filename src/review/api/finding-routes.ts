import { z } from 'zod'
import { SORT_NAMES } from '../../../db/finding-list.ts'
import { ACT_NAMES, type Act, DISMISS_REASONS, type DismissReason, type FindingStatus, STATUSES } from '../../model/decision.ts'
import { FILTERS, type Filters } from '../finding-filters.ts'
import { ROW_ID } from '../request.ts'
import type { ApiDefinition } from './definition.ts'
import { BY_ID, COUNT, DAY, FORMAT, ID, named, pageOf, paging, TIME, YEAR } from './schemas.ts'

/** Findings that one request acts on at most. */
const MOST_TARGETS = 1_000

const FILTER_MEANINGS: Readonly<Partial<Record<keyof Filters, string>>> = {
  district: 'id of a district',
  authority: 'id of an authority',
  year: 'reporting year: the year the report is about',
  rule: 'id of a rule, such as T3-01',
  status: 'where the finding stands',
  state: 'open: only what stands against an authority, decided or not',
  assignee: 'whose work it is: a login or a recorded name, "me", or "-" for nobody\'s',
  approval: 'waiting: an act was proposed and waits for a second person',
  due: 'asked to be rectified, and overdue or due within seven days',
  level: 'level of the authority',
  since: 'found since a day of China (2024-02-01), or since a run began (run-12)',
  worked: 'acted on by an officer in the week of that day, Monday to Sunday in China; acts taken back do not count',
  q: "words, each to be in the authority's name or the rule's; in a district or an authority also in what is said or quoted",
  sort: `${SORT_NAMES.join(', ')}; the order of newest never changes, so that it suits pulling everything`,
}

/** The filters of the page, with what they mean. */
const FILTER_SHAPE = Object.fromEntries(
  Object.entries(FILTERS.shape).map(([name, schema]) => [name, schema.describe(FILTER_MEANINGS[name as keyof Filters] ?? '')]),
) as typeof FILTERS.shape
const { sort: _sort, ...COUNT_SHAPE } = FILTER_SHAPE

const STATUS = z.enum(STATUSES as [FindingStatus, ...FindingStatus[]])
const NUMBER = z.number().nullable()

const PROPOSAL = named(
  'Proposal',
  z.object({ act: z.string(), reason: z.string().nullable(), due: DAY.nullable(), by: z.string(), byAccount: ID.nullable() }),
)

export const FINDING_ROW = named(
  'Finding',
  z.object({
    id: ID,
    rule: z.string(),
    ruleSet: z.string().nullable().describe('version of the rules that found it last'),
    family: z.enum(['late', 'inaccurate', 'incomplete', 'copied']),
    severity: z.enum(['error', 'warning', 'info']),
    verdict: z.enum(['fail', 'not-assessable']),
    authorityId: z.string().nullable().describe('null: not registered'),
    authorityName: z.string(),
    districtId: z.string().nullable(),
    year: YEAR,
    reportId: ID.nullable().describe('null: there is no report'),
    versionId: ID.nullable(),
    scope: z.enum(['report', 'filing', 'district']),
    message: z.string(),
    messageEn: z.string(),
    cells: z.array(z.string()).describe('paths of the cells that it names'),
    quote: z.string().nullable().describe('the sentence or row as printed'),
    left: NUMBER.describe('null where no numbers are compared'),
    right: NUMBER,
    difference: NUMBER.describe('left less right'),
    basis: z.string(),
    status: STATUS.describe('as decided, or how it went where the report shows it no more'),
    decision: z.string(),
    decisionReason: z.string().nullable(),
    due: DAY.nullable().describe('by when it is to be rectified'),
    assignee: z.string().nullable(),
    assigneeAccount: ID.nullable().describe('null: only a name is known'),
    proposal: PROPOSAL.nullable().describe('what waits for a second person'),
    entries: COUNT.describe('how many entries its history has: give it back as "expected" with an act'),
    openedAt: TIME,
    updatedAt: TIME,
    closedAt: TIME.nullable(),
    closedReason: z.enum(['resolved-by-correction', 'no-longer-found']).nullable(),
  }),
)

const STANDING = named(
  'Standing',
  z.object({
    decision: z.string(),
    reason: z.string().nullable(),
    due: DAY.nullable(),
    assignee: z.string().nullable(),
    assigneeAccount: ID.nullable(),
    proposal: PROPOSAL.nullable(),
  }),
)

export const HISTORY_ENTRY = named(
  'HistoryEntry',
  z.object({
    id: ID,
    act: z
      .string()
      .describe('an act, "propose" where it waits for a second person, "undo", or an entry by the system: "changed", "lapsed"'),
    by: z.string(),
    account: ID.nullable(),
    at: TIME,
    note: z.string().nullable(),
    before: STANDING,
    after: STANDING,
    batch: z.uuid().nullable().describe('entries made by one act have it in common'),
    undoes: ID.nullable(),
  }),
)

const FULL_FINDING = named(
  'FullFinding',
  FINDING_ROW.extend({
    repair: z.array(
      z.object({
        cell: z.string().nullable(),
        label: z.string().optional(),
        from: NUMBER,
        to: z.number(),
        reason: z.string(),
        option: COUNT.describe('changes of one option belong together'),
      }),
    ),
    passages: z.array(z.object({ own: z.string(), other: z.string() })),
    history: z.array(HISTORY_ENTRY),
  }),
)

const ACT_SHAPE = {
  act: z.enum(ACT_NAMES as [Act, ...Act[]]),
  reason: z
    .enum(Object.keys(DISMISS_REASONS) as [DismissReason, ...DismissReason[]])
    .optional()
    .describe('needed to dismiss'),
  due: DAY.optional().describe('needed to notify: today in China or later, two years at most'),
  assignee: z.string().min(1).max(100).optional().describe('needed to assign: a login, or a name that one account only has'),
  note: z.string().max(2000).optional().describe('needed to comment'),
}
const EXPECTED = z.int().min(0).describe('"entries" as last seen; where it is another by now, nothing is done')

const WHY = z
  .string()
  .describe(
    'what keeps the act from being done: "status" where it stands otherwise, "proposed" where an act waits for a second person, and others',
  )

const UNDONE = z.object({
  batch: z.uuid(),
  done: z.array(ID),
  acted: z.array(ID).describe('somebody acted on it since: it stays'),
  notYours: z.array(ID).describe('done by somebody else, whom only supervisors overrule'),
})

const COUNTED = z.array(z.object({ value: z.string(), count: COUNT }))

export const FINDING_ROUTES = {
  'GET /api/v1/findings': {
    name: 'listFindings',
    title: { zh: '核查结果列表', en: 'Findings, narrowed and sorted as on the page' },
    least: 'viewer',
    scope: 'listed',
    query: z.object({ ...FILTER_SHAPE, ...paging({ usual: 100, most: 1_000 }), format: FORMAT }),
    row: FINDING_ROW,
    answer: pageOf('FindingPage', FINDING_ROW),
  },
  'GET /api/v1/finding-counts': {
    name: 'countFindings',
    title: { zh: '核查结果计数', en: 'How many findings there are, in all and by each filter' },
    says: 'Exact, and therefore slow over a whole country: seconds for a million findings. Districts are counted always, authorities where a district or an authority is chosen.',
    least: 'viewer',
    scope: 'listed',
    query: z.object(COUNT_SHAPE),
    answer: named('FindingCounts', z.object({ total: COUNT, facets: z.record(z.string(), COUNTED) })),
  },
  'GET /api/v1/findings/:id': {
    name: 'getFinding',
    title: { zh: '一条核查结果及其历史', en: 'One finding with its history' },
    least: 'viewer',
    scope: 'finding',
    params: BY_ID,
    answer: FULL_FINDING,
  },
  'POST /api/v1/findings/:id/acts': {
    name: 'actOnFinding',
    title: { zh: '处理一条核查结果', en: 'Act on one finding' },
    says: 'Refused with 409 where somebody acted on it after it was read, or where it stands otherwise than the act needs.',
    least: 'officer',
    scope: 'finding',
    params: BY_ID,
    body: named('Act', z.strictObject({ ...ACT_SHAPE, expected: EXPECTED })),
    answer: named(
      'Acted',
      z.object({
        outcome: z.enum(['done', 'unchanged']),
        batch: z.uuid().nullable().describe('by which it can be undone'),
        finding: FULL_FINDING,
      }),
    ),
  },
  'POST /api/v1/finding-acts': {
    name: 'actOnFindings',
    title: { zh: '批量处理核查结果', en: 'Act on many findings at once' },
    says: `In one transaction, ${MOST_TARGETS} at most: those that can be acted on are, and each of the others is in one of the lists that say why not.`,
    least: 'officer',
    scope: 'listed',
    body: named(
      'BulkAct',
      z.strictObject({
        ...ACT_SHAPE,
        targets: z
          .array(z.strictObject({ id: ROW_ID, expected: EXPECTED.nullable() }))
          .min(1)
          .max(MOST_TARGETS),
      }),
    ),
    answer: named(
      'BulkActed',
      z.object({
        batch: z.uuid(),
        done: z.array(ID),
        conflicts: z.array(ID).describe('somebody acted on it meanwhile'),
        refused: z.array(z.object({ id: ID, status: STATUS, why: WHY })).describe('the act is not possible where it stands'),
        unchanged: z.array(ID).describe('it is so already'),
        unknown: z.array(ID).describe("there is none, or it lies beyond the account's districts"),
      }),
    ),
  },
  'POST /api/v1/finding-acts/undo': {
    name: 'undoActs',
    title: { zh: '撤销一次处理', en: 'Take back what one act did' },
    least: 'officer',
    scope: 'listed',
    body: named('Undo', z.strictObject({ batch: z.uuid() })),
    answer: named('Undone', UNDONE),
  },
} as const satisfies Readonly<Record<string, ApiDefinition>>
