import { Chart } from './Chart'
import { percent, plural, rate } from '../format'
import { charted, nodes } from '../live'
import { node } from '../view'

/** What the nodes did over the range. */
export function Charts() {
  const all = nodes.value?.length ?? 0
  return (
    <section class="charts" id="charts" aria-label="Charts">
      <h2>
        Over time
        <span class="quiet">
          {node.value !== '' ? ` ${node.value}` : charted.value.length < all ? ` the ${charted.value.length} busiest of ${plural(all, 'node')}` : ''}
        </span>
      </h2>
      <div class="chart-grid">
        <Chart title="CPU busy" up="busy" format={percent} top={1} />
        <Chart title="Memory used" up="memory" format={percent} top={1} />
        <Chart title="Network" up="received" down="sent" words={['in', 'out']} format={rate} />
        <Chart title="Disks" up="read" down="written" words={['read', 'written']} format={rate} />
      </div>
    </section>
  )
}
