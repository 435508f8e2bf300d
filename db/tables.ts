import type { ColumnType, Generated, GeneratedAlways, JSONColumnType, Selectable } from 'kysely'
import type { AuthorityKind, AuthorityLevel } from '../src/model/authority.ts'
import type { ReportFiler, StandingDay } from '../src/model/correction.ts'
import type { CrawlProblem, Exchange, FetchOutcome, FetchRecord, ListEntry } from '../src/model/crawl.ts'
import type { FindingDecision, FindingStatus, HistoryAct, Proposal, Standing } from '../src/model/decision.ts'
import type { Reason } from '../src/model/expectation.ts'
import type { FilingStatus } from '../src/model/filing.ts'
import type { Family, Repair, Severity, SharedPassage, Verdict } from '../src/model/finding.ts'
import type { GiveUpReason } from '../src/model/give-up.ts'
import type { HostStop, HostWay, TlsState } from '../src/model/host-ledger.ts'
import type { ColumnStatus, DistrictSettings, FormerName } from '../src/model/portal.ts'
import type { Facts, RegistryChange } from '../src/model/registry-changes.ts'
import type {
  CsvOptions,
  KeptStanding,
  ReleasedTable,
  ReleaseFile,
  ReleaseFormat,
  ReleaseSelection,
  StandingOf,
} from '../src/model/release.ts'
import type { Cell, CellKind, DateEvidence, Report } from '../src/model/report.ts'
import type { DeletionKind } from '../src/model/retention.ts'
import type { RuleSetting } from '../src/model/rule-settings.ts'
import type { CellKey, Edition } from '../src/model/template.ts'
import type { TriedPortal } from '../src/model/tried-portal.ts'
import type {
  AccountEventTable,
  AccountLinkTable,
  AccountTable,
  ApiTokenTable,
  HeldFormTable,
  OidcAttemptTable,
  RunActionTable,
  SessionTable,
  SignInFailureTable,
} from './account-tables.ts'

type Json<T extends object> = JSONColumnType<T>
/** Read as ISO text, so that no time zone shifts a date; written as text. */
type Day = string
type Time = ColumnType<Date, Date | string, Date | string>
type NullableTime = ColumnType<Date | null, Date | string | null, Date | string | null>

type DistrictTable = {
  id: string
  name: string
  years: number[]
  /** What it sets by itself; settings that are left out are at rest. */
  settings: Json<Partial<DistrictSettings>>
}

/** What a newer portals file leaves out is retired, not deleted: its reports and readings stay. */
type Retirable = { retired_at: NullableTime }

/** Day on which somebody saw that the entry is right; null: unverified. */
type Verifiable = { verified_at: Day | null; note: string | null }

type AuthorityTable = {
  id: string
  district_id: string
  name: string
  kind: AuthorityKind
  level: AuthorityLevel | null
  aliases: string[]
  former_names: Json<FormerName[]>
  since: number | null
  until: number | null
  /** Id of the authority that took over. */
  successor: string | null
  exempt: Json<Record<string, string>>
  submitted: Json<Record<string, string | null>>
  uscc: string | null
} & Verifiable &
  Retirable

type PortalTable = {
  id: string
  district_id: string
  name: string
  host: string
  other_hosts: string[]
  family: string | null
  pace: number
  sample: boolean
} & Retirable

/** `authority_ids` null: a shared column. */
type PortalColumnTable = {
  id: Generated<number>
  portal_id: string
  url: string
  authority_ids: string[] | null
  /** Whether it is the 政府信息公开年报 column. */
  annual: boolean
  since: number | null
  until: number | null
  status: ColumnStatus
} & Verifiable &
  Retirable

/** `cancelled`: somebody ended it before it had asked all its portals; it can be taken up again. */
export type RunState = 'running' | 'complete' | 'partial' | 'failed' | 'cancelled'
export type RunTable = {
  id: Generated<number>
  kind: 'nightly' | 'manual' | 'ingest'
  /** The tick of the schedule that started it, so that two schedulers make one run; null when somebody started it. */
  key: ColumnType<string | null, string | null | undefined, never>
  started_at: Generated<Date>
  ended_at: NullableTime
  state: RunState
  /** Written once, when the run ends: see `RunSummary` in src/jobs. */
  summary: ColumnType<object | null, string | null, string | null>
  /** Since when it asks nothing more, and who said so; null where nobody did. */
  cancelled_at: NullableTime
  cancelled_by: string | null
  /** When retention took the lists out of the summary, and with them what was told to whom. */
  details_deleted_at: NullableTime
}

