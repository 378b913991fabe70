// The collector's own state.

import { json } from './http'

export interface Status {
  readonly version: string
  readonly uptimeSeconds: number | undefined
  /** 0 to 1 while the collector reads its memory back from Kafka; null when it is done. */
  readonly rebuilding: number | null
  /** Set when anybody who can reach the door may use it. */
  readonly warning: string
}

export async function status(abort: AbortSignal): Promise<Status> {
  const body = (await json('/api/status', {}, abort)) as { version?: string; uptimeSeconds?: number; rebuilding?: { progress?: number } | null; warnings?: readonly string[] }
  return { uptimeSeconds: body.uptimeSeconds, version: body.version ?? '', rebuilding: body.rebuilding?.progress ?? null, warning: (body.warnings ?? []).join(' ') }
}
