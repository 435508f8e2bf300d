import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Family, Severity } from '../model/finding.ts'
import { SetupError } from '../model/setup-error.ts'

const FAMILIES = ['late', 'inaccurate', 'incomplete', 'copied'] as const satisfies readonly Family[]
const SEVERITIES = ['error', 'warning', 'info'] as const satisfies readonly Severity[]

const item = z.strictObject({
  name: z.string().min(1).max(60),
  /** Findings of these families count … */
  families: z.array(z.enum(FAMILIES)).min(1),
  severities: z.array(z.enum(SEVERITIES)).min(1).default(['error', 'warning']),
  /** … or of these rules only. */
  rules: z.array(z.string()).optional(),
  /** Taken off for each finding. */
  points: z.number().min(0).max(1_000),
  /** Taken off at most. */
  most: z.number().min(0).max(1_000),
})

const scheme = z.strictObject({
  full: z.number().min(0).max(1_000),
  /** Whether what was rectified still counts. */
  rectified: z.boolean().default(false),
  items: z.array(item).min(1).max(30),
})

const settings = z.strictObject({
  /** Who issues the papers. */
  office: z.string().min(1).max(100).optional(),
  /** Whom the replies go to. */
  contact: z.string().min(1).max(200).optional(),
  scores: scheme.optional(),
})

export type ScoreScheme = z.infer<typeof scheme>
export type OfficeSettings = { readonly office: string | null; readonly contact: string | null; readonly scores: ScoreScheme }

/** Each kind of fault weighs half of a report that is worth ten points, as in a city's published scheme of 2020; slips of figures by the piece. */
const DEFAULT_SCHEME: ScoreScheme = {
  full: 10,
  rectified: false,
  items: [
    { name: '未按时公布', families: ['late'], severities: ['error', 'warning'], points: 5, most: 5 },
    { name: '缺少规定内容', families: ['incomplete'], severities: ['error', 'warning'], points: 5, most: 5 },
    { name: '内容雷同或敷衍', families: ['copied'], severities: ['error', 'warning'], points: 5, most: 5 },
    { name: '数据不准确', families: ['inaccurate'], severities: ['error', 'warning'], points: 1, most: 5 },
  ],
}

/** What the office has set in `papers.yaml` of its folder; what it leaves out is as we have it. @throws SetupError where it cannot be used */
export async function readOfficeSettings(folder: string): Promise<OfficeSettings> {
  const path = join(folder, 'papers.yaml')
  const text = await readIfThere(path)
  const { office = null, contact = null, scores = DEFAULT_SCHEME } = text === null ? {} : parsed(path, text.toString('utf8'))
  return { office, contact, scores }
}

function parsed(path: string, text: string): z.infer<typeof settings> {
  let content: unknown
  try {
    content = parse(text) ?? {}
  } catch (cause) {
    throw new SetupError(`${path} is no YAML: ${(cause as Error).message.split('\n')[0]}. Correct it.`, { cause })
  }
  const checked = settings.safeParse(content)
  if (!checked.success)
    throw new SetupError(`${path} cannot be used; correct it or remove it.\n${z.prettifyError(checked.error)}`)
  return checked.data
}

/** The bytes of a file; null where there is none. */
export async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
