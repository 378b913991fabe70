import { computed, signal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { share, type Node } from '../figures'
import { bytes, duration, none, percent, plain, plural, rate } from '../format'
import { lastUp, nodes, placeOf } from '../live'
import { now } from '../poll'
import { node as picked, range } from '../view'

/** Rows shown before the reader asks for all of them. */
const few = 50
/** From here on the table can be searched. */
const manyNodes = 15

type Key = 'name' | 'cores' | 'busy' | 'memory' | 'storage' | 'received' | 'sent' | 'load' | 'uptime'

const by = signal<{ readonly key: Key; readonly down: boolean }>({ key: 'name', down: false })
const whole = signal(false)
/** Part of a node's name; asked for when there are many. */
const named = signal('')

function measure(one: Node, key: Exclude<Key, 'name'>): number {
  switch (key) {
    case 'memory':
      return share(one.memoryUsed, one.memoryTotal) ?? -1
    case 'storage':
      return share(one.storageUsed, one.storageTotal) ?? -1
    case 'uptime':
      return one.booted === undefined ? -1 : -one.booted
    case 'load':
      return one.load === undefined ? -1 : one.load / (one.cores ?? 1)
    default:
      return one[key] ?? -1
  }
}

/** Nodes that are down first: they are what one has come for. */
const sorted = computed(() => {
  const { key, down } = by.value
  const part = named.value.trim().toLowerCase()
  const all = (nodes.value ?? []).filter((one) => one.name.toLowerCase().includes(part))
  if (key !== 'name') all.sort((a, b) => measure(a, key) - measure(b, key))
  if (down) all.reverse()
  return [...all.filter((one) => !one.up), ...all.filter((one) => one.up)]
})

function Heading({ of, children, words }: { of: Key; children: ComponentChildren; words?: string }) {
  const mine = by.value.key === of
  return (
    <th scope="col" class={of === 'cores' || of === 'received' || of === 'sent' || of === 'load' || of === 'uptime' ? 'figure' : ''} aria-sort={mine ? (by.value.down ? 'descending' : 'ascending') : 'none'}>
      <button type="button" title={words ?? 'Sort'} onClick={() => (by.value = { key: of, down: mine ? !by.value.down : of !== 'name' })}>
        {children}
        <span class="sort" aria-hidden="true">
          {mine ? (by.value.down ? '↓' : '↑') : ''}
        </span>
      </button>
      {of === 'name' && (nodes.value?.length ?? 0) > manyNodes && (
        <input type="search" value={named.value} placeholder="part of a name" aria-label="Only nodes whose name has this" onInput={(event) => (named.value = event.currentTarget.value)} />
      )}
    </th>
  )
}

function Bar({ ratio, detail }: { ratio: number | undefined; detail?: string }) {
  const level = ratio === undefined ? '' : ratio > 0.9 ? 'critical' : ratio > 0.8 ? 'warning' : ''
  return (
    <td class="bar">
      <div class="bar-cell">
        <span class={`meter ${level}`} aria-hidden="true">
          <i style={{ transform: `scaleX(${(ratio ?? 0).toFixed(4)})` }} />
        </span>
        <span class="bar-value">{percent(ratio)}</span>
        {detail !== undefined && <span class="bar-detail">{detail}</span>}
      </div>
    </td>
  )
}

function down(name: string): string {
  const last = lastUp.value.get(name)
  if (last === undefined) return 'down'
  return Number.isNaN(last) ? `down for over ${range.value.name}` : `down for ${duration(now.value / 1000 - last)}`
}

function Row({ one }: { one: Node }) {
  const place = placeOf(one.name)
  const isPicked = picked.value === one.name
  const pick = () => (picked.value = isPicked ? '' : one.name)
  return (
    <tr class={`node${one.up ? '' : ' lost'}${isPicked ? ' picked' : ''}`} data-node={one.name} onClick={pick}>
      <th scope="row">
        <button
          type="button"
          aria-pressed={isPicked}
          title={one.system}
          onClick={(event) => {
            event.stopPropagation()
            pick()
          }}
        >
          <i class={`swatch ${one.up ? (place < 0 ? 'place-none' : `place-${place}`) : 'place-lost'}`} aria-hidden="true" />
          <span class="node-name">{one.name}</span>
        </button>
      </th>
      {one.up ? (
        <>
          <td class="figure">{plain(one.cores)}</td>
          <Bar ratio={one.busy} />
          <Bar ratio={share(one.memoryUsed, one.memoryTotal)} detail={`${bytes(one.memoryUsed)} / ${bytes(one.memoryTotal)}`} />
          <Bar ratio={share(one.storageUsed, one.storageTotal)} detail={`${bytes(one.storageUsed)} / ${bytes(one.storageTotal)}`} />
          <td class="figure">{rate(one.received)}</td>
          <td class="figure">{rate(one.sent)}</td>
          <td class="figure">{plain(one.load)}</td>
          <td class="figure">{one.booted === undefined ? none : duration(now.value / 1000 - one.booted)}</td>
        </>
      ) : (
        <td colSpan={8} class="lost-words">
          {down(one.name)}
        </td>
      )}
    </tr>
  )
}

/** One row a node, with the columns of the whole. */
export function Nodes() {
  const all = sorted.value
  const shown = whole.value ? all : all.slice(0, few)
  return (
    <section class="nodes" id="nodes" aria-label="Nodes">
      <div class="nodes-scroll" tabIndex={-1}>
        <table>
          <thead>
            <tr>
              <Heading of="name">Node</Heading>
              <Heading of="cores">Cores</Heading>
              <Heading of="busy">CPU busy</Heading>
              <Heading of="memory">Memory</Heading>
              <Heading of="storage">Storage</Heading>
              <Heading of="received">In</Heading>
              <Heading of="sent">Out</Heading>
              <Heading of="load" words="Load of the last minute; sorts by load a core">
                Load
              </Heading>
              <Heading of="uptime">Uptime</Heading>
            </tr>
          </thead>
          <tbody>
            {shown.map((one) => (
              <Row key={one.name} one={one} />
            ))}
          </tbody>
        </table>
      </div>
      {nodes.value?.length === 0 && <p class="empty">No node has sent figures yet. An agent's first come within its interval, 15 s by default.</p>}
      {shown.length < all.length && (
        <button type="button" class="more" onClick={() => (whole.value = true)}>
          Show all {plural(all.length, 'node')}
        </button>
      )}
    </section>
  )
}
