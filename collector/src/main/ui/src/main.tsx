import { effect } from '@preact/signals'
import { render } from 'preact'
import 'uplot/dist/uPlot.min.css'
import './page.css'
import { Alerts } from './parts/Alerts'
import { Charts } from './parts/Charts'
import { Cluster } from './parts/Cluster'
import { Banner, Foot, Header, keepTitle } from './parts/Header'
import { keepLines } from './lines'
import { keepLive, nodes } from './live'
import { Logs } from './parts/Logs'
import { Nodes } from './parts/Nodes'
import { answered, keepQuery, Query } from './parts/Query'
import { keepTheme } from './theme'
import { expr, keepAddress } from './view'
import { alerts, keepWatch } from './watch'

function Page() {
  return (
    <>
      <Header />
      <Banner />
      <main>
        <Cluster />
        <Alerts />
        <Nodes />
        <Charts />
        <Logs />
        <Query />
      </main>
      <Foot />
    </>
  )
}

keepTheme()

document.addEventListener('DOMContentLoaded', () => {
  keepAddress()
  keepLive()
  keepWatch()
  keepLines()
  keepQuery()
  keepTitle()
  render(<Page />, document.getElementById('page') as HTMLElement)
  arrive()
})

/** Goes to the part that the address names, once the parts above it have their height. */
function arrive(): void {
  const part = expr.peek() !== '' ? 'query' : location.hash.slice(1)
  if (!/^[a-z]+$/.test(part)) return
  const stop = effect(() => {
    if (nodes.value === null || alerts.value === null || (part === 'query' && expr.value !== '' && !answered.value)) return
    requestAnimationFrame(() => document.getElementById(part)?.scrollIntoView())
    queueMicrotask(() => stop())
  })
}
