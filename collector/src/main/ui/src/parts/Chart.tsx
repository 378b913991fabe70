import { effect } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import uPlot from 'uplot'
import { chart, placeOf, type Measure } from '../live'
import { brief, hourMinute, moment } from '../format'
import { now } from '../poll'
import { colour, colours, lineColour } from '../theme'
import { range, window as picked } from '../view'

interface Properties {
  readonly title: string
  /** Drawn upwards. */
  readonly up: Measure
  /** Drawn downwards from the same zero, if anything. */
  readonly down?: Measure
  readonly words?: readonly [string, string]
  readonly format: (value: number) => string
  /** Top of the scale when it is fixed. */
  readonly top?: number
}

const height = 172
/** Charts with the same key move their cursors together. */
const sync = uPlot.sync('cluster')

interface Drawn {
  readonly names: readonly string[]
  readonly data: uPlot.AlignedData
}

function columnsOf({ up, down }: Properties): Drawn | null {
  const above = chart(up)
  if (above === null) return null
  const below = down === undefined ? null : chart(down)
  const mirrored = below?.ys.map((column) => column.map((value) => (value === null ? null : -value))) ?? []
  return { names: above.names, data: [above.xs, ...above.ys, ...mirrored] as uPlot.AlignedData }
}

function options(properties: Properties, names: readonly string[], width: number, tip: HTMLElement): uPlot.Options {
  const { format, top, down } = properties
  const lines = (mirrored: boolean): uPlot.Series[] =>
    names.map((name) => ({
      label: name,
      scale: 'y',
      stroke: () => colour(lineColour(Math.max(0, placeOf(name)))),
      width: 1.4,
      alpha: mirrored ? 0.8 : 1,
      points: { show: false },
      ...(names.length === 1 ? { fill: () => colour('--line-fill') } : {}),
    }))
  const ink = { stroke: () => colour('--ink-3'), font: '11px system-ui, sans-serif', ticks: { show: false } }
  return {
    width,
    height,
    padding: [6, 8, 0, 0],
    legend: { show: false },
    cursor: {
      sync: { key: sync.key, setSeries: false },
      drag: { x: true, y: false, setScale: false },
      points: { size: 6, width: 1.5 },
      y: false,
    },
    scales: {
      x: { time: true, range: () => [now.peek() / 1000 - range.peek().seconds, now.peek() / 1000] },
      y: {
        range: (_, low, high) => {
          if (top !== undefined) return [0, top]
          // Neither side of the zero is squeezed out by the other.
          const above = Math.max(1000, (high ?? 0) * 1.08, -(low ?? 0) * 0.25)
          return [down === undefined ? 0 : Math.min(-1000, (low ?? 0) * 1.08, -above * 0.25), above]
        },
      },
    },
    axes: [
      { ...ink, size: 24, space: 64, grid: { show: false }, values: (_, splits) => splits.map(hourMinute) },
      {
        ...ink,
        size: 62,
        space: 30,
        gap: 6,
        grid: { stroke: () => colour('--line-grid'), width: 1 },
        values: (_, splits) => splits.map((split) => brief(format(Math.abs(split)))),
      },
    ],
    series: [{}, ...lines(false), ...(down === undefined ? [] : lines(true))],
    hooks: {
      draw: [shadeWindow],
      setSelect: [
        (plot) => {
          if (plot.select.width < 4) return
          const from = plot.posToVal(plot.select.left, 'x') * 1000
          const to = plot.posToVal(plot.select.left + plot.select.width, 'x') * 1000
          picked.value = { from: Math.round(from), to: Math.round(to) }
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
        },
      ],
      setCursor: [(plot) => showTip(plot, properties, names, tip)],
    },
  }
}

