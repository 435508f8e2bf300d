import type { Region } from '../kinds/content.ts'
import type { RuleOfKind } from '../rule.ts'
import { failureOf, type Outcome } from './outcome.ts'
import type { View } from './view.ts'
import { wordsOf } from './words.ts'

export function checkContact(view: View, rule: RuleOfKind<'contact-given'>): Outcome[] {
  const { contact, sections } = view.report
  if (sections.length === 0 || contact?.address || contact?.phone || rule.words.test(wordsOf(view.report).whole)) return []
  return [failureOf(view, rule, { subject: 'contact', values: {} })]
}

/** Telephone number and postcode against the province of the address, or of the body's name. Silent where they are of two provinces. */
export function checkContactPlace(view: View, rule: RuleOfKind<'contact-of-place'>): Outcome[] {
  const { contact } = view.report
  const regions = [contact?.address ?? null, view.body.name].flatMap((text) => regionOf(rule.regions, text) ?? [])
  const region = regions[0]
  if (!contact || !region || regions.some((other) => other !== region)) return []
  const area = contact.phone === null ? null : areaCodeOf(contact.phone)
  const wrong = [
    ...(area !== null && !region.area.test(area) ? [contact.phone!] : []),
    ...(contact.zip !== null && !region.postcode.test(contact.zip) ? [contact.zip] : []),
  ]
  return wrong.map((text) =>
    failureOf(view, rule, { subject: text === contact.zip ? 'zip' : 'phone', values: { text }, quote: text }),
  )
}

/** The province that a text begins with, or that its first city belongs to; null where neither is told. */
function regionOf(regions: readonly Region[], text: string | null): Region | null {
  const place = text?.replace(/^(?:中华人民共和国|国家[^省市]{2,6}总?局)/, '') ?? ''
  return (
    regions.find(
      ({ name, cities }) =>
        place.startsWith(name) || cities.some((city) => place.startsWith(city) && place[city.length] === '市'),
    ) ?? null
  )
}

/** `0527` of 0527-84368216 or (0527)84368216, `010` of 010-65194406; null for local, mobile and service numbers. */
function areaCodeOf(phone: string): string | null {
  const digits = phone.replace(/^[+(]*(?:86)?[)-]?/, '').replace(/^\(/, '')
  return /^(?:010|02\d|0[3-9]\d{2})(?=[)\-—–－]?\d{7,8}(?!\d))/.exec(digits)?.[0] ?? null
}
