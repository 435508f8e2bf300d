/** Whether and when the report was published. */
export type FilingTerms =
  | { readonly kind: 'deadline'; readonly strength: 'law' | 'policy'; readonly when: 'not-found' | 'late' | 'either' }
  | { readonly kind: 'dates-agree'; readonly days: number }

/** What each of these kinds does, for readers of the documentation. */
export const FILING_KINDS = {
  deadline: 'No report was found, or it was published after its date.',
  'dates-agree': 'The dates of the report disagree, or it was back-dated.',
} as const satisfies Readonly<Record<FilingTerms['kind'], string>>
