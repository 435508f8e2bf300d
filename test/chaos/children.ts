import type { ChildProcess } from 'node:child_process'

const children = new Set<ChildProcess>()
process.once('exit', killAll)

/** Sees to it that a child process does not outlive this one, however this one ends (unless by `kill -9`). */
export function endWithUs<Child extends ChildProcess>(child: Child): Child {
  children.add(child)
  child.once('close', () => children.delete(child))
  return child
}

function killAll(): void {
  for (const child of children) child.kill('SIGKILL')
}
