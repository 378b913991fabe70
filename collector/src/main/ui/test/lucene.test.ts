import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onNode } from '../src/logs'
import { clause, field, marked, narrowed, words } from '../src/lucene'

test('a clicked value becomes a phrase, whatever it holds', () => {
  assert.equal(clause('log.level', 'error'), 'log.level:"error"')
  assert.equal(clause('message', 'say "hi" \\ there'), 'message:"say \\"hi\\" \\\\ there"')
  assert.equal(clause('host.name', 'n1', true), 'NOT host.name:"n1"')
})

test('field names cannot smuggle in syntax', () => {
  assert.equal(field('@timestamp'), '@timestamp')
  assert.equal(field('a b:c"d-e'), 'a\\ b\\:c\\"d\\-e')
})

test('narrowing keeps what was asked for whole', () => {
  assert.equal(narrowed('', 'a:"1"'), 'a:"1"')
  assert.equal(narrowed('x', 'a:"1"'), 'x AND a:"1"')
  assert.equal(narrowed('x OR y', 'a:"1"'), '(x OR y) AND a:"1"')
})

test('narrowing twice by the same adds nothing', () => {
  assert.equal(narrowed('x AND a:"1"', 'a:"1"'), 'x AND a:"1"')
  assert.equal(narrowed('a:"1"', 'a:"1"'), 'a:"1"')
})

test('a picked node is joined to the query', () => {
  assert.equal(onNode('', ''), '')
  assert.equal(onNode(' x OR y ', 'n1'), '(x OR y) AND host.name:"n1"')
  assert.equal(onNode('', 'n"1'), 'host.name:"n\\"1"')
})

test('the words to mark are those looked for in the message', () => {
  assert.deepEqual(words('Timeout AND log.level:error OR message:"broken pipe" NOT retry -skip'), ['timeout', 'broken pipe'])
  assert.deepEqual(words('a* AND "x" ()'), [])
})

test('marking loses nothing of the text', () => {
  assert.deepEqual(marked('a Timeout after TIMEOUT', ['timeout']), [
    { text: 'a ', hit: false },
    { text: 'Timeout', hit: true },
    { text: ' after ', hit: false },
    { text: 'TIMEOUT', hit: true },
  ])
  const text = 'İstanbul timeout'
  assert.equal(marked(text, ['timeout']).map((part) => part.text).join(''), text)
})
