// Repeating work while somebody looks: paused when the page is hidden, one run at a time, failures told.

import { signal } from '@preact/signals'
import { Unreachable } from './http'

/** What fails at present, by what it was for. Empty when all is well. */
export const failures = signal<ReadonlyMap<string, string>>(new Map())

/** Wall time in milliseconds as of the last tick; what "since" and "ago" are counted from. */
export const now = signal(Date.now())

function remember(what: string, message: string | undefined): void {
  const before = failures.peek()
  if (before.get(what) === message) return
  const after = new Map(before)
  if (message === undefined) after.delete(what)
  else after.set(what, message)
  failures.value = after
}

/** Notes that something works. */
export function worked(what: string): void {
  remember(what, undefined)
}

/** Notes why something does not work. That nothing answers at all is told once, in the header. */
export function failed(what: string, cause: unknown): void {
  if (!(cause instanceof Unreachable)) remember(what, cause instanceof Error ? cause.message : String(cause))
}

/** A piece of work that repeats until it is stopped. */
export interface Repeated {
  /** Abandons the run under way, if any, and starts a new one at once. */
  again(): void
  stop(): void
}

/**
 * Runs work now and then again a while after each run has ended.
 *
 * @param what names the work where its failure is shown
 * @param everyMillis how long to wait between runs
 * @param work told to give up through its signal when it is restarted, stopped or the page is hidden
 */
export function repeat(what: string, everyMillis: number, work: (abort: AbortSignal) => Promise<void>): Repeated {
  let run = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let stopped = false

  async function once(): Promise<void> {
    run.abort()
    clearTimeout(timer)
    if (stopped || document.hidden) return
    const mine = (run = new AbortController())
    try {
      await work(mine.signal)
      if (mine.signal.aborted) return
      worked(what)
    } catch (cause) {
      if (mine.signal.aborted) return
      failed(what, cause)
    }
    timer = setTimeout(() => void once(), everyMillis)
  }

  const visibility = () => void once()
  document.addEventListener('visibilitychange', visibility)
  void once()
  return {
    again: () => void once(),
    stop() {
      stopped = true
      document.removeEventListener('visibilitychange', visibility)
      run.abort()
      clearTimeout(timer)
      worked(what)
    },
  }
}
