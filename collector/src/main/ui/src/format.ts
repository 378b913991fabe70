// Figures as people read them. Everything here is pure.

/** What stands where there is no figure. */
export const none = '–'

const binary = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']
const decimal = ['B/s', 'kB/s', 'MB/s', 'GB/s', 'TB/s']

/** A number with at least three significant digits, and thousands apart. */
export function short(value: number): string {
  const size = Math.abs(value)
  if (size >= 100 || Number.isInteger(value)) return count(Math.round(value))
  if (size >= 10) return value.toFixed(1)
  if (size >= 0.01 || size === 0) return value.toFixed(2)
  return value.toPrecision(2)
}

function scaled(value: number, base: number, units: readonly string[]): string {
  let step = 0
  let rest = value
  while (Math.abs(rest) >= base * 0.9995 && step < units.length - 1) {
    rest /= base
    step++
  }
  const size = Math.abs(rest)
  return `${rest.toFixed(step === 0 || size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2)} ${units[step]}`
}

/** Bytes in binary units: memory and storage. */
export function bytes(value: number | undefined): string {
  return value === undefined || !Number.isFinite(value) ? none : scaled(value, 1024, binary)
}

/** Bytes a second in decimal units: network and disks. */
export function rate(value: number | undefined): string {
  return value === undefined || !Number.isFinite(value) ? none : scaled(value, 1000, decimal)
}

/** A ratio (0 to 1) in percent: one decimal below ten, so that an idle machine still moves. */
export function percent(ratio: number | undefined): string {
  if (ratio === undefined || !Number.isFinite(ratio)) return none
  const value = ratio * 100
  return `${value !== 0 && Math.abs(value) < 9.95 ? value.toFixed(1) : value.toFixed(0)}%`
}

/** A written figure without decimals that say nothing: what an axis needs. */
export function brief(figure: string): string {
  return figure.replace(/\.0+(?=\D|$)/, '')
}

/** A plain figure: load, cores. */
export function plain(value: number | undefined): string {
  return value === undefined || !Number.isFinite(value) ? none : short(value)
}

/** A count with thousands apart. */
export function count(value: number): string {
  return value.toLocaleString('en-US')
}

/** Seconds in the two largest units that matter: 3d 4h, 12m, 8s. */
export function duration(seconds: number | undefined): string {
  if (seconds === undefined || !Number.isFinite(seconds)) return none
  const whole = Math.max(0, Math.floor(seconds))
  const days = Math.floor(whole / 86400)
  const hours = Math.floor((whole % 86400) / 3600)
  const minutes = Math.floor((whole % 3600) / 60)
  if (days >= 10) return `${days}d`
  if (days > 0) return `${days}d ${hours}h`
  if (hours > 0) return `${hours}h ${minutes}m`
  if (minutes >= 10) return `${minutes}m`
  if (minutes > 0) return `${minutes}m ${whole % 60}s`
  return `${whole}s`
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}

/** Time of day in the reader's zone, with milliseconds: a log line's moment. */
export function clock(millis: number): string {
  const at = new Date(millis)
  if (Number.isNaN(at.getTime())) return none
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${String(at.getMilliseconds()).padStart(3, '0')}`
}

/** Hour and minute of a time in Unix seconds, for an axis. */
export function hourMinute(seconds: number): string {
  const at = new Date(seconds * 1000)
  return `${two(at.getHours())}:${two(at.getMinutes())}`
}

/** Month, day and time of day without seconds when the day is not today's. */
export function moment(millis: number, nowMillis: number): string {
  const at = new Date(millis)
  if (Number.isNaN(at.getTime())) return none
  const time = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`
  const sameDay = new Date(nowMillis).toDateString() === at.toDateString()
  return sameDay ? time : `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${time}`
}

/** `one node`, `3 nodes`. */
export function plural(number: number, word: string): string {
  return `${count(number)} ${word}${number === 1 ? '' : 's'}`
}
