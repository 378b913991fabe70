import assert from 'node:assert/strict'
import { test } from 'node:test'
import { entry, fields, kindOf, together, type Entry } from '../src/document'
import { counted } from '../src/logs'

const document = {
  '@timestamp': '2026-11-23T13:00:00.250Z',
  message: 'hello',
  log: { level: 'WARN', offset: 7, file: { path: '/var/log/app/x.log' } },
  host: { name: 'n1', ip: ['10.0.0.1', '10.0.0.2'] },
  event: { dataset: 'app' },
  empty: null,
}

test('a line takes its words from the nested document', () => {
  const line = entry(document)
  assert.equal(line.millis, Date.UTC(2026, 10, 23, 13, 0, 0, 250))
  assert.deepEqual([line.level, line.host, line.dataset, line.file, line.message], ['WARN', 'n1', 'app', '/var/log/app/x.log', 'hello'])
})

test('a line is the same line however it came, and another line is another', () => {
  const stored = { ...document, vedette: { source: 's' } }
  assert.equal(entry(stored).key, entry({ ...stored, event: { dataset: 'app', ingested: 'later' } }).key)
  assert.notEqual(entry(stored).key, entry({ ...stored, log: { ...document.log, offset: 8 } }).key)
  assert.notEqual(entry(document).key, entry({ ...document, message: 'other' }).key)
})

test('fields are flattened, sorted, and keep every value', () => {
  assert.deepEqual(
    fields(document).map((field) => `${field.name}=${field.values.join(',')}`),
    ['@timestamp=2026-11-23T13:00:00.250Z', 'event.dataset=app', 'host.ip=10.0.0.1,10.0.0.2', 'host.name=n1', 'log.file.path=/var/log/app/x.log', 'log.level=WARN', 'log.offset=7', 'message=hello'],
  )
})

test('a document with nothing in it is still a line', () => {
  for (const strange of [{}, null, 'text', 3, [], { host: 'n1', log: ['x'], message: { a: 1 } }]) {
    const line = entry(strange)
    assert.equal(typeof line.message, 'string')
    assert.ok(Number.isNaN(line.millis))
  }
})

test('depth is bounded', () => {
  let deep: Record<string, unknown> = { end: 1 }
  for (let i = 0; i < 10_000; i++) deep = { a: deep }
  assert.deepEqual(fields(deep as never), [])
})

function line(key: string, millis: number): Entry {
  return { key, millis, level: '', host: '', dataset: '', file: '', message: '', document: null }
}

test('lists are joined newest first, each line once, and bounded', () => {
  const joined = together([line('b', 2), line('a', 1)], [line('c', 3), line('b', 2)], 10)
  assert.deepEqual(joined.map((one) => one.key), ['c', 'b', 'a'])
  assert.deepEqual(together(joined, [line('d', 4)], 2).map((one) => one.key), ['d', 'c'])
})

test('levels are of one kind by any name', () => {
  assert.deepEqual(['Fatal', 'err', 'WARNING', 'notice', 'TRACE', '', 'unknown'].map(kindOf), ['error', 'error', 'warning', 'info', 'debug', 'other', 'other'])
})

test('the histogram counts by kind and remembers the names', () => {
  const { buckets, levels } = counted({ total: 6, width: 1000, buckets: [{ start: 0, levels: { err: 1, error: 2, info: 3 } }, { start: 1000, levels: {} }] })
  assert.deepEqual([...(buckets[0]?.counts ?? [])], [['error', 3], ['info', 3]])
  assert.equal(buckets[1]?.counts.size, 0)
  assert.deepEqual([...(levels.get('error') ?? [])], ['err', 'error'])
})
