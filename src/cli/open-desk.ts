import { checkPortals } from '../crawlers/check-portals.ts'
import { FAMILIES } from '../crawlers/families/index.ts'
import { addPortal } from '../crawlers/registry-files/add-portal.ts'
import { editEntry, fieldsOf } from '../crawlers/registry-files/edit-entry.ts'
import { portalsContent } from '../crawlers/registry-files/portals-content.ts'
import { TABLE_FILES, type TableName } from '../crawlers/registry-files/tables.ts'
import { registryTables, registryYaml } from '../crawlers/registry-files/write-registry.ts'
import { addressToTry, isSampleHost, portalToSave, portalToTry } from '../crawlers/try-target.ts'
import { refile } from '../jobs/audit-job.ts'
import { cancelRun, OtherRunGoesOn, resumeRun } from '../jobs/cancel-run.ts'
import type { JobContext } from '../jobs/context.ts'
import type { OpenQueues } from '../jobs/metrics.ts'
import { enqueue } from '../jobs/queues.ts'
import { accountOf } from '../jobs/run-summary.ts'
import { shanghaiToday } from '../jobs/shanghai-time.ts'
import { startPortalCrawl } from '../jobs/start-portal-crawl.ts'
import type { Portal, Registry } from '../model/portal.ts'
import { SetupError } from '../model/setup-error.ts'
import type { CrawlDesk, RegistryDesk } from '../review/desk.ts'
import { readSources } from './registry-sources.ts'

/** The registry as the commands read, check and write it. */
export const registryDesk: RegistryDesk = {
  families: FAMILIES.map(({ id }) => id),
  fieldsOf,
  edit: (registry, target, fields) => {
    const edited = editEntry(registry, target, fields, thisYear())
    return edited.registry !== null && newSampleIn(edited.registry, registry) !== undefined
      ? { registry: null, problems: [{ field: 'host', ...SAMPLE_HOST_KEPT }] }
      : edited
  },
  readFiles: (files, registered) => {
    const read = readSources(files, registered, new Date())
    for (const registry of read) refuseNewSamples(registry, registered)
    return read
  },
  yamlOf: registryYaml,
  tablesOf: (registry) =>
    Object.fromEntries(Object.entries(registryTables(registry)).map(([table, text]) => [TABLE_FILES[table as TableName], text])),
  addressProblem: (url, registry) => {
    const { problem } = addressToTry(url, { sample: isSampleHost(registry, url) })
    return problem && { zh: problem.zh, en: problem.message }
  },
  portalFound: ({ url, district, authority }, tried, registry) => {
    const sample = isSampleHost(registry, url)
    const owners = authority === null ? ('all' as const) : [authority]
    return portalToSave(portalToTry(new URL(url), { district, owners, sample }), tried, shanghaiToday())
  },
  withPortal: (registry, portal) => {
    const grown = addPortal(registry, portal)
    const { problems } = checkPortals(portalsContent(grown))
    if (problems === null) return { registry: grown, problems: null }
    return { registry: null, problems: problems.map(({ zh, message }) => ({ field: null, zh, en: message })) }
  },
}

/** The queues as the pages use them. Where they cannot be reached, the next sweep of a worker finds what the rows say is to be done. */
export function openCrawlDesk({
  db,
  queues,
  manners,
}: Pick<JobContext, 'db' | 'manners'> & { readonly queues: OpenQueues }): CrawlDesk {
  return {
    manners,
    startCrawl: async (portal) => startPortalCrawl(db, await queues(), portal),
    refile: async ({ district, year }) => {
      await refile(db, { district, year, asOf: shanghaiToday() })
    },
    queueTry: async (portalTryId) => {
      const opened = await queues()
      if (opened !== null) await enqueue(opened, 'try', [{ portalTryId }])
    },
    accountOf: (runId) => accountOf(db, runId),
    cancelRun: async (runId, by) => cancelRun({ db, queues: await queues() }, runId, by),
    resumeRun: async (runId) =>
      resumeRun({ db, queues: await queues() }, runId).catch((error) => {
        if (error instanceof OtherRunGoesOn) return { otherRun: error.runId }
        throw error
      }),
  }
}

function thisYear(): number {
  return Number(shanghaiToday().slice(0, 4))
}

/** A portal on this machine that was not allowed there before. Who sits at the machine allows it, not who reaches its pages. */
function newSampleIn({ portals }: Registry, registered: Registry): Portal | undefined {
  const isKnown = (host: string) => isSampleHost(registered, `http://${host}/`)
  return portals.find((portal) => portal.sample && ![portal.host, ...portal.otherHosts].every(isKnown))
}

const SAMPLE_HOST_KEPT = {
  zh: '示例网站的主机只能在命令行中更改',
  en: 'the host of a sample portal is changed on the command line only',
}

/** @throws SetupError */
function refuseNewSamples(read: Registry, registered: Registry): void {
  const added = newSampleIn(read, registered)
  if (added === undefined) return
  throw new SetupError(
    `portal "${added.id}" is a sample on this machine (${added.host}); such portals are imported on the command line only, with gouji registry import.`,
  )
}