/** When runs begin by themselves. A tick of the pattern before `since` was never due. */
type ScheduleTable = {
  name: string
  /** Cron, by the clock of Asia/Shanghai. */
  pattern: string
  since: Generated<Date>
  /** When a scheduler last looked. */
  seen_at: Generated<Date>
}

/** The summary of a run, to be told to one target once. */
export type DeliveryTable = {
  id: Generated<number>
  run_id: number
  /** Name of the target; never an address that holds a token. */
  target: string
  state: ColumnType<'owed' | 'sent' | 'failed', 'owed' | undefined, 'owed' | 'sent' | 'failed'>
  attempts: Generated<number>
  owed_at: Generated<Date>
  /** Not to be tried before. */
  next_at: Generated<Date>
  /** While a process sends it; a process that died leaves it. */
  sending_since: NullableTime
  /** An attempt ended without an answer: the message may have arrived, and the next one says that it may be a repetition. */
  maybe_sent: Generated<boolean>
  sent_at: NullableTime
  /** Why the last attempt failed. */
  error: ColumnType<string | null, string | null | undefined, string | null>
}

/** A worker or scheduler that runs, as it says itself once a minute. */
export type ProcessTable = {
  id: string
  role: 'worker' | 'schedule' | 'start'
  machine: string
  pid: number
  version: string
  queues: string[]
  started_at: Generated<Date>
  seen_at: Generated<Date>
  /** Its clock less the database's. */
  clock_skew_ms: number
}

export type PortalCrawlTable = {
  id: Generated<number>
  run_id: number
  portal_id: string
  started_at: Generated<Date>
  ended_at: NullableTime
  state: 'waiting' | RunState
  /** The publishing system that was recognised. */
  family: string | null
  requests: Generated<number>
  problems: ColumnType<CrawlProblem[], string | undefined, string>
  /** Records of requests that retention deleted; null: it has not come to this crawl. */
  fetches_deleted: ColumnType<number | null, number | null | undefined, number | null>
}

/** The filing status of one district and year, to be worked out (again) when all reports of a run are read. */
type RunAuditTable = {
  run_id: number
  district_id: string
  year: number
  done_at: NullableTime
  /** Why it could not be worked out; null when it could. */
  problem: string | null
}

type ColumnReadingTable = {
  id: Generated<number>
  portal_crawl_id: number
  column_id: number
  read_at: Generated<Date>
  complete: boolean
  pages: number
  /** A list that did not change since the last night is kept once. */
  list_sha256: string
  declared: number | null
  problem: string | null
}

/** The entries of a list as read, named by their hash. */
type EntryListTable = { sha256: string; entries: ColumnType<ListEntry[], string, string> }

type FetchTable = {
  id: Generated<number>
  portal_crawl_id: number
  url: string
  final_url: string
  redirects: string[]
  status: number | null
  outcome: FetchOutcome
  fetched_at: Time
  duration_ms: number
  etag: string | null
  last_modified: string | null
  content_type: string | null
  bytes: number
  sha256: string | null
  error: string | null
  method: ColumnType<string, string | undefined, never>
  exchanges: ColumnType<readonly Exchange[], string | undefined, never>
  column_id: ColumnType<number | null, number | null | undefined, never>
  tls: ColumnType<TlsState | null, TlsState | null | undefined, never>
  challenge: ColumnType<FetchRecord['challenge'], FetchRecord['challenge'] | undefined, never>
  /** Requests of the address right after this one that got the same answer, and whose records retention deleted. */
  repeated: Generated<number>
}

export type SnapshotTable = {
  sha256: string
  bytes: number
  media_type: string | null
  first_seen_at: Generated<Date>
  /** Read only over a certificate that could not be verified. */
  tls_unverified: ColumnType<boolean, boolean | undefined, boolean>
}

/** Whose turn it is to ask a registrable domain, and when its last request ended. */
type DomainTurnTable = { domain: string; holder: string | null; held_until: NullableTime; ended_at: NullableTime }

/** What happened at a host on a day of China. */
type HostDayTable = {
  host: string
  day: Day
  requests: Generated<number>
  blocks: Generated<number>
  stop: ColumnType<HostStop | null, string | null | undefined, string | null>
  not_there: string | null
}

/** What is remembered of a host from night to night. */
type HostTable = {
  host: string
  way: HostWay
  way_since: Generated<Date>
  robots_failing_since: NullableTime
  /** When a browser last had to pass a challenge of the host. */
  browser_at: NullableTime
}

