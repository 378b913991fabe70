import { computed, effect, signal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { count, moment, plural } from '../format'
import { Histogram } from './Histogram'
import { entries, following, full, held, more, older, reading, release, streaming, total, wrong } from '../lines'
import { LogLine, opened } from './LogLine'
import { failures, now } from '../poll'
import { logs, node, range, window as picked } from '../view'

const typed = signal(logs.peek())
effect(() => {
  typed.value = logs.value
})

const scrolled = signal(false)
effect(() => {
  reading.value = scrolled.value || opened.value.size > 0
})
effect(() => {
  if (!reading.value && held.peek().length > 0) release()
})

/** What the following button says. */
const words = { stopped: 'Not following', fixed: 'Go live', paused: 'Paused', live: 'Following', connecting: 'Connecting' } as const

const state = computed<keyof typeof words>(() => {
  if (wrong.value !== '') return 'stopped'
  if (picked.value !== null) return 'fixed'
  if (!following.value) return 'paused'
  return streaming.value ? 'live' : 'connecting'
})

function Search() {
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const slash = (event: KeyboardEvent) => {
      const { target } = event
      if (event.key !== '/' || event.ctrlKey || event.metaKey || (target instanceof HTMLElement && /^(INPUT|TEXTAREA)$/.test(target.tagName))) return
      event.preventDefault()
      box.current?.focus()
    }
    document.addEventListener('keydown', slash)
    return () => document.removeEventListener('keydown', slash)
  }, [])
  const changed = typed.value !== logs.value
  return (
    <form
      class="search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault()
        logs.value = typed.value.trim()
      }}
    >
      <input
        ref={box}
        type="search"
        name="q"
        value={typed.value}
        placeholder='Search the lines: timeout AND log.level:error AND NOT log.file.path:"/var/log/auth.log"'
        aria-label="Search the log lines in Lucene syntax"
        aria-invalid={wrong.value !== ''}
        aria-describedby="logs-wrong"
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => {
          typed.value = event.currentTarget.value
          if (typed.value === '') logs.value = ''
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur()
        }}
      />
      <kbd class={changed ? 'wanted' : ''} aria-hidden="true">
        {changed ? '↵' : '/'}
      </kbd>
    </form>
  )
}

function Bar() {
  return (
    <div class="logs-bar">
      <h2>Logs</h2>
      <Search />
      {node.value !== '' && (
        <button type="button" class="chip" title="Lines of all nodes" onClick={() => (node.value = '')}>
          {node.value} <span aria-hidden="true">×</span>
        </button>
      )}
      {picked.value !== null && (
        <button type="button" class="chip window-chip" title={`Back to the last ${range.value.name}`} onClick={() => (picked.value = null)}>
          {moment(picked.value.from, now.value)} – {moment(picked.value.to, now.value)} <span aria-hidden="true">×</span>
        </button>
      )}
      <span class="quiet total">{total.value === null ? '' : plural(total.value, 'line')}</span>
      <button
        type="button"
        class={`follow ${state.value}`}
        aria-pressed={following.value && picked.value === null}
        onClick={() => {
          if (picked.value !== null) {
            picked.value = null
            following.value = true
          } else following.value = !following.value
        }}
      >
        <i aria-hidden="true" />
        {words[state.value]}
      </button>
    </div>
  )
}

function Lines() {
  const list = useRef<HTMLOListElement>(null)
  const all = entries.value
  return (
    <>
      {held.value.length > 0 && (
        <button
          type="button"
          class="arrived"
          onClick={() => {
            opened.value = new Set()
            list.current?.scrollTo({ top: 0 })
            release()
          }}
        >
          ↑ {plural(held.value.length, 'new line')}
        </button>
      )}
      <ol
        class={wrong.value === '' ? 'lines' : 'lines stale'}
        ref={list}
        tabIndex={-1}
        onScroll={(event) => {
          scrolled.value = event.currentTarget.scrollTop > 8
        }}
      >
        {all.map((entry) => (
          <LogLine key={entry.key} entry={entry} open={opened.value.has(entry.key)} />
        ))}
        {more.value && (
          <li class="older">
            <button type="button" class="more" onClick={() => void older()}>
              Older lines
            </button>
          </li>
        )}
        {full.value && <li class="older quiet">The newest {count(all.length)} lines are shown. Narrow the search or the time to see others.</li>}
        {all.length === 0 && total.value === 0 && !failures.value.has('log lines') && wrong.value === '' && (
          <li class="empty">
            No lines {logs.value !== '' && 'match '}
            {picked.value !== null ? 'in this time' : `in the last ${range.value.name}`}
            {node.value !== '' && ` on ${node.value}`}.
          </li>
        )}
      </ol>
    </>
  )
}

/** The log lines: search, counts over time, and the lines themselves as they arrive. */
export function Logs() {
  return (
    <section class="logs" id="logs" aria-label="Logs">
      <Bar />
      <div id="logs-wrong" role="alert" class="wrong" hidden={wrong.value === ''}>
        {wrong.value}
      </div>
      <Histogram />
      <Lines />
    </section>
  )
}
