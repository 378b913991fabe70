// What the reader looks at, kept in the address so that a link shows the same.

import { computed, effect, signal } from '@preact/signals'

export interface Range {
  readonly name: string
  readonly seconds: number
  /** Seconds between points of a chart; at least the agents' interval of 15 s. */
  readonly step: number
}

export const ranges: readonly Range[] = [
  { name: '15m', seconds: 900, step: 15 },
  { name: '1h', seconds: 3600, step: 30 },
  { name: '3h', seconds: 10800, step: 60 },
  { name: '6h', seconds: 21600, step: 120 },
]

/** Short enough that a fresh start fills the charts soon. */
const usual = ranges[0] as Range

/** A fixed stretch of time in milliseconds, picked in a chart or in the histogram. */
export interface Window {
  readonly from: number
  readonly to: number
}

export interface View {
  readonly range: Range
  readonly node: string
  readonly logs: string
  readonly window: Window | null
  readonly alert: string
  readonly expr: string
}

/** Reads a view from an address. Garbage in it is as good as nothing. */
export function parse(search: string, hash: string): View {
  const parameters = new URLSearchParams(search)
  const afterHash = hash.includes('?') ? new URLSearchParams(hash.slice(hash.indexOf('?'))) : new URLSearchParams()
  const from = Number(parameters.get('from') ?? NaN)
  const to = Number(parameters.get('to') ?? NaN)
  return {
    range: ranges.find((range) => range.name === parameters.get('range')) ?? usual,
    node: parameters.get('node') ?? '',
    logs: parameters.get('q') ?? '',
    window: Number.isFinite(from) && Number.isFinite(to) && from > 0 && to > from ? { from, to } : null,
    alert: parameters.get('alert') ?? '',
    expr: parameters.get('g0.expr') ?? parameters.get('expr') ?? afterHash.get('expr') ?? '',
  }
}

/** The query part of the address of a view; what is as usual is left out. */
export function written(view: View): string {
  const parameters = new URLSearchParams()
  if (view.range !== usual) parameters.set('range', view.range.name)
  if (view.node !== '') parameters.set('node', view.node)
  if (view.logs !== '') parameters.set('q', view.logs)
  if (view.window !== null) {
    parameters.set('from', String(Math.round(view.window.from)))
    parameters.set('to', String(Math.round(view.window.to)))
  }
  if (view.alert !== '') parameters.set('alert', view.alert)
  if (view.expr !== '') parameters.set('expr', view.expr)
  const text = parameters.toString()
  return text === '' ? '' : `?${text}`
}

const first = typeof location === 'undefined' ? parse('', '') : parse(location.search, location.hash)

export const range = signal(first.range)
/** The node that figures, charts and logs are narrowed to; empty for all. */
export const node = signal(first.node)
/** The log query in force; what is being typed becomes it on Enter. */
export const logs = signal(first.logs)
export const window = signal<Window | null>(first.window)
/** Name or fingerprint of an alert that a link points to. */
export const alert = signal(first.alert)
export const expr = signal(first.expr)

const address = computed(() =>
  written({
    range: range.value,
    node: node.value,
    logs: logs.value,
    window: window.value,
    alert: alert.value,
    expr: expr.value,
  }),
)

/** Keeps the address in step with the view. */
export function keepAddress(): void {
  effect(() => {
    const path = location.pathname === '/graph' ? '/' : location.pathname
    const next = `${path}${address.value}${location.hash.startsWith('#/') ? '' : location.hash}`
    if (next !== `${location.pathname}${location.search}${location.hash}`) history.replaceState(null, '', next)
  })
}
