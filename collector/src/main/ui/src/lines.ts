// The lines on the page: found, then followed.

import { computed, effect, signal, untracked } from '@preact/signals'
import { together, type Entry } from './document'
import { Refused } from './http'
import { find, follow, histogram, onNode, type Asked, type Histogram } from './logs'
import { failed, repeat, worked } from './poll'
import { logs, node, range, window } from './view'

const what = 'log lines'
/** Lines asked for at a time. */
const page = 200
/** Lines kept while following. */
const kept = 500
/** Lines kept when the reader goes back page by page. */
const most = 2000
/** Arriving lines are drawn together, so that a flood costs no more than a trickle. */
const drawMillis = 250
const buckets = 90

export const entries = signal<readonly Entry[]>([])
/** Lines that arrived while the reader was reading; shown when asked for. */
export const held = signal<readonly Entry[]>([])
export const total = signal<number | null>(null)
export const counts = signal<Histogram | null>(null)
/** What is wrong with the query, in the server's words. */
export const wrong = signal('')
export const following = signal(true)
/** Whether lines come in live at this moment. */
export const streaming = signal(false)
/** Set while the reader has scrolled or opened a line: nothing must move then. */
export const reading = signal(false)
const next = signal<string | null>(null)

export const more = computed(() => next.value !== null && entries.value.length < most)
export const full = computed(() => next.value !== null && entries.value.length >= most)

function asked(): Asked {
  const query = onNode(logs.value, node.value)
  if (window.value !== null) return { query, from: String(window.value.from), to: String(window.value.to) }
  return { query, from: `now-${range.value.name}`, to: 'now' }
}

/** The same question with its time in whole buckets, so that bars stay in place while time moves on. */
function askedInBuckets(): Asked {
  const question = asked()
  if (window.value !== null) return question
  const span = range.value.seconds * 1000
  const width = span / buckets
  const to = Math.ceil(Date.now() / width) * width
  return { query: question.query, from: String(to - span), to: String(to) }
}

let arrived: Entry[] = []
let drawing: ReturnType<typeof setTimeout> | undefined
let retry: ReturnType<typeof setTimeout> | undefined
let searching = false

function draw(): void {
  drawing = undefined
  if (searching || arrived.length === 0) return
  const batch = arrived
  arrived = []
  if (reading.peek()) held.value = together(held.peek(), batch, kept)
  else entries.value = together(entries.peek(), batch, kept)
}

/** Shows the lines that were held back. */
export function release(): void {
  entries.value = together(entries.peek(), held.peek(), kept)
  held.value = []
}

let stopFollowing: (() => void) | undefined

function unfollow(): void {
  stopFollowing?.()
  stopFollowing = undefined
  streaming.value = false
  clearTimeout(drawing)
  drawing = undefined
  arrived = []
}

function startFollowing(question: Asked): void {
  let missed = false
  stopFollowing = follow(question.query, {
    arrived(entry) {
      arrived.push(entry)
      if (arrived.length > kept) arrived.shift()
      drawing ??= setTimeout(draw, drawMillis)
    },
    opened() {
      streaming.value = true
      if (missed) void catchUp(question)
      missed = false
    },
    broke(final) {
      streaming.value = false
      missed = true
      if (final) again()
    },
  })
}

async function catchUp(question: Asked): Promise<void> {
  const found = await find(question, page, undefined, run.signal).catch(() => undefined)
  if (found !== undefined) entries.value = together(entries.peek(), found.entries, kept)
}

function again(): void {
  clearTimeout(retry)
  retry = setTimeout(() => void search(), 4000)
}

let run = new AbortController()

async function search(): Promise<void> {
  run.abort()
  clearTimeout(retry)
  unfollow()
  if (document.hidden) return
  const mine = (run = new AbortController())
  const question = asked()
  searching = true
  try {
    // Followed before it is searched, so that no line falls between; what comes both ways is shown once.
    if (following.peek() && window.peek() === null) startFollowing(question)
    const found = await find(question, page, undefined, mine.signal)
    if (mine.signal.aborted) return
    wrong.value = ''
    held.value = []
    entries.value = found.entries
    total.value = found.total
    next.value = found.next
    searching = false
    draw()
    worked(what)
  } catch (cause) {
    if (mine.signal.aborted) return
    unfollow()
    if (cause instanceof Refused && cause.status < 500) wrong.value = cause.message
    else {
      failed(what, cause)
      again()
    }
  }
}

/** Fetches the page of lines behind the last one shown. */
export async function older(): Promise<void> {
  const after = next.peek()
  if (after === null) return
  try {
    const found = await find(untracked(asked), page, after, run.signal)
    entries.value = together(entries.peek(), found.entries, most)
    next.value = found.next
  } catch (cause) {
    if (!run.signal.aborted) failed(what, cause)
  }
}

/** Starts finding and following; runs as long as the page does. */
export function keepLines(): void {
  effect(() => {
    void following.value
    asked()
    untracked(() => void search())
  })
  document.addEventListener('visibilitychange', () => void search())
  const counting = repeat('log histogram', 4000, async (abort) => {
    if (wrong.peek() !== '') return
    try {
      const counted = await histogram(untracked(askedInBuckets), buckets, abort)
      counts.value = counted
      total.value = counted.total
    } catch (cause) {
      // A query that cannot be read is told beside the box, by the search.
      if (!(cause instanceof Refused && cause.status < 500)) throw cause
    }
  })
  effect(() => {
    asked()
    void wrong.value
    untracked(() => counting.again())
  })
}
