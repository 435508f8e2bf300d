/** A PDF that says when it was made as of a day, in the same number of bytes, so that neither the clock nor the moment shows in it. */
export function withFixedDates(pdf: Uint8Array, day: string): Uint8Array {
  const text = Buffer.from(pdf).toString('latin1')
  const stamp = `D:${day.replaceAll('-', '')}000000`
  return Buffer.from(
    text.replace(/(\/(?:CreationDate|ModDate)\s*\()D:\d{14}/g, (_, name: string) => name + stamp),
    'latin1',
  )
}

/** How many pages a PDF of a browser has. */
export function countPages(pdf: Uint8Array): number {
  return (
    Buffer.from(pdf)
      .toString('latin1')
      .match(/\/Type\s*\/Page(?![a-z])/gi)?.length ?? 0
  )
}
