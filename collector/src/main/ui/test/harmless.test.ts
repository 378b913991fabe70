import assert from 'node:assert/strict'
import { test } from 'node:test'
import { harmless, pieces } from '../src/harmless'

test('a plain line is one piece', () => {
  assert.deepEqual(pieces('GET /index.html 200\tok'), [{ text: 'GET /index.html 200\tok', hidden: false }])
  assert.deepEqual(pieces(''), [])
})

test('escape sequences are shown, not obeyed', () => {
  assert.deepEqual(pieces('\u001b[31mred\u0007\u0000'), [
    { text: '\\e', hidden: true },
    { text: '[31mred', hidden: false },
    { text: '\\a\\0', hidden: true },
  ])
})

test('characters that turn the direction of writing are shown', () => {
  assert.equal(harmless('invoice\u202egnp.exe'), 'invoice\\u202egnp.exe')
  assert.equal(harmless('a\u200bb\ufeff'), 'a\\u200bb\\ufeff')
})

test('halves of surrogate pairs are shown and whole ones kept', () => {
  assert.equal(harmless('😀 \ud83d'), '😀 \\ud83d')
})

test('nothing of a line is lost', () => {
  const line = Array.from({ length: 0x300 }, (_, i) => String.fromCharCode(i)).join('')
  const kept = pieces(line).filter((piece) => !piece.hidden).map((piece) => piece.text).join('')
  for (const character of line) {
    const code = character.charCodeAt(0)
    const control = (code < 0x20 && code !== 9 && code !== 10) || (code >= 0x7f && code <= 0x9f) || code === 0xad
    assert.equal(kept.includes(character), !control, `U+${code.toString(16)}`)
  }
})
