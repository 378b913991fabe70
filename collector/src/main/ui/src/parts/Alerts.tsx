import { useEffect, useRef } from 'preact/hooks'
import { duration, moment, plural, short } from '../format'
import { Harmless } from './Harmless'
import { now } from '../poll'
import { number, type Alert } from '../prometheus'
import { alert as wanted, node } from '../view'
import { alerts, broken, fingerprint, groups, meant, rules } from '../watch'

/** Alerts shown at a time; a storm has thousands, and the first ones tell what it is. */
const most = 100

function shown(value: string): string {
  const figure = number(value)
  return Number.isFinite(figure) ? short(Number(figure.toPrecision(5))) : value
}

/** Annotations may link to a runbook; nothing but the web is a link. */
function Runbook({ url }: { url: string }) {
  if (!/^https?:\/\//i.test(url)) return <Harmless text={url} />
  return (
    <a href={url} target="_blank" rel="noopener noreferrer">
      Runbook
    </a>
  )
}

function Row({ alert }: { alert: Alert }) {
  const item = useRef<HTMLLIElement>(null)
  const isMeant = meant(alert, wanted.value)
  useEffect(() => {
    if (isMeant) item.current?.scrollIntoView({ block: 'center' })
  }, [isMeant])
  const { alertname = '', severity = '', instance = '', ...others } = alert.labels
  const { summary = '', description = '', runbook_url = '', runbook = runbook_url, ...notes } = alert.annotations
  const since = Date.parse(alert.activeAt)
  return (
    <li ref={item} class={`alert ${alert.state} ${severity === 'critical' || severity === 'page' ? 'critical' : 'warning'}${isMeant ? ' meant' : ''}`} data-alert={alertname}>
      <span class="alert-state">{alert.state}</span>
      <div class="alert-words">
        <div class="alert-title">
          <b>
            <Harmless text={alertname} />
          </b>
          {instance !== '' && (
            <button type="button" class="chip" title="Only this node" onClick={() => (node.value = instance)}>
              <Harmless text={instance} />
            </button>
          )}
          <span>
            <Harmless text={summary} />
          </span>
        </div>
        {description !== '' && description !== summary && (
          <div class="alert-description">
            <Harmless text={description} />
          </div>
        )}
        <div class="alert-labels">
          {severity !== '' && <span class="label">severity={severity}</span>}
          {Object.entries(others).map(([name, value]) => (
            <span class="label" key={name}>
              <Harmless text={`${name}=${value}`} />
            </span>
          ))}
          {Object.entries(notes).map(([name, value]) => (
            <span class="note" key={name}>
              <Harmless text={`${name}: ${value}`} />
            </span>
          ))}
          {runbook !== '' && <Runbook url={runbook} />}
        </div>
      </div>
      <div class="alert-figures">
        <span class="alert-value" title="The rule's value when it was last evaluated">
          {shown(alert.value)}
        </span>
        <time dateTime={alert.activeAt} title={moment(since, now.value)}>
          for {duration((now.value - since) / 1000)}
        </time>
      </div>
    </li>
  )
}

function Watched() {
  if (groups.value === null || alerts.value === null) return <p class="empty">Asking for alerts…</p>
  if (rules.value === 0) return <p class="empty">No alert rules are loaded, so nothing is watched.</p>
  return (
    <p class="empty good">
      <i aria-hidden="true" />
      Nothing is pending or firing. {plural(rules.value, 'rule')} in {plural(groups.value.length, 'group')} {rules.value === 1 ? 'is' : 'are'} watched.
    </p>
  )
}

/** Alerts that fire and those that are about to. */
export function Alerts() {
  const all = alerts.value ?? []
  const gone = wanted.value !== '' && alerts.value !== null && !all.some((alert) => meant(alert, wanted.value))
  return (
    <section class="alerts" id="alerts" aria-label="Alerts">
      <h2>
        Alerts
        {all.length > 0 && rules.value > 0 && <span class="quiet"> {plural(rules.value, 'rule')} watched</span>}
      </h2>
      {gone && (
        <p class="note-line">
          The alert this link points to, <b><Harmless text={wanted.value} /></b>, is no longer pending or firing.{' '}
          <button type="button" class="chip" onClick={() => (wanted.value = '')}>
            Dismiss
          </button>
        </p>
      )}
      {broken.value.map((rule) => (
        <p class="note-line bad" key={rule.name}>
          Rule <b><Harmless text={rule.name} /></b> cannot be evaluated: <Harmless text={rule.lastError ?? ''} />
        </p>
      ))}
      {all.length === 0 ? (
        <Watched />
      ) : (
        <ul>
          {all.slice(0, most).map((alert) => (
            <Row key={fingerprint(alert.labels)} alert={alert} />
          ))}
          {all.length > most && <li class="empty">{plural(all.length - most, 'more alert')}</li>}
        </ul>
      )}
    </section>
  )
}
