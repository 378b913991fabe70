// From ranges of samples to the columns a chart draws. Pure.

import type { Line, Span } from './prometheus'

/** The span a chart covers now: whole steps, so that points stay where they are while time moves on. */
export function span(nowMillis: number, seconds: number, step: number): Span {
  const end = Math.floor(nowMillis / 1000 / step) * step
  return { start: end - Math.ceil(seconds / step) * step, end, step }
}

export type Column = (number | null)[]

/** The x axis of a span in seconds. */
export function axis({ start, end, step }: Span): number[] {
  return Array.from({ length: Math.round((end - start) / step) + 1 }, (_, i) => start + i * step)
}

/** A line's points at the places of a span's axis; null where there is none, or none that can be drawn. */
export function column(line: Line, { start, end, step }: Span): Column {
  const out: Column = new Array<number | null>(Math.round((end - start) / step) + 1).fill(null)
  for (const [at, value] of line.points) {
    const place = Math.round((at - start) / step)
    if (place >= 0 && place < out.length && Number.isFinite(value)) out[place] = value
  }
  return out
}

/** Columns by the value of a label, in the order of the names given; a name without a line has an empty column. */
export function columns(lines: readonly Line[], label: string, names: readonly string[], over: Span): Column[] {
  const byName = new Map(lines.map((line) => [line.labels[label] ?? '', line]))
  return names.map((name) => column(byName.get(name) ?? { labels: {}, points: [] }, over))
}

/** A regular expression that matches these names and no others. */
export function anyOf(names: readonly string[]): string {
  return names.map((name) => name.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&')).join('|')
}

/** A label value inside double quotes of PromQL. */
export function quoted(value: string): string {
  return JSON.stringify(value)
}

/**
 * An SVG path through a column, in a box of a width and height, from zero (or the least value) up to `top`.
 * A gap lifts the pen.
 */
export function path(points: readonly (number | null)[], width: number, height: number, top: number): string {
  if (points.length < 2 || top <= 0) return ''
  let out = ''
  let drawing = false
  points.forEach((value, i) => {
    if (value === null) {
      drawing = false
      return
    }
    const x = ((i / (points.length - 1)) * width).toFixed(1)
    const y = (height - (Math.min(value, top) / top) * height).toFixed(1)
    out += `${drawing ? 'L' : 'M'}${x} ${y}`
    drawing = true
  })
  return out
}

/** The same, closed down to the zero line: one area for each stretch without a gap. */
export function area(points: readonly (number | null)[], width: number, height: number, top: number): string {
  return path(points, width, height, top)
    .split('M')
    .slice(1)
    .map((stretch) => {
      const first = stretch.split(' ', 1)[0]
      const last = stretch.slice(stretch.lastIndexOf('L') + 1).split(' ', 1)[0]
      return `M${stretch}L${last} ${height}L${first} ${height}Z`
    })
    .join('')
}
