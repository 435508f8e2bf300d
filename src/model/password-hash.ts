import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

/** 32 MB and about a tenth of a second; each hash names its own measure, so that a stronger one can follow. */
const MEASURE = { N: 2 ** 15, r: 8, p: 3 }
const KEY_LENGTH = 32

/** `scrypt$N$r$p$salt$key`, the last two as base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(password, salt, MEASURE, KEY_LENGTH)
  return ['scrypt', MEASURE.N, MEASURE.r, MEASURE.p, salt.toString('base64url'), key.toString('base64url')].join('$')
}

/** Whether it is the password. Without a hash to compare with it takes as long and is false, so that time tells nobody which logins there are. */
export async function isPassword(password: string, hash: string | null): Promise<boolean> {
  const [scheme, N, r, p, salt, key] = (hash ?? (await nobodys())).split('$')
  if (scheme !== 'scrypt' || salt === undefined || key === undefined)
    throw new Error(`a password hash of an unknown kind: ${scheme}`)
  const wanted = Buffer.from(key, 'base64url')
  const given = await derive(
    password,
    Buffer.from(salt, 'base64url'),
    { N: Number(N), r: Number(r), p: Number(p) },
    wanted.length,
  )
  return timingSafeEqual(given, wanted) && hash !== null
}

let made: Promise<string> | null = null
function nobodys(): Promise<string> {
  made ??= hashPassword(randomBytes(16).toString('hex'))
  return made
}

/** Passwords are the same however a keyboard composes their characters. */
function derive(password: string, salt: Buffer, { N, r, p }: typeof MEASURE, length: number): Promise<Buffer> {
  return new Promise((resolve, reject) =>
    scrypt(password.normalize('NFKC'), salt, length, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  )
}