/** A snapshot seen at an address (or given as a local file): what waits for extraction. One row per address and hash. */
export type CaptureTable = {
  id: Generated<number>
  sha256: string
  url: string
  /** The run that first saw it, and the one that saw it last. */
  run_id: number
  last_run_id: number
  column_id: number | null
  authority_id: string | null
  district_id: string | null
  list_title: string | null
  dates: ColumnType<DateEvidence[], string, string>
  attachment_of: string | null
  first_seen_at: Generated<Date>
  last_seen_at: Generated<Date>
  state: 'pending' | 'report' | 'not-report' | 'failed'
  /** Reason code and sentence for `not-report` and `failed`. */
  reason: ColumnType<string | null, string | null | undefined, GiveUpReason | string | null>
  message: ColumnType<string | null, string | null | undefined, string | null>
  report_id: ColumnType<number | null, number | null | undefined, number | null>
  /** The version these bytes were read as; an older one of another capture when they say the same. */
  version_id: ColumnType<number | null, number | null | undefined, number | null>
}

/** One authority's report of one year. `filer` is the authority id, or `name:<printed name>` for one that is not registered. */
type ReportTable = {
  id: Generated<number>
  filer: string
  authority_id: string | null
  authority_name: string
  district_id: string | null
  year: number
  current_version_id: number | null
  first_seen_at: Generated<Date>
}

/** A reading of one report's bytes. A changed page or a corrected re-publication is a new version; none is deleted. */
type ReportVersionTable = {
  id: Generated<number>
  report_id: number
  version: number
  capture_id: number
  sha256: string
  edition: Edition | null
  title: string | null
  /** The report without its cells, as in `gouji extract`. */
  document: ColumnType<Omit<Report, 'cells'>, string, string>
  /** Hash of what was read (cells, sections, title), so that changed page furniture makes no new version. */
  content_hash: string
  /** Cells read as numbers: of a page and its attachment that differ, the one that could be read better is the current version. */
  numbers_read: number
  /** Version of the reader that made it. */
  reader: string
  extracted_at: Generated<Date>
  checked_at: NullableTime
  rule_set: string | null
  /** What is kept of the text to find those like it; null until it was checked. */
  text_sketch: Buffer | null
}

export type CellTable = {
  version_id: number
  key: CellKey
  raw: string
  value: number | null
  kind: CellKind
  confidence: number
  at: ColumnType<Cell['at'], string | null, string | null>
  remark: string | null
}

export type FindingState = 'open' | 'closed'

/**
 * What a check covers: the report itself, whether and when it was filed, or the reports of a district beside each other. Each closes only
 * its own findings.
 */
export type FindingScope = 'report' | 'filing' | 'district'

/**
 * One row per fingerprint = filer, year, rule and subject. Checking again updates the row; it is never deleted.
 * `report_id` is null for a finding about a report that was not found.
 */
type FindingTable = {
  id: Generated<number>
  fingerprint: string
  filer: string
  authority_id: string | null
  authority_name: string
  district_id: string | null
  year: number
  report_id: number | null
  version_id: number | null
  scope: FindingScope
  rule: string
  family: Family
  severity: Severity
  /** 3 error, 2 warning, 1 info: the order of lists. */
  severity_rank: GeneratedAlways<number>
  verdict: Verdict
  message: string
  message_en: string
  cells: CellKey[]
  quote: string | null
  left_value: number | null
  right_value: number | null
  difference: number | null
  basis: string
  repair: ColumnType<Repair[], string, string>
  /** For texts that are too much alike: the longest passages they share. */
  passages: ColumnType<SharedPassage[], string | undefined, string>
  /** Version of the rule set that it was last found by, with the district's settings. */
  rule_set: string | null
  subject: string
  state: FindingState
  decision: Generated<FindingDecision>
  /** Why it was dismissed. */
  decision_reason: Generated<string | null>
  /** Day by which the authority was asked to rectify it. */
  due_on: Generated<Day | null>
  assignee: Generated<string | null>
  /** Whose work it is; null where only a name is known. */
  assignee_account: Generated<number | null>
  /** What waits for a second person. */
  proposal: ColumnType<Proposal | null, string | null | undefined, string | null>
  /** How many entries its history has. */
  entries: Generated<number>
  /** What `statusOf` says of it. */
  status: GeneratedAlways<FindingStatus>
  /** Severity first, then whether it rests on the Regulation itself: 2 to 7. */
  weight: GeneratedAlways<number>
  /** Days from when it is due until the year 2200: 0 where nothing is due. */
  urgency: GeneratedAlways<number>
  opened_at: Generated<Date>
  updated_at: Generated<Date>
  closed_at: NullableTime
  /** `resolved-by-correction` when a newer version removed it, `no-longer-found` when the same version no longer shows it. */
  closed_reason: 'resolved-by-correction' | 'no-longer-found' | null
  /** The version that removed it. */
  closed_by_version_id: number | null
}

