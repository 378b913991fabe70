// A node's figures and the cluster's, from node_exporter's names. Pure: expressions in, figures out.

import type { Labels, Sample } from './prometheus'

/** What is known of one node; what did not come is undefined, never zero. */
export interface Figures {
  readonly cores: number | undefined
  /** Share of CPU time spent working, 0 to 1. */
  readonly busy: number | undefined
  readonly memoryTotal: number | undefined
  readonly memoryUsed: number | undefined
  readonly storageTotal: number | undefined
  readonly storageUsed: number | undefined
  /** Bytes a second. */
  readonly received: number | undefined
  readonly sent: number | undefined
  readonly read: number | undefined
  readonly written: number | undefined
  readonly load: number | undefined
  /** Unix seconds of the boot. */
  readonly booted: number | undefined
}

export interface Node extends Figures {
  readonly name: string
  readonly cluster: string
  readonly up: boolean
  /** Kernel and machine, as uname says them. */
  readonly system: string
}

export interface Cluster extends Figures {
  readonly nodes: number
  readonly up: number
  /** The youngest boot; `booted` is the oldest. */
  readonly lastBooted: number | undefined
}

const job = 'job="node"'
/** Storage that is the node's own: nothing in memory, read-only or on the network. */
const storage = `${job},fstype!~"tmpfs|devtmpfs|ramfs|squashfs|iso9660|erofs|nfs.*|cifs|smb.*|ceph|fuse[.].*"`
/** Interfaces at the edge: what runs through a bridge, bond or tunnel runs through one of these too. */
const edge = `${job},device!~"lo|bond.*|br.*|cali.*|cilium.*|cni.*|docker.*|dummy.*|flannel.*|tap.*|team.*|tun.*|veth.*|virbr.*|wg.*|.*[.].*"`
/** Disks and not their partitions or the layers above them. */
const disks = `${job},device!~"(loop|ram|zram|dm-|md|sr|fd)[0-9]+|.*[0-9]p[0-9]+|[shv]d[a-z]+[0-9]+|xvd[a-z]+[0-9]+"`

/** Seconds a rate looks back for points that stand so far apart: four points of the agents' 15 s, at least. */
export function lookBack(step: number): string {
  return `[${Math.max(60, step * 2)}s]`
}

/** What can be asked for: ratios (busy, memory, storage), bytes a second, bytes, counts. */
export type Measured =
  | 'busy'
  | 'memory'
  | 'storage'
  | 'received'
  | 'sent'
  | 'read'
  | 'written'
  | 'cores'
  | 'storageTotal'
  | 'storageFree'
  | 'load'
  | 'up'

/**
 * The expression of a figure.
 *
 * @param by `by (instance)` for one series a node, nothing for the whole cluster
 * @param more matchers that narrow the nodes, beginning with a comma, or nothing
 */
export function expression(what: Measured, step: number, by: '' | 'by (instance)', more = ''): string {
  const back = lookBack(step)
  const sum = by === '' ? 'sum' : `sum ${by} `
  switch (what) {
    case 'busy':
      return (
        `1 - ${sum}(rate(node_cpu_seconds_total{${job},mode=~"idle|iowait|steal"${more}}${back}))` +
        ` / ${by === '' ? 'count' : `count ${by} `}(rate(node_cpu_seconds_total{${job},mode="idle"${more}}${back}))`
      )
    case 'received':
      return `${sum}(rate(node_network_receive_bytes_total{${edge}${more}}${back}))`
    case 'sent':
      return `${sum}(rate(node_network_transmit_bytes_total{${edge}${more}}${back}))`
    case 'read':
      return `${sum}(rate(node_disk_read_bytes_total{${disks}${more}}${back}))`
    case 'written':
      return `${sum}(rate(node_disk_written_bytes_total{${disks}${more}}${back}))`
    case 'cores':
      return `${by === '' ? 'count' : `count ${by} `}(node_cpu_seconds_total{${job},mode="idle"${more}})`
    case 'memory':
      return `1 - ${sum}(node_memory_MemAvailable_bytes{${job}${more}}) / ${sum}(node_memory_MemTotal_bytes{${job}${more}})`
    case 'storage':
      return `1 - ${expression('storageFree', step, by, more)} / ${expression('storageTotal', step, by, more)}`
    case 'storageFree':
      return `${sum}(max by (instance, device) (node_filesystem_avail_bytes{${storage}${more}}))`
    case 'storageTotal':
      return `${sum}(max by (instance, device) (node_filesystem_size_bytes{${storage}${more}}))`
    case 'up':
      return `${sum}(up{${job}${more}})`
    case 'load':
      return `${sum}(node_load1{${job}${more}})`
  }
}

/** What every node says in one sample each; fetched in one go. */
export const singles = `{__name__=~"up|node_load1|node_boot_time_seconds|node_memory_MemTotal_bytes|node_memory_MemAvailable_bytes|node_uname_info",${job}}`

