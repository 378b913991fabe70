import type { ComponentChildren } from 'preact'
import { bytes, duration, none, percent, plain, plural, rate } from '../format'
import { share } from '../figures'
import { cluster, history, type Spark } from '../live'
import { now } from '../poll'
import { area, path } from '../series'

const width = 160
const height = 28

function Sparkline({ of, top }: { of: Spark; top?: number }) {
  const points = history.value.get(of) ?? []
  const reach = top ?? points.reduce<number>((most, value) => Math.max(most, value ?? 0), 0) * 1.1
  return (
    <svg class="spark" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
      <path class="spark-fill" d={area(points, width, height, reach)} />
      <path class="spark-line" d={path(points, width, height, reach)} />
    </svg>
  )
}

interface TileProperties {
  readonly name: string
  readonly label: string
  readonly value: string
  readonly detail: ComponentChildren
  readonly ratio?: number | undefined
  readonly children: ComponentChildren
}

function Tile({ name, label, value, detail, ratio, children }: TileProperties) {
  const level = ratio === undefined ? '' : ratio > 0.9 ? ' critical' : ratio > 0.8 ? ' warning' : ''
  return (
    <div class={`tile${level}`} data-figure={name}>
      <div class="tile-label">{label}</div>
      <div class="tile-value">{value}</div>
      <div class="tile-detail">{detail}</div>
      {children}
    </div>
  )
}

/** All nodes summed up: one computer. */
export function Cluster() {
  const all = cluster.value
  const seconds = now.value / 1000
  const memory = share(all?.memoryUsed, all?.memoryTotal)
  const storage = share(all?.storageUsed, all?.storageTotal)
  const longest = all?.booted === undefined ? undefined : seconds - all.booted
  const shortest = all?.lastBooted === undefined ? undefined : seconds - all.lastBooted
  return (
    <section class="cluster" id="cluster" aria-label="The cluster as one computer">
      <h2>The cluster as one computer</h2>
      <div class="tiles">
        <Tile name="cores" label="Cores" value={plain(all?.cores)} detail={all === null || all.nodes === 0 ? none : `in ${all.up < all.nodes ? `${all.up} of ` : ''}${plural(all.nodes, 'node')}`}>
          <Sparkline of="cores" />
        </Tile>
        <Tile name="cpu" label="CPU busy" value={percent(all?.busy)} ratio={all?.busy} detail={all?.busy === undefined || all.cores === undefined ? none : `${plain(all.busy * all.cores)} cores' worth`}>
          <Sparkline of="busy" top={1} />
        </Tile>
        <Tile name="memory" label="Memory" value={percent(memory)} ratio={memory} detail={memory === undefined ? none : `${bytes(all?.memoryUsed)} of ${bytes(all?.memoryTotal)}`}>
          <Sparkline of="memory" top={1} />
        </Tile>
        <Tile name="storage" label="Storage" value={percent(storage)} ratio={storage} detail={storage === undefined ? none : `${bytes(all?.storageUsed)} of ${bytes(all?.storageTotal)}`}>
          <Sparkline of="storage" top={1} />
        </Tile>
        <Tile name="received" label="Network in" value={rate(all?.received)} detail="received">
          <Sparkline of="received" />
        </Tile>
        <Tile name="sent" label="Network out" value={rate(all?.sent)} detail="sent">
          <Sparkline of="sent" />
        </Tile>
        <Tile name="load" label="Load" value={plain(all?.load)} detail={all?.load === undefined || !all.cores ? none : `${plain(all.load / all.cores)} a core`}>
          <Sparkline of="load" />
        </Tile>
        <Tile name="uptime" label="Uptime" value={duration(longest)} detail={shortest === undefined ? none : `shortest ${duration(shortest)}`}>
          <Sparkline of="up" />
        </Tile>
      </div>
    </section>
  )
}