function shadeWindow(plot: uPlot): void {
  const window = picked.peek()
  if (window === null) return
  const left = Math.max(plot.bbox.left, plot.valToPos(window.from / 1000, 'x', true))
  const right = Math.min(plot.bbox.left + plot.bbox.width, plot.valToPos(window.to / 1000, 'x', true))
  if (right <= left) return
  plot.ctx.save()
  plot.ctx.fillStyle = colour('--window')
  plot.ctx.fillRect(left, plot.bbox.top, right - left, plot.bbox.height)
  plot.ctx.restore()
}

function showTip(plot: uPlot, { format, down, words }: Properties, names: readonly string[], tip: HTMLElement): void {
  const { left, idx } = plot.cursor
  const hovered = plot.root.matches(':hover')
  if (!hovered || idx === null || idx === undefined || left === undefined || left < 0) {
    tip.hidden = true
    return
  }
  const at = plot.data[0][idx]
  if (at === undefined) return
  const rows = names
    .map((name, i) => ({ name, above: plot.data[i + 1]?.[idx] ?? null, below: down === undefined ? null : (plot.data[i + 1 + names.length]?.[idx] ?? null) }))
    .filter((row) => row.above !== null || row.below !== null)
    .sort((a, b) => (b.above ?? 0) - (b.below ?? 0) - (a.above ?? 0) + (a.below ?? 0))
  const head = document.createElement('div')
  head.className = 'tip-time'
  head.textContent = moment(at * 1000, now.peek())
  const table = document.createElement('table')
  if (words !== undefined) {
    const header = table.createTHead().insertRow()
    for (const word of ['', '', ...words]) header.insertCell().textContent = word
  }
  for (const row of rows) {
    const line = table.insertRow()
    const swatch = document.createElement('i')
    swatch.className = `swatch place-${Math.max(0, placeOf(row.name)) % 12}`
    line.insertCell().append(swatch)
    line.insertCell().textContent = row.name
    line.insertCell().textContent = row.above === null ? '' : format(row.above)
    if (down !== undefined) line.insertCell().textContent = row.below === null ? '' : format(-row.below)
  }
  tip.replaceChildren(head, table)
  tip.hidden = false
  const over = plot.over.getBoundingClientRect()
  const onRight = left > over.width / 2
  tip.style.left = onRight ? '' : `${left + plot.over.offsetLeft + 14}px`
  tip.style.right = onRight ? `${plot.root.clientWidth - plot.over.offsetLeft - left + 14}px` : ''
}

/** One chart over time, a line a node; dragging over it picks the log lines of that time. */
export function Chart(properties: Properties) {
  const box = useRef<HTMLDivElement>(null)
  const tip = useRef<HTMLDivElement>(null)

  useEffect(() => {
    const host = box.current as HTMLDivElement
    const overlay = tip.current as HTMLDivElement
    let plot: uPlot | undefined
    let names: readonly string[] = []

    const stopDrawing = effect(() => {
      const drawn = columnsOf(properties)
      void range.value
      if (drawn === null) return
      if (plot === undefined || drawn.names.join('\n') !== names.join('\n')) {
        plot?.destroy()
        names = drawn.names
        plot = new uPlot(options(properties, names, host.clientWidth, overlay), drawn.data, host)
      } else plot.setData(drawn.data)
    })
    const stopColours = effect(() => {
      void colours.value
      void picked.value
      plot?.redraw(false, true)
    })
    const sized = new ResizeObserver(() => {
      if (plot !== undefined && host.clientWidth > 0 && plot.width !== host.clientWidth) plot.setSize({ width: host.clientWidth, height })
    })
    sized.observe(host)
    return () => {
      stopDrawing()
      stopColours()
      sized.disconnect()
      plot?.destroy()
    }
  }, [])

  const { title, words } = properties
  return (
    <figure class="chart" aria-label={`${title} by node over time`}>
      <figcaption>
        {title}
        {words !== undefined && <span class="quiet"> {words[0]} above, {words[1]} below</span>}
      </figcaption>
      <div class="chart-box" ref={box}>
        <div class="tip" ref={tip} hidden />
      </div>
    </figure>
  )
}
