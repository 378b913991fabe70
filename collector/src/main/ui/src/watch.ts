// Alerts, rules and the collector's own state: what is wrong, and whether somebody is looking.

import { computed, signal } from '@preact/signals'
import { repeat } from './poll'
import { alertRules, alerts as fetchAlerts, type Alert, type RuleGroup } from './prometheus'
import { status as fetchStatus, type Status } from './status'

/** Alerts that fire first, then those pending, the longest first; null until the first answer. */
export const alerts = signal<readonly Alert[] | null>(null)
export const groups = signal<readonly RuleGroup[] | null>(null)
export const status = signal<Status | null>(null)

export const firing = computed(() => (alerts.value ?? []).filter((alert) => alert.state === 'firing').length)
export const rules = computed(() => (groups.value ?? []).reduce((sum, group) => sum + group.rules.length, 0))
/** Rules that could not be evaluated the last time. */
export const broken = computed(() => (groups.value ?? []).flatMap((group) => group.rules.filter((rule) => rule.health === 'err')))

const order = { firing: 0, pending: 1, inactive: 2 }

/** The order in which one wants to read alerts. */
export function ordered(all: readonly Alert[]): Alert[] {
  return all
    .filter((alert) => alert.state !== 'inactive')
    .sort((a, b) => order[a.state] - order[b.state] || Date.parse(a.activeAt) - Date.parse(b.activeAt))
}

const prime = 0x100000001b3n
const all64 = 0xffffffffffffffffn

/** The fingerprint of a set of labels, as Prometheus and Alertmanager make it: FNV-1a of 64 bits. */
export function fingerprint(labels: Readonly<Record<string, string>>): string {
  let sum = 0xcbf29ce484222325n
  const encoder = new TextEncoder()
  const eat = (bytes: Iterable<number>) => {
    for (const byte of bytes) sum = ((sum ^ BigInt(byte)) * prime) & all64
  }
  for (const name of Object.keys(labels).sort()) {
    eat(encoder.encode(name))
    eat([255])
    eat(encoder.encode(labels[name]))
    eat([255])
  }
  return sum.toString(16).padStart(16, '0')
}

/** Whether a link's name or fingerprint means this alert. */
export function meant(alert: Alert, wanted: string): boolean {
  return wanted !== '' && (alert.labels['alertname'] === wanted || fingerprint(alert.labels) === wanted || alert.fingerprint === wanted)
}

/** Starts asking; runs as long as the page does. */
export function keepWatch(): void {
  repeat('alerts', 4000, async (abort) => {
    alerts.value = ordered(await fetchAlerts(abort))
  })
  repeat('rules', 20_000, async (abort) => {
    groups.value = await alertRules(abort)
  })
  repeat('status', 4000, async (abort) => {
    status.value = await fetchStatus(abort)
  })
}
