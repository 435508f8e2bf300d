/** A login as it is kept: letters of one width, lower case; null where it cannot be one. */
export function readLogin(typed: string): string | null {
  const login = typed.normalize('NFKC').trim().toLowerCase()
  return /^[\p{L}\p{N}](?:[\p{L}\p{N}._@-]{0,58}[\p{L}\p{N}])$/u.test(login) ? login : null
}

/** A person's name as it is shown and recorded; null where it is none. */
export function readPersonName(typed: string): string | null {
  const name = typed.normalize('NFC').trim().replace(/\s+/g, ' ')
  return name.length >= 1 && name.length <= 40 && !/[\p{C}]/u.test(name) ? name : null
}
