import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anyOf, area, axis, column, columns, path, quoted, span } from '../src/series'

test('a span ends on a whole step, so that points stay in place while time moves', () => {
  assert.deepEqual(span(1_000_014_999, 900, 15), { start: 999_105, end: 1_000_005, step: 15 })
  assert.deepEqual(span(1_000_005_001, 900, 15), span(1_000_019_999, 900, 15))
})

test('points fall on the axis, gaps are null, what cannot be drawn is a gap', () => {
  const over = { start: 0, end: 60, step: 15 }
  assert.deepEqual(axis(over), [0, 15, 30, 45, 60])
  assert.deepEqual(column({ labels: {}, points: [[0, 1], [30, NaN], [45, 4], [75, 9]] }, over), [1, null, null, 4, null])
})

test('a name without a line has an empty column', () => {
  const over = { start: 0, end: 15, step: 15 }
  assert.deepEqual(columns([{ labels: { instance: 'b' }, points: [[0, 2]] }], 'instance', ['a', 'b'], over), [[null, null], [2, null]])
})

test('a gap lifts the pen', () => {
  assert.equal(path([0, 10, null, 5], 30, 10, 10), 'M0.0 10.0L10.0 0.0M30.0 5.0')
  assert.equal(path([1], 30, 10, 10), '')
})

test('names are matched literally', () => {
  const names = ['n1.example', 'a|b', 'x"y\\z']
  const matcher = new RegExp(`^(?:${anyOf(names)})$`)
  for (const name of names) assert.ok(matcher.test(name))
  assert.ok(!matcher.test('n1-example') && !matcher.test('a'))
  assert.equal(quoted('a"b\\c'), '"a\\"b\\\\c"')
})

test('the area under a line begins and ends where the line does', () => {
  assert.equal(area([null, 10, 0, null], 30, 10, 10), 'M10.0 0.0L20.0 10.0L20.0 10L10.0 10Z')
  assert.equal(area([null, null], 30, 10, 10), '')
})
