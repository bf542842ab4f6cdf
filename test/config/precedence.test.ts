/** Where a setting comes from, and which settings make no sense together. */

import t from 'tap'
import { readConfig } from '../../src/config/read.js'
import { createEmulator } from '../../src/index.js'

t.test('a setting comes from its flag, else its variable, else its default', async (t) => {
  const env = {
    GREENROOM_WIRE: 'recorded',
    GREENROOM_SEED: '7',
    GREENROOM_CLOCK: 'frozen',
    GREENROOM_FIXTURES: 'docs, demo',
    GREENROOM_AUTH: '',
  }
  t.match(readConfig([], env), {
    wire: 'recorded',
    seed: 7,
    clock: 'frozen',
    auth: 'any',
    fixtures: ['docs', 'demo'],
  })
  const args = ['--wire', 'documented', '--seed=8', '--clock=real', '--fixtures', 'none', '--auth', 'off']
  t.match(readConfig(args, env), {
    wire: 'documented',
    seed: 8,
    clock: 'real',
    auth: 'off',
    fixtures: ['none'],
  })
  t.equal(readConfig(['--seed', '1', '--seed', '2'], {}).seed, 2, 'the last flag counts')
  const several = readConfig(['--fixtures', 'docs', '--fixtures', 'demo'], {})
  t.strictSame(several.fixtures, ['docs', 'demo'], 'a list takes all of its flags')
})

t.test('settings that make no sense together are refused', async (t) => {
  const strict = { message: '--auth strict needs at least one --token' }
  t.throws(() => readConfig(['--auth', 'strict'], {}), strict)
  const token = { message: '--token has an effect only with --auth strict' }
  t.throws(() => readConfig(['--token', 'a'], {}), token)
  await t.rejects(createEmulator({ fixtures: ['none', 'docs'] }), {
    name: 'FixtureError',
    message: 'the fixture "none" cannot be combined with others',
  })
  await t.rejects(createEmulator({ fixtures: 'nope' }), {
    name: 'FixtureError',
    message: 'there is no fixture nope: give docs, demo, none, or a JSON file',
  })
})
