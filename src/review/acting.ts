import type { Actor, Reach } from '../model/role.ts'
import type { Visitor } from './visitor.ts'

/** Under which name and account an act of this visitor is recorded. */
export function actorOf({ officer }: Visitor): Actor {
  return { name: officer, account: null }
}

/** Districts whose findings the visitor sees and acts on. */
export function reachOf(_visitor: Visitor): Reach {
  return null
}
