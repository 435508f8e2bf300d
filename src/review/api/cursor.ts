import { ApiProblem } from './problem.ts'

/**
 * Where a list goes on, as text that is handed out and given back. It names its list and order, so that a cursor of another list is refused
 * and does not begin at the first page.
 */
export function cursorTo(list: string, place: string | number): string {
  return Buffer.from(`${list}:${place}`).toString('base64url')
}

/** The place in a cursor of this list. `form`: what a place looks like. @throws ApiProblem */
export function placeIn(list: string, cursor: string | undefined, form: RegExp): string | null {
  if (cursor === undefined) return null
  const text = Buffer.from(cursor, 'base64url').toString()
  const place = text.startsWith(`${list}:`) ? text.slice(list.length + 1) : ''
  if (!form.test(place))
    throw new ApiProblem('invalid-cursor', {
      detail:
        'The parameter "after" is no cursor that this list gave in this order. Take "next" of the page before, or leave it out to begin at the first page.',
    })
  return place
}

const NUMBER = /^\d{1,9}$/

/** A place that is the id of a row. @throws ApiProblem */
export function idIn(list: string, cursor: string | undefined): number | null {
  const place = placeIn(list, cursor, NUMBER)
  return place === null ? null : Number(place)
}
