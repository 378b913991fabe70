import { signal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { kinds, type Kind } from '../document'
import { count, moment } from '../format'
import { counts } from '../lines'
import type { Bucket, Histogram as Counted } from '../logs'
import { narrowed, phrase } from '../lucene'
import { now } from '../poll'
import { logs, window as picked } from '../view'

const height = 64
/** Units of the drawing from side to side; it is stretched to the width there is. */
const width = 1000

/** Buckets under the pointer or between the ends of a drag, by number. */
const marked = signal<{ readonly first: number; readonly last: number; readonly drag: boolean } | null>(null)

function sum(bucket: Bucket): number {
  let all = 0
  for (const one of bucket.counts.values()) all += one
  return all
}

function Bars({ histogram }: { histogram: Counted }) {
  const top = histogram.buckets.reduce((most, bucket) => Math.max(most, sum(bucket)), 1)
  const step = width / Math.max(1, histogram.buckets.length)
  return (
    <>
      {kinds.map((kind) => (
        <path key={kind} class={`bars ${kind}`} d={barsOf(histogram, kind, top, step)} />
      ))}
    </>
  )
}

/** All bars of one kind as one path; the worst kinds stand at the bottom, where they can be compared. */
function barsOf(histogram: Counted, kind: Kind, top: number, step: number): string {
  let out = ''
  histogram.buckets.forEach((bucket, i) => {
    const value = bucket.counts.get(kind) ?? 0
    if (value === 0) return
    let below = 0
    for (const one of kinds) {
      if (one === kind) break
      below += bucket.counts.get(one) ?? 0
    }
    // One line among thousands is still a pixel and a half.
    const tall = Math.max(1.5, (value / top) * height)
    const y = height - (below / top) * height - tall
    out += `M${(i * step + step * 0.1).toFixed(1)} ${y.toFixed(1)}h${(step * 0.8).toFixed(1)}v${tall.toFixed(1)}h${(-step * 0.8).toFixed(1)}z`
  })
  return out
}

function pick(histogram: Counted, first: number, last: number): void {
  const [low, high] = first < last ? [first, last] : [last, first]
  const from = histogram.buckets[low]?.from
  const to = (histogram.buckets[high]?.from ?? 0) + histogram.widthMillis
  if (from !== undefined) picked.value = { from, to }
}

function Words({ histogram, at }: { histogram: Counted; at: number }) {
  const bucket = histogram.buckets[at]
  if (bucket === undefined) return null
  const left = (at + 0.5) / histogram.buckets.length
  return (
    <div class={`tip histogram-tip${left > 0.5 ? ' leftwards' : ''}`} style={left > 0.5 ? { right: `${(100 - left * 100).toFixed(2)}%` } : { left: `${(left * 100).toFixed(2)}%` }}>
      <div class="tip-time">{moment(bucket.from, now.value)}</div>
      <table>
        <tbody>
          {[...bucket.counts].map(([kind, value]) => (
            <tr key={kind}>
              <td>
                <i class={`swatch ${kind}`} />
              </td>
              <td>{kind}</td>
              <td>{count(value)}</td>
            </tr>
          ))}
          {bucket.counts.size === 0 && (
            <tr>
              <td>no lines</td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  )
}

/** Adds a clause that keeps only lines of a kind, by the names that the lines give it. */
function only(levels: ReadonlySet<string>): void {
  const names = [...levels].map(phrase).join(' OR ')
  logs.value = narrowed(logs.peek(), levels.size === 1 ? `log.level:${names}` : `log.level:(${names})`)
}

function Legend({ histogram }: { histogram: Counted }) {
  return (
    <div class="legend">
      {kinds
        .filter((kind) => histogram.levels.has(kind))
        .map((kind) => {
          const all = histogram.buckets.reduce((sum, bucket) => sum + (bucket.counts.get(kind) ?? 0), 0)
          const label = (
            <>
              <i class={`swatch ${kind}`} aria-hidden="true" /> {kind === 'other' ? 'no level' : kind} <b>{count(all)}</b>
            </>
          )
          return kind === 'other' ? (
            <span key={kind}>{label}</span>
          ) : (
            <button type="button" key={kind} title="Only these" onClick={() => only(histogram.levels.get(kind) ?? new Set())}>
              {label}
            </button>
          )
        })}
    </div>
  )
}

/** Lines by time and level. A click or a drag narrows the time; with the keyboard, arrows and Enter do. */
export function Histogram() {
  const box = useRef<HTMLDivElement>(null)
  const histogram = counts.value
  const mark = marked.value
  const buckets = histogram?.buckets.length ?? 0
  const step = width / Math.max(1, buckets)

  function under(event: PointerEvent): number {
    const edges = (box.current as HTMLDivElement).getBoundingClientRect()
    return Math.min(buckets - 1, Math.max(0, Math.floor(((event.clientX - edges.left) / edges.width) * buckets)))
  }

  function keyed(event: KeyboardEvent): void {
    if (histogram === null) return
    const at = marked.peek()?.last ?? buckets - 1
    if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      const to = Math.min(buckets - 1, Math.max(0, at + (event.key === 'ArrowLeft' ? -1 : 1)))
      marked.value = { first: event.shiftKey ? (marked.peek()?.first ?? to) : to, last: to, drag: event.shiftKey }
    } else if (event.key === 'Enter' && marked.peek() !== null) {
      pick(histogram, marked.peek()?.first ?? at, at)
      marked.value = null
    } else if (event.key === 'Escape') marked.value = null
    else return
    event.preventDefault()
  }

  return (
    <div class="histogram">
      <div
        class="histogram-box"
        ref={box}
        tabIndex={0}
        role="group"
        aria-label="Lines over time: arrows move, Shift extends, Enter narrows the time"
        onKeyDown={keyed}
        onBlur={() => (marked.value = null)}
        onPointerDown={(event) => {
          if (histogram === null || event.button !== 0) return
          box.current?.setPointerCapture(event.pointerId)
          const at = under(event)
          marked.value = { first: at, last: at, drag: true }
        }}
        onPointerMove={(event) => {
          const at = under(event)
          const before = marked.peek()
          marked.value = before?.drag === true ? { ...before, last: at } : { first: at, last: at, drag: false }
        }}
        onPointerUp={(event) => {
          const before = marked.peek()
          marked.value = null
          if (histogram !== null && before?.drag === true) pick(histogram, before.first, under(event))
        }}
        onPointerLeave={() => {
          if (marked.peek()?.drag !== true) marked.value = null
        }}
      >
        <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
          {mark !== null && <rect class="mark" x={Math.min(mark.first, mark.last) * step} y="0" width={(Math.abs(mark.last - mark.first) + 1) * step} height={height} />}
          {histogram !== null && <Bars histogram={histogram} />}
        </svg>
        {mark !== null && histogram !== null && <Words histogram={histogram} at={mark.last} />}
      </div>
      <div class="histogram-foot">
        <span>{histogram?.buckets[0] !== undefined && moment(histogram.buckets[0].from, now.value)}</span>
        {histogram !== null && <Legend histogram={histogram} />}
        <span>{histogram !== null && buckets > 0 && moment((histogram.buckets.at(-1)?.from ?? 0) + histogram.widthMillis, now.value)}</span>
      </div>
    </div>
  )
}
