import { computed, signal } from '@preact/signals'
import { memo } from 'preact/compat'
import { fields, kindOf, type Entry } from '../document'
import { clock, moment } from '../format'
import { harmless } from '../harmless'
import { Harmless } from './Harmless'
import { clause, narrowed, words } from '../lucene'
import { now } from '../poll'
import { logs } from '../view'

/** Keys of the lines that are opened. */
export const opened = signal<ReadonlySet<string>>(new Set())

const lookedFor = computed(() => words(logs.value))

/** Characters of a message in the list; the opened line shows up to `longest`. */
const glimpse = 600
const longest = 65_536
/** Fields shown of one document; a document may have hundreds. */
const mostFields = 200

function toggle(key: string): void {
  const after = new Set(opened.peek())
  if (!after.delete(key)) after.add(key)
  opened.value = after
}

function name(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function add(field: string, value: string, excluded: boolean): void {
  logs.value = narrowed(logs.peek(), clause(field, value, excluded))
}

function Value({ field, value }: { field: string; value: string }) {
  return (
    <span class="value">
      <button type="button" class="value-text" title={`Only lines where ${field} is this`} onClick={() => add(field, value, false)}>
        <Harmless text={value.slice(0, longest)} />
      </button>
      <button type="button" class="value-not" title={`No lines where ${field} is this`} aria-label={`Exclude ${field} ${harmless(value.slice(0, 80))}`} onClick={() => add(field, value, true)}>
        −
      </button>
    </span>
  )
}

function Details({ entry }: { entry: Entry }) {
  const all = fields(entry.document).filter((field) => field.name !== 'message')
  return (
    <div class="details">
      <pre class="whole">
        <Harmless text={entry.message.slice(0, longest)} words={lookedFor.value} />
        {entry.message.length > longest && <span class="quiet"> … {entry.message.length - longest} characters more</span>}
      </pre>
      <table>
        <tbody>
          {all.slice(0, mostFields).map((field) => (
            <tr key={field.name}>
              <th scope="row">
                <Harmless text={field.name} />
              </th>
              <td>
                {field.values.slice(0, 50).map((value, i) => (
                  <Value key={i} field={field.name} value={value} />
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {all.length > mostFields && <p class="quiet">{all.length - mostFields} fields more</p>}
    </div>
  )
}

/** A line's first words: one row however many lines the event has. */
function first(message: string): string {
  const end = message.indexOf('\n')
  return (end < 0 ? message : message.slice(0, end)).slice(0, glimpse)
}

function Line({ entry, open }: { entry: Entry; open: boolean }) {
  const kind = kindOf(entry.level)
  const lines = entry.message.includes('\n') ? entry.message.split('\n').length : 1
  const at = moment(entry.millis, now.peek())
  return (
    <li class={`line ${kind}${open ? ' open' : ''}`}>
      <div
        class="row"
        role="button"
        tabIndex={0}
        aria-expanded={open}
        onClick={() => {
          if (getSelection()?.isCollapsed !== false) toggle(entry.key)
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== ' ') return
          event.preventDefault()
          toggle(entry.key)
        }}
      >
        <time dateTime={Number.isNaN(entry.millis) ? '' : new Date(entry.millis).toISOString()} title={Number.isNaN(entry.millis) ? '' : new Date(entry.millis).toISOString()}>
          {at.length > 8 ? at.slice(5) : clock(entry.millis)}
        </time>
        <span class="level">{entry.level === '' ? '' : entry.level.slice(0, 8)}</span>
        <span class="host" title={entry.host}>
          <Harmless text={entry.host} />
        </span>
        <span class="source" title={`${harmless(entry.dataset)} ${harmless(entry.file)}`}>
          <Harmless text={entry.dataset} />
          {entry.file !== '' && (
            <span class="file">
              {' '}
              <Harmless text={name(entry.file)} />
            </span>
          )}
        </span>
        <span class="message">
          <Harmless text={first(entry.message)} words={lookedFor.value} />
          {lines > 1 && <span class="more-lines">+{lines - 1} lines</span>}
        </span>
      </div>
      {open && <Details entry={entry} />}
    </li>
  )
}

/** One log line; draws again only when it is another line or is opened. */
export const LogLine = memo(Line, (a, b) => a.entry.key === b.entry.key && a.open === b.open)
