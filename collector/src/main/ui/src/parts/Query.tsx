import { computed, effect, signal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import uPlot from 'uplot'
import { count, hourMinute, plain } from '../format'
import { Harmless } from './Harmless'
import { Refused, Unreachable } from '../http'
import { query, queryRange, type Labels, type Line, type Sample, type Span } from '../prometheus'
import { axis, column, span } from '../series'
import { colour, colours, lineColour } from '../theme'
import { expr, range } from '../view'

/** Rows and lines that are shown; an expression can give a hundred thousand. */
const mostRows = 100
const mostLines = 40
const height = 200

interface Answer {
  readonly samples: readonly Sample[]
  readonly lines: readonly Line[]
  readonly over: Span
}

const answer = signal<Answer | null>(null)
const wrong = signal('')
const asking = signal(false)
const typed = signal(expr.peek())

/** Whether the expression has its answer, good or bad. */
export const answered = computed(() => answer.value !== null || wrong.value !== '')

let run = new AbortController()

async function ask(): Promise<void> {
  run.abort()
  wrong.value = ''
  if (expr.value.trim() === '') {
    answer.value = null
    return
  }
  const mine = (run = new AbortController())
  const over = span(Date.now(), range.value.seconds, range.value.step)
  asking.value = true
  try {
    const [samples, lines] = await Promise.all([query(expr.value, mine.signal), queryRange(expr.value, over, mine.signal)])
    answer.value = { samples, lines, over }
  } catch (cause) {
    if (mine.signal.aborted) return
    if (!(cause instanceof Refused || cause instanceof Unreachable)) throw cause
    wrong.value = cause.message
  }
  asking.value = false
}

/** Starts answering the expression in the address and those typed in. */
export function keepQuery(): void {
  effect(() => {
    typed.value = expr.value
    void ask()
  })
}

function written({ __name__: name = '', ...labels }: Labels): string {
  const inner = Object.entries(labels)
    .map(([label, value]) => `${label}=${JSON.stringify(value)}`)
    .join(', ')
  return inner === '' && name !== '' ? name : `${name}{${inner}}`
}

/** The class of the colour that a series' line has. */
function place(lines: readonly Line[], labels: Labels): string {
  const text = written(labels)
  const found = lines.slice(0, mostLines).findIndex((line) => written(line.labels) === text)
  return found < 0 ? 'place-none' : `place-${found % 12}`
}

function Lines({ lines, over }: Answer) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const host = box.current as HTMLDivElement
    const shown = lines.slice(0, mostLines)
    const ink = { stroke: () => colour('--ink-3'), font: '11px system-ui, sans-serif', ticks: { show: false } }
    const plot = new uPlot(
      {
        width: host.clientWidth,
        height,
        legend: { show: false },
        cursor: { show: false },
        axes: [
          { ...ink, size: 24, space: 64, grid: { show: false }, values: (_, splits) => splits.map(hourMinute) },
          { ...ink, size: 62, grid: { stroke: () => colour('--line-grid'), width: 1 }, values: (_, splits) => splits.map((split) => plain(split)) },
        ],
        series: [{}, ...shown.map((_, i) => ({ stroke: () => colour(lineColour(i)), width: 1.4, points: { show: false } }))],
      },
      [axis(over), ...shown.map((line) => column(line, over))] as uPlot.AlignedData,
      host,
    )
    const stop = effect(() => {
      void colours.value
      plot.redraw(false, true)
    })
    const sized = new ResizeObserver(() => {
      if (host.clientWidth > 0 && plot.width !== host.clientWidth) plot.setSize({ width: host.clientWidth, height })
    })
    sized.observe(host)
    return () => {
      stop()
      sized.disconnect()
      plot.destroy()
    }
  }, [lines, over])
  return <div class="chart-box" ref={box} />
}

/** One PromQL expression: its values now and over the range. */
export function Query() {
  const got = answer.value
  return (
    <section class="query" id="query" aria-label="Query">
      <form
        class="search"
        onSubmit={(event) => {
          event.preventDefault()
          if (expr.value === typed.value.trim()) void ask()
          else expr.value = typed.value.trim()
        }}
      >
        <h2>Query</h2>
        <input
          type="text"
          name="expr"
          value={typed.value}
          placeholder='PromQL: sum by (mode) (rate(node_cpu_seconds_total{mode!="idle"}[1m]))'
          aria-label="PromQL expression"
          aria-invalid={wrong.value !== ''}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => (typed.value = event.currentTarget.value)}
        />
        <button type="submit">Run</button>
      </form>
      <div role="alert" class="wrong" hidden={wrong.value === ''}>
        {wrong.value}
      </div>
      {got !== null && wrong.value === '' && (
        <div class={asking.value ? 'answer asking' : 'answer'}>
          {got.lines.length > 0 && <Lines {...got} />}
          <table>
            <tbody>
              {got.samples.slice(0, mostRows).map((sample, i) => (
                <tr key={i}>
                  <td>
                    <i class={`swatch ${place(got.lines, sample.labels)}`} /> <Harmless text={written(sample.labels)} />
                  </td>
                  <td class="figure">{String(sample.value)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {got.samples.length === 0 && <p class="empty">No series match now.</p>}
          {got.samples.length > mostRows && <p class="empty">{count(got.samples.length - mostRows)} more series</p>}
        </div>
      )}
    </section>
  )
}
