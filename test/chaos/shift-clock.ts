// Loaded before a process of ours (`node --import`): its clock is wrong by CHAOS_CLOCK_SHIFT_MS milliseconds, as on a machine whose time nobody sets.

const shiftMs = Number(process.env['CHAOS_CLOCK_SHIFT_MS'])
const rightNow = Date.now.bind(Date)
Date.now = () => rightNow() + shiftMs

globalThis.Date = new Proxy(Date, {
  construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [target.now()] : args, newTarget),
  apply: (target) => new target(target.now()).toString(),
})
