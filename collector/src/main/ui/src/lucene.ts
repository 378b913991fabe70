// Building Lucene query text from clicks. Pure.

/** A phrase that matches the value and nothing else, whatever characters it holds. */
export function phrase(value: string): string {
  return `"${value.replace(/[\\"]/g, '\\$&')}"`
}

/** A field name with everything escaped that the query language would read as syntax. */
export function field(name: string): string {
  return name.replace(/[^\w.@]/g, '\\$&')
}

/** One clause; in an excluding one the value must not be there. */
export function clause(name: string, value: string, excluded = false): string {
  return `${excluded ? 'NOT ' : ''}${field(name)}:${phrase(value)}`
}

const joined = /\s(OR|\|\|)\s/

/** Narrows a query by a clause; what was there is kept whole, and a clause already there is not doubled. */
export function narrowed(query: string, more: string): string {
  const before = query.trim()
  if (before === '') return more
  if (before === more || before.endsWith(` AND ${more}`) || before.startsWith(`${more} AND `)) return before
  return `${joined.test(before) ? `(${before})` : before} AND ${more}`
}

const operators = new Set(['AND', 'OR', 'NOT', 'TO'])

/** The words and phrases that a query looks for in the message, in small letters: what to mark in a line. */
export function words(query: string): string[] {
  const found = query.matchAll(/([-!]|NOT\s+)?([\w.@\\]+:)?("(?:[^"\\]|\\.)*"|[^\s()"]+)/g)
  return [...found]
    .filter(([, not, name]) => not === undefined && (name === undefined || name === 'message:'))
    .map(([, , , text]) => (text as string).replace(/^"|"$/g, ''))
    .filter((text) => text.length > 1 && !operators.has(text) && /^[\p{L}\p{N}\s._/-]+$/u.test(text))
    .map((text) => text.toLowerCase())
}

/** Cuts a text into stretches that are, and are not, one of the words, whatever their case. */
export function marked(text: string, wanted: readonly string[]): { readonly text: string; readonly hit: boolean }[] {
  const out: { text: string; hit: boolean }[] = []
  const small = text.toLowerCase()
  // Where small letters take more room than large ones, places would not match.
  if (wanted.length === 0 || small.length !== text.length) return [{ text, hit: false }]
  let from = 0
  while (from < text.length) {
    let at = -1
    let length = 0
    for (const word of wanted) {
      const place = small.indexOf(word, from)
      if (place >= 0 && (at < 0 || place < at)) [at, length] = [place, word.length]
    }
    if (at < 0) break
    if (at > from) out.push({ text: text.slice(from, at), hit: false })
    out.push({ text: text.slice(at, at + length), hit: true })
    from = at + length
  }
  if (from < text.length) out.push({ text: text.slice(from), hit: false })
  return out
}
