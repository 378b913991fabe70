// Lines come from anywhere, so what could act on a terminal or fool a reader is shown, not obeyed. Pure.

/** A stretch of text; `hidden` marks a stand-in for a character that would not show itself. */
export interface Piece {
  readonly text: string
  readonly hidden: boolean
}

/**
 * C0 and C1 controls, DEL, characters of no width, and those that turn the direction of writing
 * (the last make a line read differently from what it says: "Trojan Source", CVE-2021-42574).
 */
const acting = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

const familiar: Readonly<Record<string, string>> = { '\0': '\\0', '\u0007': '\\a', '\b': '\\b', '\v': '\\v', '\f': '\\f', '\r': '\\r', '\u001b': '\\e' }

/** As a programmer would write it; symbols made for this are missing in many fonts. */
function standIn(character: string): string {
  const code = character.charCodeAt(0)
  return familiar[character] ?? (code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`)
}

/** Cuts a line at characters that act instead of showing. Line feeds and tabs are left as they are. */
export function pieces(line: string): Piece[] {
  const out: Piece[] = []
  let from = 0
  for (const found of line.matchAll(acting)) {
    if (found.index > from) out.push({ text: line.slice(from, found.index), hidden: false })
    const last = out.at(-1)
    const stand = standIn(found[0])
    if (last?.hidden === true && found.index === from) out[out.length - 1] = { text: last.text + stand, hidden: true }
    else out.push({ text: stand, hidden: true })
    from = found.index + found[0].length
  }
  if (from < line.length) out.push({ text: line.slice(from), hidden: false })
  return out
}

/** The same as one string, for titles. */
export function harmless(line: string): string {
  return pieces(line).map((piece) => piece.text).join('')
}
