import { effect, useComputed } from '@preact/signals'
import { count, duration, none, plural } from '../format'
import { connected } from '../http'
import { cluster, clusterName, nodes } from '../live'
import { failures } from '../poll'
import { theme, type Theme } from '../theme'
import { node, range, ranges } from '../view'
import { alerts, firing, status } from '../watch'

interface State {
  readonly kind: 'good' | 'bad' | 'warning' | 'wait'
  readonly words: string
}

/** The one thing that matters most about the whole. */
function overall(): State {
  if (!connected.value) return { kind: 'bad', words: 'Connection lost, reconnecting' }
  const rebuilding = status.value?.rebuilding ?? null
  if (rebuilding !== null) return { kind: 'wait', words: `Collector rebuilding ${Math.floor(rebuilding.progress * 100)}%` }
  if (firing.value > 0) return { kind: 'bad', words: `${plural(firing.value, 'alert')} firing` }
  const down = (cluster.value?.nodes ?? 0) - (cluster.value?.up ?? 0)
  if (down > 0) return { kind: 'bad', words: `${plural(down, 'node')} down` }
  if (nodes.value === null || alerts.value === null) return { kind: 'wait', words: 'Looking' }
  if (nodes.value.length === 0) return { kind: 'wait', words: 'Waiting for the first node' }
  if (alerts.value.length > 0) return { kind: 'warning', words: `${plural(alerts.value.length, 'alert')} pending` }
  return { kind: 'good', words: 'All good' }
}

/** The tab tells from afar whether somebody should look. */
export function keepTitle(): void {
  effect(() => {
    const name = clusterName.value === '' ? 'Vedette' : `Vedette / ${clusterName.value}`
    document.title = firing.value > 0 ? `(${firing.value}) ${name}` : name
  })
}

const following: Record<Theme, Theme> = { auto: 'light', light: 'dark', dark: 'auto' }
const glyph: Record<Theme, string> = { auto: '◐', light: '☀', dark: '☾' }

export function Header() {
  const state = useComputed(overall).value
  const all = cluster.value
  return (
    <header class="top">
      <a class="skip" href="#logs">
        Skip to the logs
      </a>
      <a class="brand" href="/" aria-label="Vedette, the whole cluster">
        <svg viewBox="0 0 32 32" aria-hidden="true">
          <path d="M7 8l9 17 9-17" />
          <circle cx="16" cy="9.5" r="2.6" />
        </svg>
        Vedette
      </a>
      <span class="cluster-name">{clusterName.value}</span>
      <div role="status">
        <a class={`state ${state.kind}`} href="#alerts">
          <i aria-hidden="true" />
          {state.words}
        </a>
      </div>
      <a class="up-count" href="#nodes" title="Nodes up of all nodes">
        <b>{all === null ? none : `${all.up}/${all.nodes}`}</b> nodes up
      </a>
      {node.value !== '' && (
        <button type="button" class="chip picked-node" title="Back to all nodes" onClick={() => (node.value = '')}>
          {node.value} <span aria-hidden="true">×</span>
        </button>
      )}
      <span class="gap" />
      <nav aria-label="Parts of the page">
        <a href="#nodes">Nodes</a>
        <a href="#alerts">Alerts</a>
        <a href="#logs">Logs</a>
        <a href="#query">Query</a>
      </nav>
      <div class="ranges" role="group" aria-label="Time range">
        {ranges.map((one) => (
          <button type="button" key={one.name} aria-pressed={range.value === one} onClick={() => (range.value = one)}>
            {one.name}
          </button>
        ))}
      </div>
      <button type="button" class="theme" title={`Colours: ${theme.value}`} aria-label={`Colours: ${theme.value}. Change`} onClick={() => (theme.value = following[theme.value])}>
        {glyph[theme.value]}
      </button>
    </header>
  )
}

/** What does not work at present, quietly; the figures already here stay. */
export function Banner() {
  const own = status.value
  const troubles = [...failures.value].map(([what, message]) => `${what}: ${message}`)
  if (own !== null && !own.ready && own.rebuilding === null && own.reason !== '') troubles.unshift(own.reason)
  else if (own !== null && own.kafka.problem !== '') troubles.unshift(`Kafka: ${own.kafka.problem}`)
  const warnings = own?.warnings ?? []
  if (warnings.length === 0 && troubles.length === 0) return null
  return (
    <div class="banners">
      {warnings.map((warning) => (
        <p class="banner warning" role="alert" key={warning}>
          {warning}
        </p>
      ))}
      {troubles.length > 0 && (
        <p class="banner" role="status">
          {troubles.slice(0, 3).join(' · ')}
        </p>
      )}
    </div>
  )
}

/** What the collector is and holds. */
export function Foot() {
  const own = status.value
  return (
    <footer>
      {own !== null && (
        <>
          <span>Vedette {own.version}</span>
          <span>collector up {duration(own.uptimeSeconds)}</span>
          <span>{count(own.head.series)} series</span>
          <span>index {own.index.kind}</span>
          <span>
            {plural(own.kafka.metricsLagRecords + own.kafka.logsLagRecords, 'record')} waiting in Kafka
          </span>
        </>
      )}
      <span>
        <kbd>/</kbd> search
      </span>
    </footer>
  )
}
