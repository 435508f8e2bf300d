import type { BoardRow } from '../../db/filings.ts'
import { AUTHORITY_KIND_TITLES, AUTHORITY_LEVEL_TITLES, levelOfKind } from '../model/authority.ts'
import type { Reader } from './visitor.ts'

/** The kind of authority, with its level where the kind does not tell it, and the names that it had before. */
export function kindAndLevel(
  { words, language }: Reader,
  { kind, level, formerNames }: Pick<BoardRow, 'kind' | 'level' | 'formerNames'>,
): string {
  const told = levelOfKind(kind) === null && level !== null ? AUTHORITY_LEVEL_TITLES[level][language] : null
  const names = formerNames.map(({ name }) => name)
  return [
    [told, AUTHORITY_KIND_TITLES[kind][language]].filter((each) => each !== null).join(' · '),
    ...(names.length > 0 ? [words.formerly(names)] : []),
  ].join(' · ')
}
