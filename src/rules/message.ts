type Values = Readonly<Record<string, string | number>>

/**
 * Fills the `{named}` places of a message. A place without a value is a mistake in a rule, never in a report, and throws;
 * the tests run every rule once.
 */
export function fillMessage(template: string, values: Values): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`message "${template}" has no value for {${name}}`)
    return String(value)
  })
}

/** A number as officers write it: no trailing noise of binary fractions. */
export function plainNumber(value: number): number {
  return Number(value.toFixed(6))
}
