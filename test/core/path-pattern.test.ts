import t from 'tap'
import { createPathMatcher } from '../../src/core/path-pattern.js'
import { createRandom, rounds } from '../helpers/campaign.js'

/** The same patterns as regular expressions, which may take exponential time. */
const toExpression = (pattern: string) => {
  const source = pattern.replace(/\*+|./g, (part) =>
    part === '*' ? '[^/]*' : part.startsWith('*') ? '.*' : part.replace(/[.+^${}()|[\]\\?]/, '\\$&'),
  )
  return new RegExp(`^${source}$`)
}

t.test('a star stays within a segment, two do not', async (t) => {
  const cases: [pattern: string, path: string, matches: boolean][] = [
    ['/a/b', '/a/b', true],
    ['/a/b', '/a/b/', false],
    ['/a/*', '/a/b', true],
    ['/a/*', '/a/', true],
    ['/a/*', '/a/b/c', false],
    ['/a/**', '/a/b/c', true],
    ['**/c', '/a/b/c', true],
    ['**', '', true],
    ['*', '/', false],
    ['/a.b', '/axb', false],
    ['/*.*/x', '/a.b/x', true],
    ['/**/x/*', '/x/x/x', true],
  ]
  for (const [pattern, path, matches] of cases)
    t.equal(createPathMatcher(pattern)(path), matches, `${pattern} ${path}`)
})

t.test('patterns match what the equal regular expressions match', async (t) => {
  const random = createRandom()
  const draw = (letters: string, most: number) =>
    Array.from(
      { length: Math.floor(random() * most) },
      () => letters[Math.floor(random() * letters.length)],
    ).join('')
  const differing: string[] = []
  for (let i = 0; i < rounds(3000, 30_000); i++) {
    const pattern = draw('ab/**', 7)
    const path = draw('ab/', 8)
    if (createPathMatcher(pattern)(path) !== toExpression(pattern).test(path))
      differing.push(`${pattern} on ${path}`)
  }
  t.same(differing, [])
})

t.test('the longest patterns and paths take no longer than their lengths multiplied', async (t) => {
  const matches = createPathMatcher(`/${'**a'.repeat(170)}`)
  const before = process.cpuUsage().user
  t.equal(matches(`/${'a'.repeat(16_000)}b`), false)
  const milliseconds = (process.cpuUsage().user - before) / 1000
  t.ok(milliseconds < 2000, `${milliseconds} ms; going back would take longer than anybody can wait`)
})
