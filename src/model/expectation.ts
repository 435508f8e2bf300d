import type { RegisteredAuthority } from './portal.ts'

/** A sentence for officers, in both languages. */
export type Reason = { readonly zh: string; readonly en: string }

/**
 * Why no report of a year is expected of an authority; null where one is. Years of its own come first: a body that does not stand in a year
 * owes nothing, whatever else is noted of that year. `successor` is the name of the authority that took over.
 */
export function reasonForNoReport(authority: RegisteredAuthority, year: number, successor: string | null): Reason | null {
  const { since, until, exempt } = authority
  if (since !== null && year < since) return { zh: `${since}年度起编制年度报告`, en: `reports from ${since} on` }
  if (until !== null && year > until)
    return successor === null
      ? { zh: `已撤销，${until}年度后不再编制`, en: `dissolved; its last report is for ${until}` }
      : {
          zh: `已并入${successor}，${until + 1}年度起由其编制`,
          en: `merged into ${successor}, which reports from ${until + 1} on`,
        }
  const noted = exempt[String(year)]
  return noted === undefined ? null : { zh: noted, en: noted }
}