/** What the last check of a district's reports beside each other rested on: see `basisOf` in `district-reports.ts`. */
type DistrictCheckTable = { district_id: string; year: number; basis: string; checked_at: Generated<Date> }

/** Append-only: what a district has set of a rule, and what held before; null: as in the catalogue. */
type RuleChangeTable = {
  id: Generated<number>
  district_id: string
  rule: string
  before: ColumnType<RuleSetting | null, never, never>
  after: ColumnType<RuleSetting | null, never, never>
  changed_at: Generated<Date>
}

/** Append-only: an entry of the registry that somebody added, changed or retired. */
type RegistryChangeTable = {
  id: Generated<number>
  district_id: string
  kind: RegistryChange['kind']
  portal_id: string | null
  subject: string
  before: ColumnType<Facts | null, never, never>
  after: ColumnType<Facts | null, never, never>
  changed_by: string
  /** Null where it was recorded under a name alone. */
  changed_by_account: number | null
  changed_at: Generated<Date>
}

/** An address that an officer tries: asked for, then looked at by a worker. */
type PortalTryTable = {
  id: Generated<number>
  url: string
  district_id: string
  /** Whose reports the column is to list; null: of all. */
  authority_id: string | null
  asked_by: string
  asked_by_account: ColumnType<number | null, number | null | undefined, never>
  asked_at: Generated<Date>
  started_at: NullableTime
  ended_at: NullableTime
  result: ColumnType<TriedPortal | null, never, string | null>
  /** Why it could not be looked at. */
  problem: ColumnType<string | null, never, string | null>
}

/** Append-only: what a reviewer made of a finding, with the finding as it stood. */
export type DecisionTable = {
  id: Generated<number>
  finding_id: number
  act: HistoryAct
  /** The decision after it. */
  decision: FindingDecision
  reason: string | null
  note: string | null
  decided_by: string
  /** Null where it was recorded under a name alone. */
  decided_by_account: ColumnType<number | null, number | null | undefined, never>
  decided_at: Generated<Date>
  /** The finding as it stood when it was decided. */
  finding: ColumnType<FindingAsDecided, string, never>
  before: ColumnType<Standing, string, never>
  after: ColumnType<Standing, string, never>
  /** Entries made by one click have it in common; null in those of before it was kept. */
  batch: string | null
  /** The entry that this one takes back. */
  undoes: number | null
}

export type MisreadingTable = {
  id: Generated<number>
  report_id: number
  version_id: number
  key: CellKey
  /** The cell as it was read. */
  cell: ColumnType<Cell, string, never>
  reader: string
  printed: string | null
  note: string | null
  reported_by: string
  reported_by_account: number | null
  reported_at: Generated<Date>
  /** Null as long as it waits; written once. */
  outcome: ColumnType<'fixed' | 'right' | 'withdrawn' | null, undefined, 'fixed' | 'right' | 'withdrawn'>
  settled_by: ColumnType<string | null, undefined, string>
  settled_by_account: ColumnType<number | null, undefined, number | null>
  settled_at: ColumnType<Date | null, undefined, Date>
}

/** Append-only: what a person said of a report beside what was read of it. The last entry holds. */
export type CorrectionTable = {
  id: Generated<number>
  report_id: number
  kind: 'published-on' | 'authority'
  /** What was read: the day, null where none was, or whose report it is. */
  before: ColumnType<StandingDay | ReportFiler | null, string | null, never>
  /** What is said instead; null: what was read holds again. */
  after: ColumnType<{ readonly date: string } | ReportFiler | null, string | null, never>
  note: string
  /** Address of what proves it. */
  evidence: string | null
  corrected_by: string
  corrected_by_account: number | null
  corrected_at: Generated<Date>
}

/** A list of findings under a name: of one account, or of this machine, and to be seen by all where it is shared. */
type SavedViewTable = {
  id: Generated<number>
  account_id: number | null
  name: string
  /** As in the address, without the question mark. */
  query: string
  shared: Generated<boolean>
  saved_at: Generated<Date>
}

