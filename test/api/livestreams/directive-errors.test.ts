import fc from 'fast-check'
import t from 'tap'
import { readScript } from '../../../src/api/livestreams/directives.js'
import { seed } from '../../helpers/campaign.js'
import { frozen } from '../../helpers/world.js'

const wrong: [name: string, position: number, problem: string][] = [
  ['[fail after 30]', 13, 'expected a duration such as 30s or 1m30s, found "30"'],
  ['[fail after 1.5s]', 13, 'expected a duration such as 30s or 1m30s, found "1.5s"'],
  ['[fail after 400d]', 13, 'expected a duration of at most 365d, found "400d"'],
  ['[fail after 0s', 15, 'expected ":" and a message, or "]", found the end'],
  ['[fail: ]', 8, 'expected a message, found "]"'],
  ['[fail: a [b] c]', 10, 'expected "]", found "["'],
  ['[stop after 10m: done]', 16, 'expected "]", found ":"'],
  ['[live after 2s', 15, 'expected "]", found the end'],
  ['[viewers -1]', 10, 'expected a number of viewers such as 250, found "-1"'],
  ['[viewers 2.5]', 10, 'expected a number of viewers such as 250, found "2.5"'],
  ['[viewers 9999999999]', 10, 'expected at most 100000000 viewers, found "9999999999"'],
  ['[fail] and [fail]', 13, '"fail" is there twice'],
  ['[stall] [live after 2s]', 10, '"live" contradicts "stall"'],
  ['[live after 2s] [stall]', 18, '"stall" contradicts "live"'],
  ['Finals [HD] [live] [stop after 5]', 32, 'expected a duration such as 30s or 1m30s, found "5"'],
  ['\u{1F600} [stop after 5]', 15, 'expected a duration such as 30s or 1m30s, found "5"'],
]

t.test('a directive that does not parse is a 400 that shows where, and starts nothing', async (t) => {
  const { api, control, meeting } = await frozen(t)
  const id = await meeting()
  for (const [name, position, problem] of wrong) {
    const message = `BAD_REQUEST: "name" has a directive that is wrong at character ${position}: ${problem}`
    const refusal = { status: 400, body: { success: false, error: { code: 400, message } } }
    t.strictSame(await api.post(`/meetings/${id}/livestreams`, { name }), refusal, name)
    t.strictSame(await api.post('/livestreams', { name }), refusal, `independent ${name}`)
  }
  t.equal((await api.get(`/meetings/${id}/active-session`)).status, 404)
  t.strictSame((await control.get('/scheduled')).body.total, 0)
})

t.test('a bracket that only begins like a directive is text', async (t) => {
  const { api, control, meeting } = await frozen(t)
  const names = [
    '[live] finals',
    'finals [live now]',
    '[live after party]',
    '[live 2s]',
    '[stop]',
    '[stop motion] workshop',
    '[fail soon]',
    '[fail after soon]',
    '[stall now]',
    '[viewers]',
    '[viewers welcome]',
    '[live',
  ]
  for (const name of names) {
    const started = await api.post(`/meetings/${await meeting()}/livestreams`, { name })
    t.equal(started.status, 201, name)
    const { livestream } = (await api.get(`/livestreams/${started.body.data.id}`)).body.data
    t.match(livestream, { name, status: 'INVOKED' })
  }
  t.strictSame((await control.get('/scheduled')).body.total, names.length, 'each goes live, as usual')
})

t.test('any text is read or refused at one of its characters', (t) => {
  const piece = fc.oneof(
    fc.constantFrom(
      '[',
      ']',
      ':',
      ' ',
      'after',
      '30s',
      '1m',
      '9',
      'stall',
      'live',
      'stop',
      'viewers',
      'fail',
    ),
    fc.string({ maxLength: 3, unit: 'grapheme' }),
  )
  const property = () =>
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const name = pieces.join('')
        const read = readScript(name)
        return 'script' in read || (read.position >= 2 && read.position <= [...name].length + 1)
      }),
      { seed, numRuns: 2000 },
    )
  t.doesNotThrow(property)
  t.end()
})

t.test('any text in brackets that begins with no verb is text', (t) => {
  const verbs = /^\s*(live|stop|stall|viewers|fail)(?![^\s[\]:])/
  const inside = fc.string({ maxLength: 20 }).filter((text) => !/[[\]]/.test(text) && !verbs.test(text))
  const property = () =>
    fc.assert(
      fc.property(fc.array(inside, { maxLength: 4 }), (texts) => {
        const read = readScript(texts.map((text) => `x [${text}]`).join(' '))
        return 'script' in read && Object.keys(read.script).length === 0
      }),
      { seed, numRuns: 500 },
    )
  t.doesNotThrow(property)
  t.end()
})
