// Dark and light: as the system says, unless the reader has said otherwise here.

import { effect, signal } from '@preact/signals'

export type Theme = 'auto' | 'light' | 'dark'

const key = 'vedette.theme'

function stored(): Theme {
  try {
    const value = localStorage.getItem(key)
    return value === 'light' || value === 'dark' ? value : 'auto'
  } catch {
    return 'auto'
  }
}

export const theme = signal<Theme>(stored())

const systemDark = matchMedia('(prefers-color-scheme: dark)')

/** Grows by one whenever colours change, so that canvases know to draw again. */
export const colours = signal(0)

const resolved = new Map<string, string>()

/** Applies the theme to the document; called first, so that nothing is drawn in the wrong one. */
export function keepTheme(): void {
  effect(() => {
    const chosen = theme.value
    if (chosen === 'auto') delete document.documentElement.dataset['theme']
    else document.documentElement.dataset['theme'] = chosen
    try {
      if (chosen === 'auto') localStorage.removeItem(key)
      else localStorage.setItem(key, chosen)
    } catch {
      // Storage may be forbidden; the choice then lasts as long as the page.
    }
    changed()
  })
  systemDark.addEventListener('change', changed)
}

function changed(): void {
  resolved.clear()
  colours.value = colours.peek() + 1
}

/** Whether dark colours are in force. */
export function dark(): boolean {
  return theme.value === 'auto' ? systemDark.matches : theme.value === 'dark'
}

let probe: HTMLElement | undefined

/** The colour a custom property stands for at present, in a form a canvas takes. */
export function colour(property: string): string {
  let value = resolved.get(property)
  if (value === undefined) {
    if (probe === undefined) {
      probe = document.createElement('i')
      probe.hidden = true
      document.body.append(probe)
    }
    probe.style.color = `var(${property})`
    value = getComputedStyle(probe).color
    resolved.set(property, value)
  }
  return value
}

/** The custom property of the n-th line's colour. */
export function lineColour(n: number): string {
  return `--line-${n % 12}`
}
