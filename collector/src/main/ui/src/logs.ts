// The log API: finding, counting and following lines.

import { entry, kindOf, type Entry, type Json, type Kind } from './document'
import { address, json } from './http'
import { clause } from './lucene'

/** Which lines are meant. Times are RFC 3339, milliseconds or relative, as the API takes them. */
export interface Asked {
  readonly query: string
  readonly from: string
  readonly to: string
}

export interface Found {
  readonly total: number
  readonly entries: readonly Entry[]
  /** Where to go on, or null when all are here. */
  readonly next: string | null
}

export interface Bucket {
  readonly from: number
  readonly counts: ReadonlyMap<Kind, number>
}

export interface Histogram {
  readonly total: number
  readonly widthMillis: number
  readonly buckets: readonly Bucket[]
  /** The levels as the lines name them, by kind. */
  readonly levels: ReadonlyMap<Kind, ReadonlySet<string>>
}

/** A query on one node: the reader's words are kept whole, whatever operators they hold. */
export function onNode(query: string, node: string): string {
  if (node === '') return query.trim()
  const host = clause('host.name', node)
  return query.trim() === '' ? host : `(${query.trim()}) AND ${host}`
}

export async function find(asked: Asked, limit: number, after: string | undefined, abort: AbortSignal): Promise<Found> {
  const body = (await json('/api/logs', { ...asked, limit, after }, abort)) as { total: number; documents: readonly Json[]; next: string | null }
  return { total: body.total, entries: body.documents.map(entry), next: body.next }
}

interface RawHistogram {
  readonly total: number
  readonly width: number
  readonly buckets: readonly { readonly start: number; readonly levels: Readonly<Record<string, number>> }[]
}

/** Counts by kind of level, from counts by level. */
export function counted(raw: RawHistogram): Histogram {
  const levels = new Map<Kind, Set<string>>()
  const buckets = raw.buckets.map((bucket) => {
    const counts = new Map<Kind, number>()
    for (const [level, count] of Object.entries(bucket.levels)) {
      const kind = kindOf(level)
      counts.set(kind, (counts.get(kind) ?? 0) + count)
      let names = levels.get(kind)
      if (names === undefined) levels.set(kind, (names = new Set()))
      names.add(level)
    }
    return { from: bucket.start, counts }
  })
  return { total: raw.total, widthMillis: raw.width, buckets, levels }
}

export async function histogram(asked: Asked, buckets: number, abort: AbortSignal): Promise<Histogram> {
  return counted((await json('/api/logs/histogram', { ...asked, buckets }, abort)) as RawHistogram)
}

/** What a follower hears. */
export interface Follower {
  arrived(entry: Entry): void
  /** The connection stands, for the first time or again. */
  opened(): void
  /** The connection broke; `final` when the browser will not try again by itself. */
  broke(final: boolean): void
}

/** Lines as they arrive, until the answer is called. */
export function follow(query: string, follower: Follower): () => void {
  const source = new EventSource(address('/api/logs/tail', { query }))
  source.onopen = () => follower.opened()
  source.onerror = () => follower.broke(source.readyState === EventSource.CLOSED)
  source.onmessage = (event: MessageEvent<string>) => follower.arrived(entry(JSON.parse(event.data) as Json))
  return () => source.close()
}
