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
