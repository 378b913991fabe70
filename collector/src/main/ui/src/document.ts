// An ECS document as the API gives it, and what a line on the page takes from it. Pure.

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }

/** A document ready to be shown as a line. */
export interface Entry {
  /** The same for the same line, however it came here. */
  readonly key: string
  readonly millis: number
  readonly level: string
  readonly host: string
  readonly dataset: string
  readonly file: string
  readonly message: string
  readonly document: Json
}

/** A field with its full name and the values it holds. */
export interface Field {
  readonly name: string
  readonly values: readonly string[]
}

/** No field of ECS lies deeper; what does is no field that one can ask for. */
const deepest = 20

function text(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function gather(value: Json, name: string, depth: number, out: Field[]): void {
  if (Array.isArray(value)) {
    const plain = (value as readonly Json[]).filter((one) => one !== null)
    if (plain.length > 0) out.push({ name, values: plain.map(text) })
  } else if (typeof value === 'object' && value !== null) {
    if (depth === deepest) return
    for (const [part, inner] of Object.entries(value)) gather(inner, name === '' ? part : `${name}.${part}`, depth + 1, out)
  } else if (value !== null) out.push({ name, values: [text(value)] })
}

/** All fields of a document by name, nested objects taken apart. */
export function fields(document: Json): Field[] {
  const out: Field[] = []
  gather(document, '', 0, out)
  return out.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}

/** The value at a dotted name, whether the document is nested or has the dotted name itself. */
function at(document: Json, name: string): string {
  let here: Json | undefined = document
  for (const part of name.split('.')) {
    if (typeof here !== 'object' || here === null || Array.isArray(here)) {
      here = undefined
      break
    }
    here = (here as { readonly [name: string]: Json })[part]
  }
  if (here === undefined || here === null) return ''
  return Array.isArray(here) ? text((here as readonly Json[])[0] ?? '') : text(here)
}

/** The line a document is. */
export function entry(document: Json): Entry {
  const millis = Date.parse(at(document, '@timestamp'))
  const host = at(document, 'host.name')
  const file = at(document, 'log.file.path') || at(document, 'container.name') || at(document, 'process.name')
  const message = at(document, 'message') || at(document, 'event.original')
  // A line is known by its source and its place in it; what has neither is known by what it says.
  const source = at(document, 'vedette.source')
  const place = source === '' ? `${host} ${file} ${millis} ${message}` : `${source} ${at(document, 'log.offset')}`
  return {
    key: place,
    millis,
    level: at(document, 'log.level'),
    host,
    dataset: at(document, 'event.dataset') || at(document, 'data_stream.dataset'),
    file,
    message,
    document,
  }
}

/** The few kinds of level that have a colour. */
export const kinds = ['error', 'warning', 'info', 'debug', 'other'] as const
export type Kind = (typeof kinds)[number]

/** The kind of a level, by any of the names that programs give it. */
export function kindOf(level: string): Kind {
  switch (level.toLowerCase()) {
    case 'emerg':
    case 'emergency':
    case 'panic':
    case 'alert':
    case 'crit':
    case 'critical':
    case 'fatal':
    case 'severe':
    case 'err':
    case 'error':
      return 'error'
    case 'warn':
    case 'warning':
      return 'warning'
    case 'notice':
    case 'info':
    case 'information':
    case 'informational':
      return 'info'
    case 'debug':
    case 'fine':
    case 'finer':
    case 'finest':
    case 'trace':
    case 'verbose':
      return 'debug'
    default:
      return 'other'
  }
}

/**
 * Lists of entries made one: newest first, each key once, at most so many. Entries of the same moment keep
 * the order of the list that was there before.
 */
export function together(before: readonly Entry[], more: readonly Entry[], most: number): Entry[] {
  const seen = new Set<string>()
  const all: Entry[] = []
  for (const one of [...more, ...before]) {
    if (seen.has(one.key)) continue
    seen.add(one.key)
    all.push(one)
  }
  return all.sort((a, b) => (b.millis || 0) - (a.millis || 0)).slice(0, most)
}
