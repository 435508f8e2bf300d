import type { Manners } from '../model/manners.ts'
import type { Portal, Registry } from '../model/portal.ts'
import type { Edited, EditTarget, FieldProblem, Fields } from '../model/registry-edit.ts'
import type { TriedPortal } from '../model/tried-portal.ts'

/** A file that somebody sent, decoded. */
export type RegistryFile = { readonly name: string; readonly text: string }

/** How the registry is read, checked and written: as by the commands, which give it to the pages. None of it touches the database. */
export type RegistryDesk = {
  /** Ids of the publishing systems that are known. */
  readonly families: readonly string[]
  readonly fieldsOf: (registry: Registry, target: EditTarget) => Fields | null
  readonly edit: (registry: Registry, target: EditTarget, fields: Fields | null) => Edited
  /** Reads YAML files and tables, each YAML file by itself, all tables together. @throws SetupError with a line for each problem */
  readonly readFiles: (files: readonly RegistryFile[], registered: Registry) => readonly Registry[]
  readonly yamlOf: (registry: Registry) => string
  /** The tables by the names of their files. */
  readonly tablesOf: (registry: Registry) => Readonly<Record<string, string>>
  /** What is wrong with an address that somebody wants to try; null where it can be. */
  readonly addressProblem: (url: string, registry: Registry) => Pick<FieldProblem, 'zh' | 'en'> | null
  /** The portal that a try found, as it would be saved; null where the page shows no report. */
  readonly portalFound: (
    asked: { readonly url: string; readonly district: string; readonly authority: string | null },
    tried: TriedPortal,
    registry: Registry,
  ) => Portal | null
  /** The district with the columns of a portal beside what is there. */
  readonly withPortal: (registry: Registry, portal: Portal) => Edited
}

/** What the pages have done by the workers. */
export type CrawlDesk = {
  readonly manners: Manners
  /** Crawls one portal, or names the run in which it is being crawled already. */
  readonly startCrawl: (portal: string) => Promise<{ readonly runId: number; readonly isNew: boolean }>
  /** Works out who of a district filed the report of a year when, from all that is known now. */
  readonly refile: (asked: { readonly district: string; readonly year: number }) => Promise<void>
  readonly queueTry: (portalTryId: number) => Promise<void>
  /** What a run did, found and could not do, as stored when it ended or as it stands now; null where there is no such run. */
  readonly accountOf: (runId: number) => Promise<unknown>
  /** False where the run has ended, or there is none. */
  readonly cancelRun: (runId: number, by: string) => Promise<boolean>
  /** Names another run that is in its way; false where the run was not cancelled. */
  readonly resumeRun: (runId: number) => Promise<boolean | { readonly otherRun: number }>
}
