// Every request of the page: bounded in time, abortable, with errors that say what the server said.

import { signal } from '@preact/signals'

/** Whether the collector answered the last time it was asked. */
export const connected = signal(true)

const limitMillis = 15_000

/** The server answered, and the answer is no. Its message is for people. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message)
  }
}

/** The server did not answer. */
export class Unreachable extends Error {}

export type Parameters = Readonly<Record<string, string | number | undefined>>

export function address(path: string, parameters: Parameters): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined && value !== '') search.set(name, String(value))
  const text = search.toString()
  return text === '' ? path : `${path}?${text}`
}

function said(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined
  const { error, message } = body as { error?: unknown; message?: unknown }
  if (typeof error === 'string') return error
  return typeof message === 'string' ? message : undefined
}

async function refusal(response: Response): Promise<Refused> {
  const text = (await response.text().catch(() => '')).slice(0, 2000)
  let message: string | undefined
  try {
    message = said(JSON.parse(text))
  } catch {
    message = /^\s*</.test(text) ? undefined : text.trim()
  }
  const fallback = `${response.status} ${response.statusText}`.trim()
  return new Refused(response.status, message === undefined || message === '' ? fallback : message)
}

/**
 * The JSON at a path. Long parameters are fine: a request too long for an address is posted as a form,
 * which the Prometheus API takes alike.
 *
 * @throws Refused when the status is not 2xx, Unreachable when nothing came in time
 */
export async function json(path: string, parameters: Parameters, signal: AbortSignal): Promise<unknown> {
  const short = address(path, parameters)
  const post = short.length > 4000
  let response: Response
  try {
    response = await fetch(post ? path : short, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(limitMillis)]),
      headers: { Accept: 'application/json' },
      ...(post ? { method: 'POST', body: new URLSearchParams(short.slice(path.length + 1)) } : {}),
    })
    connected.value = true
    if (response.ok) return (await response.json()) as unknown
  } catch (cause) {
    if (signal.aborted) throw cause
    if (cause instanceof SyntaxError) throw new Refused(502, 'the answer is not JSON')
    connected.value = false
    throw new Unreachable('no answer from the collector')
  }
  throw await refusal(response)
}
