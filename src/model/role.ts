/** What an account may do: each role may do what the ones before it may. */
export const ROLES = ['viewer', 'officer', 'supervisor', 'administrator'] as const
export type Role = (typeof ROLES)[number]

export const ROLE_TITLES: Readonly<Record<Role, { readonly zh: string; readonly en: string }>> = {
  viewer: { zh: '查看', en: 'viewer' },
  officer: { zh: '核查员', en: 'officer' },
  supervisor: { zh: '负责人', en: 'supervisor' },
  administrator: { zh: '管理员', en: 'administrator' },
}

export function isRole(value: unknown): value is Role {
  return (ROLES as readonly unknown[]).includes(value)
}

export function hasRole(role: Role, least: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(least)
}

export function lesserRole(one: Role, other: Role): Role {
  return hasRole(one, other) ? other : one
}

/** Districts that somebody may see; null: all, and what belongs to none. */
export type Reach = readonly string[] | null

export function reaches(reach: Reach, district: string | null): boolean {
  return reach === null || (district !== null && reach.includes(district))
}

/** The name under which an account's acts are recorded: two people may have one name, so that the login stands beside it. */
export function recordedName({ login, name }: { readonly login: string; readonly name: string }): string {
  return name.toLowerCase() === login ? name : `${name} (${login})`
}

/** Who did something: the name that stands on it, and the account; null for this machine and the command line. */
export type Actor = { readonly name: string; readonly account: number | null }