export type FindingAsDecided = {
  readonly severity: Severity
  readonly verdict: Verdict
  readonly message: string
  readonly left_value: number | null
  readonly right_value: number | null
  readonly version_id: number | null
}

export type FilingTable = {
  authority_id: string
  year: number
  status: FilingStatus
  due: Day
  /** Strength of the due date: breach of the Regulation, or of a local requirement only. */
  strength: 'law' | 'policy'
  published_on: Day | null
  published_from: string | null
  days_late: number | null
  backdated: boolean
  report_id: number | null
  /** What sets the due date, as officers quote it; null in rows of before it was kept. */
  basis: string | null
  /** Why no report is expected, or why nothing can be said. */
  reason: ColumnType<Reason | null, string | null, string | null>
  /** The proof behind the status: what was read when, and every date, the best evidence first, with our first sight among them. */
  evidence: Json<{ readings: { columnUrl: string; readAt: string; complete: boolean; found: boolean }[]; dates: DateEvidence[] }>
  computed_at: Generated<Date>
}

/** Append-only: what retention deleted in one transaction. */
export type DeletionTable = {
  id: Generated<number>
  kind: DeletionKind
  /** The setting that it followed, and the moment before which all of it was made. */
  keep_days: number
  before: Time
  rows: number
  bytes: number
  oldest: Time
  newest: Time
  deleted_at: Generated<Date>
}

/** A dataset release, never changed once it is made; its files lie in a folder of its version. */
type ReleaseTable = {
  version: string
  made_at: Generated<Date>
  selection: Json<ReleaseSelection>
  formats: ReleaseFormat[]
  csv: Json<CsvOptions>
  /** The release that it tells its changes against; null for the first of its selection. */
  previous: string | null
  program: string
  rule_sets: string[]
  readers: string[]
  tables: Json<ReleasedTable[]>
  files: Json<ReleaseFile[]>
  /** Whether accounts of some districts may see it, too. */
  open_to_all: Generated<boolean>
  /** Whether it is known how its findings and filings stood: not of releases of before that was kept. */
  standings_kept: Generated<boolean>
}

/** Which version of a report a release holds. */
type ReleaseReportTable = { release: string; report_id: number; version_id: number }

/** How a finding or filing stood in a release; of a filing, `filer` is the authority's id, and `rule` and `subject` are empty. */
type ReleaseStandingTable = {
  release: string
  about: StandingOf
  year: number
  filer: string
  authority_name: string
  rule: string
  subject: string
  stands: Json<KeptStanding>
}

export type Database = {
  districts: DistrictTable
  authorities: AuthorityTable
  portals: PortalTable
  portal_columns: PortalColumnTable
  schedules: ScheduleTable
  runs: RunTable
  deliveries: DeliveryTable
  processes: ProcessTable
  portal_crawls: PortalCrawlTable
  run_audits: RunAuditTable
  column_readings: ColumnReadingTable
  entry_lists: EntryListTable
  fetches: FetchTable
  domain_turns: DomainTurnTable
  host_days: HostDayTable
  hosts: HostTable
  snapshots: SnapshotTable
  captures: CaptureTable
  reports: ReportTable
  report_versions: ReportVersionTable
  cells: CellTable
  findings: FindingTable
  district_checks: DistrictCheckTable
  rule_changes: RuleChangeTable
  registry_changes: RegistryChangeTable
  portal_tries: PortalTryTable
  decisions: DecisionTable
  deletions: DeletionTable
  filings: FilingTable
  accounts: AccountTable
  account_links: AccountLinkTable
  sessions: SessionTable
  api_tokens: ApiTokenTable
  sign_in_failures: SignInFailureTable
  held_forms: HeldFormTable
  oidc_attempts: OidcAttemptTable
  account_events: AccountEventTable
  run_actions: RunActionTable
  misreadings: MisreadingTable
  releases: ReleaseTable
  release_reports: ReleaseReportTable
  release_standings: ReleaseStandingTable
  corrections: CorrectionTable
  saved_views: SavedViewTable
}

export type FindingRow = Selectable<FindingTable>
export type CaptureRow = Selectable<CaptureTable>
export type ReportVersionRow = Selectable<ReportVersionTable>
export type FilingRow = Selectable<FilingTable>
export type ReleaseRow = Selectable<ReleaseTable>
