import type { z } from 'zod'
import { type Path, type Placed, type Problem, referenceProblems } from './portals-references.ts'
import {
  ASKED,
  type DistrictEntry,
  districtSchema,
  fileSchema,
  KNOWN_KEYS,
  type PortalEntry,
  type PortalsFile,
  portalSchema,
} from './portals-shape.ts'
import { suggest } from './suggest.ts'

/** What a portals file says, or everything that is wrong with it. */
export type CheckedPortals =
  | { readonly file: PortalsFile; readonly problems: null }
  | { readonly file: null; readonly problems: readonly Problem[] }

/** Checks the content of a portals file, however it was written down. */
export function checkPortals(content: unknown): CheckedPortals {
  const parsed = fileSchema.safeParse(content)
  const issues = parsed.error?.issues ?? []
  const problems = [
    ...issues.flatMap((issue) => shapeProblems(issue, content)),
    ...referenceProblems(withoutUnknownKeys(content, issues)),
  ]
  return problems.length === 0 && parsed.success ? { file: parsed.data, problems: null } : { file: null, problems }
}

/** The entries that are of the right form apart from keys that are not known, so that all problems are told at once. */
function withoutUnknownKeys(
  content: unknown,
  issues: readonly z.core.$ZodIssue[],
): { districts: Placed<DistrictEntry>[]; portals: Placed<PortalEntry>[] } {
  const known = structuredClone(content)
  for (const issue of issues)
    if (issue.code === 'unrecognized_keys') {
      const around = issue.path.reduce<unknown>((value, step) => (value as Record<PropertyKey, unknown>)[step], known)
      for (const key of issue.keys) delete (around as Record<string, unknown>)[key]
    }
  const listed = <T>(key: string, schema: z.ZodType<T>): Placed<T>[] => {
    const list = (known as Record<string, unknown>)[key]
    return Array.isArray(list) ? list.map((entry, index) => ({ index, entry: schema.safeParse(entry).data ?? null })) : []
  }
  return {
    districts: listed('districts', districtSchema),
    portals: listed('portals', portalSchema),
  }
}

function shapeProblems(issue: z.core.$ZodIssue, content: unknown): Problem[] {
  const label = issue.path.map((step) => (typeof step === 'number' ? `[${step + 1}]` : `.${String(step)}`)).join('')
  const name = label.replace(/^\./, '') || 'the file'
  if (issue.code === 'unrecognized_keys') {
    const known = KNOWN_KEYS[issue.path.filter((step) => typeof step === 'string').join('.')] ?? []
    return issue.keys.map((key) => ({
      path: issue.path,
      key,
      message: `"${key}" is not known here; ${suggest(key, known)}`,
      zh: `没有“${key}”这一项`,
    }))
  }
  const given = valueAt(content, issue.path)
  if (given === undefined)
    return [
      {
        path: issue.path.slice(0, -1),
        missing: String(issue.path.at(-1)),
        message: `"${name}" is missing; add it`,
        zh: '请填写',
      },
    ]
  if (issue.code === 'invalid_value' && typeof given === 'string')
    return [
      {
        path: issue.path,
        message: `${name}: "${given}" is not known; ${suggest(given, issue.values.map(String))}`,
        zh: `没有“${given}”，请从所列各项中选择`,
      },
    ]
  const asked = messageOf(issue)
  return [{ path: issue.path, message: `${name} ${asked}`, asked, zh: chineseOf(issue) }]
}

function chineseOf(issue: z.core.$ZodIssue): string {
  const known = Object.values(ASKED).find(({ en }) => messageOf(issue).startsWith(en))
  if (known !== undefined) return known.zh
  if (issue.code === 'too_small') return `不能小于 ${issue.minimum}`
  if (issue.code === 'too_big') return `不能大于 ${issue.maximum}`
  return '格式不对，请更正'
}

function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.message.startsWith('must')) return issue.message
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${issue.expected === 'array' ? 'a list' : issue.expected === 'object' || issue.expected === 'record' ? 'a group of "key: value" lines' : issue.expected}; correct it`
    case 'too_small':
      return `must be at least ${issue.minimum}; correct it`
    case 'too_big':
      return `must be at most ${issue.maximum}; correct it`
    case 'invalid_key':
      return issue.issues[0]?.message ?? 'the name of this entry cannot be used; correct it'
    default:
      return `cannot be used (${issue.message}); correct it`
  }
}

function valueAt(content: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => (value as Record<PropertyKey, unknown> | null | undefined)?.[step], content)
}
