// The collector's own state.

import { json } from './http'

export interface Status {
  readonly version: string
  readonly uptimeSeconds: number
  readonly ready: boolean
  /** Why questions cannot be answered fully yet; empty when they can. */
  readonly reason: string
  /** Progress from 0 to 1 while the collector reads its memory back from Kafka. */
  readonly rebuilding: { readonly progress: number } | null
  /** Sentences that everybody who looks at the page should read: a door that is open to all, say. */
  readonly warnings: readonly string[]
  readonly index: { readonly kind: string }
  readonly kafka: { readonly problem: string; readonly metricsLagRecords: number; readonly logsLagRecords: number }
  readonly head: { readonly series: number }
}

export async function status(abort: AbortSignal): Promise<Status> {
  return (await json('/api/status', {}, abort)) as Status
}
