/** Bytes of characters by their code point, made from the decoder that every runtime has. */
const CODES = listCodes()

/** Text as GBK, the part of GB18030 with one and two bytes. Throws for a character that has no such code. */
export function encodeGb18030(text: string): Uint8Array {
  const bytes: number[] = []
  for (const character of text) {
    const code = CODES.get(character)
    if (code === undefined) throw new Error(`GBK has no code for ${JSON.stringify(character)}.`)
    if (code > 0xff) bytes.push(code >> 8)
    bytes.push(code & 0xff)
  }
  return Uint8Array.from(bytes)
}

function listCodes(): ReadonlyMap<string, number> {
  const decoder = new TextDecoder('gb18030')
  const codes = new Map<string, number>()
  for (let code = 0; code < 0x80; code += 1) codes.set(String.fromCharCode(code), code)
  for (let lead = 0x81; lead <= 0xfe; lead += 1)
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      if (trail === 0x7f) continue
      const character = decoder.decode(Uint8Array.of(lead, trail))
      if ([...character].length === 1 && !codes.has(character)) codes.set(character, (lead << 8) | trail)
    }
  return codes
}
