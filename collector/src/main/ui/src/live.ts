// The figures on the page and how they stay fresh.

import { computed, effect, signal, untracked } from '@preact/signals'
import { aggregates, cluster as summed, expression, nodes as merged, singles, type Aggregate, type Measured, type Node } from './figures'
import { repeat, now } from './poll'
import { query, queryRange, type Sample, type Span } from './prometheus'
import { anyOf, axis, column, columns, quoted, span, type Column } from './series'
import { node, range } from './view'

const everyMillis = 4000
/** Lines a chart can hold and still be read. */
const most = 12

/** All nodes by name; null until the first answer. */
export const nodes = signal<readonly Node[] | null>(null)

export const cluster = computed(() => (nodes.value === null ? null : summed(nodes.value)))

const known = computed(() => nodes.value !== null)

/** Name of the cluster, where all nodes agree on one. */
export const clusterName = computed(() => {
  const names = new Set((nodes.value ?? []).map((node) => node.cluster).filter((name) => name !== ''))
  return names.size === 1 ? ([...names][0] as string) : names.size === 0 ? '' : `${names.size} clusters`
})

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, i) => name === b[i])
}

/** The nodes that have lines in the charts, by name: the one picked, or the busiest when there are many. */
export const charted = signal<readonly string[]>([])

function choose(): void {
  const all = nodes.peek() ?? []
  const chosen =
    node.peek() !== ''
      ? all.filter((one) => one.name === node.peek())
      : all.length <= most
        ? all
        : [...all].sort((a, b) => (b.busy ?? -1) - (a.busy ?? -1)).slice(0, most)
  const names = chosen.map((one) => one.name).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  if (!same(names, charted.peek())) charted.value = names
}

/** A node's place among the colours, or -1 where it has no line. */
export function placeOf(name: string): number {
  const all = (nodes.value ?? []).map((one) => one.name)
  if (!charted.value.includes(name)) return -1
  return all.length <= most ? all.indexOf(name) : charted.value.indexOf(name)
}

export const sparks = ['cores', 'busy', 'memory', 'storage', 'received', 'sent', 'load', 'up'] as const
export type Spark = (typeof sparks)[number]

/** The cluster's figures over the range, for the small lines beside them. */
export const history = signal<ReadonlyMap<Spark, Column>>(new Map())

export const measures = ['busy', 'memory', 'received', 'sent', 'read', 'written'] as const
export type Measure = (typeof measures)[number]

export interface Charts {
  readonly over: Span
  readonly names: readonly string[]
  readonly columns: Readonly<Record<Measure, readonly Column[]>>
}

const drawn = signal<Charts | null>(null)

/** A chart's columns, x first, with each node's newest figure as the last point. */
export function chart(measure: Measure): { readonly names: readonly string[]; readonly xs: number[]; readonly ys: readonly Column[] } | null {
  const past = drawn.value
  if (past === null) return null
  const current = new Map((nodes.value ?? []).filter((one) => one.up).map((one) => [one.name, one]))
  const at = now.value / 1000
  const xs = axis(past.over)
  const fresh = at > past.over.end
  if (fresh) xs.push(at)
  return {
    names: past.names,
    xs,
    ys: past.columns[measure].map((values, i) => {
      const one = current.get(past.names[i] as string)
      return fresh ? [...values, one === undefined ? null : (latest(one, measure) ?? null)] : values
    }),
  }
}

function latest(one: Node, measure: Measure): number | undefined {
  if (measure !== 'memory') return one[measure]
  return one.memoryTotal === undefined || one.memoryUsed === undefined ? undefined : one.memoryUsed / one.memoryTotal
}

/** When nodes that are down were last up, in Unix seconds, as far as the range tells. */
export const lastUp = signal<ReadonlyMap<string, number>>(new Map())

async function figures(abort: AbortSignal): Promise<void> {
  const step = range.peek().step
  const ask = (what: Measured): Promise<Sample[]> => query(expression(what, Math.min(step, 30), 'by (instance)'), abort)
  const [said, ...sums] = await Promise.all([query(singles, abort), ...aggregates.map(ask)])
  const byName = Object.fromEntries(aggregates.map((what, i) => [what, sums[i] as Sample[]])) as Record<Aggregate, Sample[]>
  now.value = Date.now()
  nodes.value = merged(said, byName)
}

let sparksOf = ''
let chartsOf = ''

async function past(abort: AbortSignal): Promise<void> {
  if (nodes.peek() === null) return
  const over = span(Date.now(), range.peek().seconds, range.peek().step)
  const moment = `${over.start} ${over.end} ${over.step}`
  if (sparksOf !== moment) {
    const lines = await Promise.all(sparks.map((what) => queryRange(expression(what, over.step, ''), over, abort)))
    history.value = new Map(sparks.map((what, i) => [what, column((lines[i] as Awaited<ReturnType<typeof queryRange>>)[0] ?? { labels: {}, points: [] }, over)]))
    sparksOf = moment
  }
  choose()
  const names = charted.peek()
  const key = `${moment} ${names.join(' ')}`
  if (chartsOf !== key) {
    const more = `,instance=~${quoted(anyOf(names))}`
    const lines = await Promise.all(measures.map((what) => queryRange(expression(what, over.step, 'by (instance)', more), over, abort)))
    drawn.value = {
      over,
      names,
      columns: Object.fromEntries(
        measures.map((what, i) => [what, columns(lines[i] as Awaited<ReturnType<typeof queryRange>>, 'instance', names, over)]),
      ) as Record<Measure, Column[]>,
    }
    chartsOf = key
  }
  await whenLost(over, abort)
}

/** Nodes whose loss is dated; when more are down at once, it is not the nodes one looks into. */
const mostLost = 100

async function whenLost(over: Span, abort: AbortSignal): Promise<void> {
  const lost = (nodes.peek() ?? []).filter((one) => !one.up).map((one) => one.name)
  if (lost.length === 0) {
    if (lastUp.peek().size > 0) lastUp.value = new Map()
    return
  }
  const asked = lost.slice(0, mostLost)
  const known = lastUp.peek()
  if (asked.length === known.size && asked.every((name) => known.has(name))) return
  const lines = await queryRange(`up{job="node",instance=~${quoted(anyOf(asked))}} == 1`, over, abort)
  const byName = new Map(lines.map((line) => [line.labels['instance'] ?? '', line.points.at(-1)?.[0] ?? NaN]))
  lastUp.value = new Map(asked.map((name) => [name, byName.get(name) ?? NaN]))
}

/** Starts asking; runs as long as the page does. */
export function keepLive(): void {
  repeat('figures', everyMillis, figures)
  const charts = repeat('charts', 2000, past)
  let first = true
  effect(() => {
    void range.value
    void node.value
    void known.value
    if (!first) untracked(() => charts.again())
    first = false
  })
}