/** The figures that take an expression each. */
export const aggregates = ['cores', 'busy', 'storageTotal', 'storageFree', 'received', 'sent', 'read', 'written'] as const
export type Aggregate = (typeof aggregates)[number]

interface Draft {
  cluster: string
  up: boolean | undefined
  system: string
  memoryTotal?: number
  memoryAvailable?: number
  load?: number
  booted?: number
}

function single(draft: Draft, labels: Labels, value: number): void {
  switch (labels['__name__']) {
    case 'up':
      draft.up = value === 1
      break
    case 'node_load1':
      draft.load = value
      break
    case 'node_boot_time_seconds':
      draft.booted = value
      break
    case 'node_memory_MemTotal_bytes':
      draft.memoryTotal = value
      break
    case 'node_memory_MemAvailable_bytes':
      draft.memoryAvailable = value
      break
    case 'node_uname_info':
      draft.system = [labels['sysname'], labels['release'], labels['machine']].filter(Boolean).join(' ')
      break
  }
}

function byInstance(samples: readonly Sample[]): Map<string, number> {
  return new Map(samples.filter((sample) => Number.isFinite(sample.value)).map((sample) => [sample.labels['instance'] ?? '', sample.value]))
}

/** One record a node, by name. A node that says things but has no `up` counts as up. */
export function nodes(said: readonly Sample[], sums: Readonly<Record<Aggregate, readonly Sample[]>>): Node[] {
  const drafts = new Map<string, Draft>()
  for (const { labels, value } of said) {
    const name = labels['instance'] ?? ''
    let draft = drafts.get(name)
    if (draft === undefined) drafts.set(name, (draft = { cluster: '', up: undefined, system: '' }))
    draft.cluster ||= labels['cluster'] ?? ''
    if (Number.isFinite(value)) single(draft, labels, value)
  }
  const sum = Object.fromEntries(aggregates.map((what) => [what, byInstance(sums[what])])) as Record<Aggregate, Map<string, number>>
  return [...drafts]
    .map(([name, draft]) => ({
      name,
      cluster: draft.cluster,
      up: draft.up ?? true,
      system: draft.system,
      cores: sum.cores.get(name),
      busy: clamp(sum.busy.get(name)),
      memoryTotal: draft.memoryTotal,
      memoryUsed: less(draft.memoryTotal, draft.memoryAvailable),
      storageTotal: sum.storageTotal.get(name),
      storageUsed: less(sum.storageTotal.get(name), sum.storageFree.get(name)),
      received: sum.received.get(name),
      sent: sum.sent.get(name),
      read: sum.read.get(name),
      written: sum.written.get(name),
      load: draft.load,
      booted: draft.booted,
    }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
}

function less(all: number | undefined, free: number | undefined): number | undefined {
  return all === undefined || free === undefined ? undefined : all - free
}

function clamp(ratio: number | undefined): number | undefined {
  return ratio === undefined ? undefined : Math.min(1, Math.max(0, ratio))
}

function total(nodes: readonly Node[], what: keyof Figures): number | undefined {
  const present = nodes.map((node) => node[what]).filter((value) => value !== undefined)
  return present.length === 0 ? undefined : present.reduce((a, b) => a + b, 0)
}

/** The nodes as one computer: sums, and CPU time weighted by cores. Nodes that are down add nothing. */
export function cluster(all: readonly Node[]): Cluster {
  const up = all.filter((node) => node.up)
  const timed = up.filter((node) => node.busy !== undefined && node.cores !== undefined)
  const cores = total(timed, 'cores')
  const working = timed.reduce((sum, node) => sum + (node.busy ?? 0) * (node.cores ?? 0), 0)
  const boots = up.map((node) => node.booted).filter((booted) => booted !== undefined)
  return {
    nodes: all.length,
    up: up.length,
    cores: total(up, 'cores'),
    busy: cores === undefined || cores === 0 ? undefined : working / cores,
    memoryTotal: total(up, 'memoryTotal'),
    memoryUsed: total(up, 'memoryUsed'),
    storageTotal: total(up, 'storageTotal'),
    storageUsed: total(up, 'storageUsed'),
    received: total(up, 'received'),
    sent: total(up, 'sent'),
    read: total(up, 'read'),
    written: total(up, 'written'),
    load: total(up, 'load'),
    booted: boots.length === 0 ? undefined : boots.reduce((a, b) => Math.min(a, b)),
    lastBooted: boots.length === 0 ? undefined : boots.reduce((a, b) => Math.max(a, b)),
  }
}

/** A ratio of two figures, where both are there. */
export function share(used: number | undefined, all: number | undefined): number | undefined {
  return used === undefined || all === undefined || all <= 0 ? undefined : used / all
}
