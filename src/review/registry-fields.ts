import { AUTHORITY_KIND_TITLES, AUTHORITY_LEVEL_TITLES, levelOfKind } from '../model/authority.ts'
import type { Registry } from '../model/portal.ts'
import type { EditTarget, Fields } from '../model/registry-edit.ts'
import { COLUMN_STATUS_TITLES, registryWords } from './registry-words.ts'
import type { Reader } from './visitor.ts'

type Option = readonly [value: string, title: string]

/** A field of a form; its name is a heading of the registry's tables. */
export type Field = { readonly name: string; readonly required?: boolean } & (
  | { readonly kind: 'text' | 'lines' | 'day' | 'year' | 'number' | 'note' }
  | { readonly kind: 'choice'; readonly options: readonly Option[] }
  | { readonly kind: 'checks'; readonly options: readonly Option[] }
)

/** The fields of an entry's form, in order. What an entry is called is asked only where it is added. */
export function formFields(
  reader: Reader,
  target: EditTarget,
  registry: Registry,
  families: readonly string[],
): readonly Field[] {
  if (target.kind === 'authority') return authorityFields(reader, target.id, registry)
  if (target.kind === 'column') return columnFields(reader, registry)
  const words = registryWords(reader)
  const portal: readonly Field[] = [
    ...(target.id === null ? [{ name: 'portal', kind: 'text', required: true } as const] : []),
    { name: 'portal_name', kind: 'text', required: true },
    { name: 'host', kind: 'text', required: true },
    { name: 'other_hosts', kind: 'lines' },
    { name: 'family', kind: 'choice', options: [['', words.recognised], ...families.map((id): Option => [id, id])] },
    { name: 'pace', kind: 'number' },
  ]
  return target.id === null ? [...portal, ...columnFields(reader, registry)] : portal
}

/** What stands in the fields of an entry that is to be added. Its level is that of most whose kind does not tell it. */
export function newEntry({ authorities }: Registry): Fields {
  const levels = authorities.flatMap(({ kind, level }) => (levelOfKind(kind) === null && level !== null ? [level] : []))
  const [most] = [...Map.groupBy(levels, (level) => level)].sort(([, a], [, b]) => b.length - a.length)
  return { pace: '3', status: 'active', annual: 'true', authorities: 'all', kind: 'gov_department', level: most?.[0] ?? '' }
}

function authorityFields(reader: Reader, own: string | null, { authorities }: Registry): readonly Field[] {
  const words = registryWords(reader)
  const { language } = reader
  const others = authorities.filter(({ id }) => id !== own).map(({ id, name }): Option => [id, name])
  return [
    ...(own === null ? [{ name: 'id', kind: 'text', required: true } as const] : []),
    { name: 'name', kind: 'text', required: true },
    { name: 'kind', kind: 'choice', required: true, options: titled(AUTHORITY_KIND_TITLES, language) },
    { name: 'level', kind: 'choice', options: [['', words.levelOfKind], ...titled(AUTHORITY_LEVEL_TITLES, language)] },
    { name: 'uscc', kind: 'text' },
    { name: 'aliases', kind: 'lines' },
    { name: 'former_names', kind: 'lines' },
    { name: 'since', kind: 'year' },
    { name: 'until', kind: 'year' },
    { name: 'successor', kind: 'choice', options: [['', reader.words.none], ...others] },
    { name: 'exempt', kind: 'lines' },
    { name: 'submitted', kind: 'lines' },
    { name: 'verified_at', kind: 'day' },
    { name: 'note', kind: 'note' },
  ]
}

function columnFields(reader: Reader, { authorities }: Registry): readonly Field[] {
  const words = registryWords(reader)
  const all: Option = ['all', words.allAuthorities]
  return [
    { name: 'url', kind: 'text', required: true },
    {
      name: 'authorities',
      kind: 'checks',
      required: true,
      options: [all, ...authorities.map(({ id, name }): Option => [id, name])],
    },
    {
      name: 'annual',
      kind: 'choice',
      options: [
        ['true', words.annualColumn],
        ['false', words.otherColumn],
      ],
    },
    { name: 'status', kind: 'choice', options: titled(COLUMN_STATUS_TITLES, reader.language) },
    { name: 'since', kind: 'year' },
    { name: 'until', kind: 'year' },
    { name: 'verified_at', kind: 'day' },
    { name: 'note', kind: 'note' },
  ]
}

function titled(titles: Readonly<Record<string, { readonly zh: string; readonly en: string }>>, language: 'zh' | 'en'): Option[] {
  return Object.entries(titles).map(([value, title]) => [value, title[language]])
}
