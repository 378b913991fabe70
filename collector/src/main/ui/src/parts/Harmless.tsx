import { pieces } from '../harmless'

/** Text from outside: as text, and with what would not show itself made visible. */
export function Harmless({ text }: { text: string }) {
  const parts = pieces(text)
  if (parts.length === 1 && parts[0]?.hidden === false) return <>{text}</>
  return (
    <>
      {parts.map((part, i) =>
        part.hidden ? (
          <span key={i} class="hidden-character">
            {part.text}
          </span>
        ) : (
          part.text
        ),
      )}
    </>
  )
}
