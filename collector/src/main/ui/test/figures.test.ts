import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aggregates, cluster, expression, nodes, type Aggregate } from '../src/figures'
import type { Sample } from '../src/prometheus'

function said(name: string, instance: string, value: number, more: Record<string, string> = {}): Sample {
  return { labels: { __name__: name, instance, ...more }, value }
}

function sums(given: Partial<Record<Aggregate, Sample[]>>): Record<Aggregate, Sample[]> {
  return Object.fromEntries(aggregates.map((what) => [what, given[what] ?? []])) as unknown as Record<Aggregate, Sample[]>
}

const of = (instance: string, value: number): Sample => ({ labels: { instance }, value })

test('a node is put together from its samples', () => {
  const [one] = nodes(
    [said('up', 'n1', 1, { cluster: 'c' }), said('node_memory_MemTotal_bytes', 'n1', 100), said('node_memory_MemAvailable_bytes', 'n1', 40), said('node_load1', 'n1', 0.5)],
    sums({ cores: [of('n1', 4)], busy: [of('n1', 1.2)], storageTotal: [of('n1', 1000)], storageFree: [of('n1', 900)] }),
  )
  assert.deepEqual(
    [one?.name, one?.cluster, one?.up, one?.cores, one?.busy, one?.memoryUsed, one?.storageUsed, one?.load, one?.booted],
    ['n1', 'c', true, 4, 1, 60, 100, 0.5, undefined],
  )
})

test('nodes are in the order people count in', () => {
  const names = nodes(['n10', 'n2', 'n1'].map((name) => said('up', name, 1)), sums({})).map((node) => node.name)
  assert.deepEqual(names, ['n1', 'n2', 'n10'])
})

test('the cluster weighs CPU time by cores and leaves out nodes that are down', () => {
  const all = nodes(
    [said('up', 'a', 1), said('up', 'b', 1), said('up', 'c', 0), said('node_boot_time_seconds', 'a', 10), said('node_boot_time_seconds', 'b', 90)],
    sums({ cores: [of('a', 30), of('b', 10), of('c', 8)], busy: [of('a', 0.1), of('b', 0.9), of('c', 0.5)] }),
  )
  const whole = cluster(all)
  assert.equal(whole.nodes, 3)
  assert.equal(whole.up, 2)
  assert.equal(whole.cores, 40)
  assert.ok(Math.abs((whole.busy ?? 0) - 0.3) < 1e-12)
  assert.deepEqual([whole.booted, whole.lastBooted], [10, 90])
  assert.equal(whole.memoryTotal, undefined)
})

test('an empty cluster has no figures', () => {
  const whole = cluster([])
  assert.deepEqual([whole.nodes, whole.cores, whole.busy, whole.booted], [0, undefined, undefined, undefined])
})

test('expressions look back over at least four samples', () => {
  assert.match(expression('busy', 15, ''), /\[60s\]/)
  assert.match(expression('received', 120, 'by (instance)', ',instance=~"a"'), /^sum by \(instance\) \(rate\(.*,instance=~"a"\}\[240s\]\)\)$/)
})
