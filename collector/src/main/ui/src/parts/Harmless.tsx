import { pieces } from '../harmless'
import { marked } from '../lucene'

const nothing: readonly string[] = []

/** Text from outside: as text, with what would not show itself made visible, and some words marked. */
export function Harmless({ text, words = nothing }: { text: string; words?: readonly string[] }) {
  const parts = pieces(text)
  if (parts.length === 1 && parts[0]?.hidden === false && words.length === 0) return <>{text}</>
  return (
    <>
      {parts.map((part, i) =>
        part.hidden ? (
          <span key={i} class="hidden-character">
            {part.text}
          </span>
        ) : (
          marked(part.text, words).map((stretch) => (stretch.hit ? <mark>{stretch.text}</mark> : stretch.text))
        ),
      )}
    </>
  )
}
