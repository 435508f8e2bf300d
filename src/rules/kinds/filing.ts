/** Whether, when and where the report was published, and what became of it. */
export type FilingTerms =
  | { readonly kind: 'deadline'; readonly strength: 'law' | 'policy'; readonly when: 'not-found' | 'late' | 'either' }
  | { readonly kind: 'handed-in' }
  | { readonly kind: 'published-early' }
  | { readonly kind: 'due-on-day-off' }
  | { readonly kind: 'dates-agree'; readonly days: number }
  | { readonly kind: 'still-there' }
  | { readonly kind: 'in-its-column' }
  | { readonly kind: 'content-unchanged' }

/** What each of these kinds does, for readers of the documentation. */
export const FILING_KINDS = {
  deadline: 'No report was found, or it was published after its date.',
  'handed-in':
    "By the district's own record the report was handed in after the district's date; silent where it keeps no record.",
  'published-early': 'The day printed on the page or in the list lies within the year that the report is about.',
  'due-on-day-off': 'The statutory date is no working day, and the report was not there by then.',
  'dates-agree': 'The dates of the report disagree, or it was back-dated.',
  'still-there': 'On two days or more, every address of the report was gone, or no column that had listed it did so any more.',
  'in-its-column':
    'Every 政府信息公开年报 column of the authority was read completely after the report was first seen, and none ever listed it.',
  'content-unchanged': 'Other content was seen at the address of the report, and no word of a correction with it.',
} as const satisfies Readonly<Record<FilingTerms['kind'], string>>
