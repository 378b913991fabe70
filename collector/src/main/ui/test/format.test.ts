import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brief, bytes, clock, duration, moment, none, percent, plural, rate, short } from '../src/format'

test('bytes are binary and rates decimal, with three significant digits', () => {
  assert.equal(bytes(0), '0 B')
  assert.equal(bytes(1023), '1023 B')
  assert.equal(bytes(16 * 1024 ** 3), '16.0 GiB')
  assert.equal(bytes(128 * 1024 ** 3), '128 GiB')
  assert.equal(bytes(1.5 * 1024 ** 4), '1.50 TiB')
  assert.equal(rate(999.9), '1.00 kB/s')
  assert.equal(rate(28_740_000), '28.7 MB/s')
})

test('a figure that is not there is a dash, never zero', () => {
  for (const write of [bytes, rate, percent, duration]) {
    assert.equal(write(undefined), none)
    assert.equal(write(NaN), none)
  }
})

test('small percentages keep a decimal', () => {
  assert.equal(percent(0.004), '0.4%')
  assert.equal(percent(0.0999), '10%')
  assert.equal(percent(0.876), '88%')
  assert.equal(percent(0), '0%')
})

test('durations name the two units that matter', () => {
  assert.equal(duration(8.9), '8s')
  assert.equal(duration(61), '1m 1s')
  assert.equal(duration(1200), '20m')
  assert.equal(duration(3 * 3600 + 60), '3h 1m')
  assert.equal(duration(3 * 86400 + 4 * 3600), '3d 4h')
  assert.equal(duration(212 * 86400), '212d')
  assert.equal(duration(-5), '0s')
})

test('numbers stay readable at every size', () => {
  assert.equal(short(44), '44')
  assert.equal(short(12345.6), '12,346')
  assert.equal(short(13.33), '13.3')
  assert.equal(short(0.339), '0.34')
  assert.equal(short(0.00012), '0.00012')
})

test('a moment of another day says the day', () => {
  const now = new Date(2026, 10, 23, 14, 0, 0).getTime()
  assert.equal(moment(now - 60_000, now), '13:59:00')
  assert.equal(moment(now - 86_400_000, now), '2026-11-22 14:00:00')
  assert.equal(clock(now + 7), '14:00:00.007')
  assert.equal(clock(NaN), none)
})

test('plural counts', () => {
  assert.equal(plural(1, 'node'), '1 node')
  assert.equal(plural(12345, 'line'), '12,345 lines')
})

test('an axis writes no empty decimals', () => {
  assert.deepEqual([brief('50.0 MB/s'), brief('2.50 GB/s'), brief('5.0%'), brief('100%')], ['50 MB/s', '2.50 GB/s', '5%', '100%'])
})
