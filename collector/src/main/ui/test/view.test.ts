import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse, written } from '../src/view'
import { fingerprint, meant, ordered } from '../src/watch'
import type { Alert } from '../src/prometheus'

test('a view survives being written to an address and read back', () => {
  const view = { ...parse('', ''), node: 'n 1&', logs: 'a:"b" OR c', window: { from: 1000, to: 2000 }, expr: 'up{a="b"} > 0' }
  assert.deepEqual(parse(written(view), ''), view)
  assert.equal(written(parse('', '')), '')
})

test('nonsense in an address is as good as nothing', () => {
  const view = parse('?range=9y&from=x&to=5&node=', '#?')
  assert.equal(view.range.name, '15m')
  assert.equal(view.window, null)
  assert.equal(parse('?from=9&to=5', '').window, null)
})

test('links in the manner of Prometheus open the query', () => {
  assert.equal(parse('?g0.expr=up%20%3D%3D%200&g0.tab=1', '').expr, 'up == 0')
  assert.equal(parse('', '#/graph?expr=up').expr, 'up')
})

function alert(name: string, state: Alert['state'], activeAt: string): Alert {
  return { labels: { alertname: name }, annotations: {}, state, activeAt, value: '1' }
}

test('firing alerts come first, the longest before the others', () => {
  const all = [alert('c', 'pending', '2026-01-01T00:00:00Z'), alert('b', 'firing', '2026-01-02T00:00:00Z'), alert('a', 'firing', '2026-01-01T00:00:00Z'), alert('d', 'inactive', '')]
  assert.deepEqual(ordered(all).map((one) => one.labels['alertname']), ['a', 'b', 'c'])
})

test('fingerprints are those of Prometheus', () => {
  // The value of an empty set is the offset basis of FNV-1a.
  assert.equal(fingerprint({}), 'cbf29ce484222325')
  // FNV-1a over alertname ff NodeDown ff instance ff n1 ff, worked out apart from this code.
  assert.equal(fingerprint({ instance: 'n1', alertname: 'NodeDown' }), '00fab8c34ade898a')
  assert.equal(fingerprint({ b: '2', a: '1' }), fingerprint({ a: '1', b: '2' }))
  assert.notEqual(fingerprint({ a: '12' }), fingerprint({ a: '1', b: '2' }))
})

test('a link means an alert by name or fingerprint', () => {
  const one = alert('NodeDown', 'firing', '')
  assert.ok(meant(one, 'NodeDown') && meant(one, fingerprint(one.labels)))
  assert.ok(!meant(one, '') && !meant(one, 'NodeUp'))
})
