import type { Actor, Reach } from '../model/role.ts'
import type { Visitor } from './visitor.ts'

/** Under which name and account an act of this visitor is recorded. */
export function actorOf({ actor }: Visitor): Actor {
  return actor
}

/** Districts whose findings the visitor sees and acts on. */
export function reachOf({ reach }: Visitor): Reach {
  return reach
}
