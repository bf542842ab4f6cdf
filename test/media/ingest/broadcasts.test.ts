/** How long what encoders have sent is kept. */

import t from 'tap'
import type { Clocks } from '../../../src/core/clocks.js'
import { createBroadcasts } from '../../../src/media/ingest/broadcasts.js'
import { createTagReader } from '../../../src/media/ingest/flv.js'
import { beginningTags, clipTags } from '../../helpers/encoder.js'

function startBroadcasts() {
  let now = 0
  const broadcasts = createBroadcasts({
    clock: { of: () => ({ now: () => now }) } as unknown as Pick<Clocks, 'of'>,
    keep: 600,
  })
  return {
    broadcasts,
    passed: (seconds: number) => {
      now += seconds * 1000
    },
    /** A broadcast of some segments, of about so many bytes. */
    show(sessionPk: number, bytes = 0) {
      const broadcast = broadcasts.create(now)
      const reader = createTagReader()
      const filler = Buffer.alloc(4 + bytes, 0xff)
      filler.writeUInt32BE(bytes)
      filler[4] = 12
      for (const { type, timestamp, data } of [...beginningTags(), ...clipTags({ until: 2.1 })]) {
        const isFirst = type === 9 && data[0] === 0x17 && data[1] === 1 && timestamp === 0
        const whole = isFirst && bytes > 0 ? Buffer.concat([data, filler]) : data
        broadcast.segmenter.take(
          reader.read({ kind: type === 9 ? 'video' : 'audio', timestamp, data: whole }),
        )
      }
      broadcasts.keep(sessionPk, { broadcast, accountId: 'account' })
      return broadcast
    },
    end: (sessionPk: number) => broadcasts.ended(sessionPk, now),
    kept: (...sessionPks: number[]) => sessionPks.filter((each) => broadcasts.find(each)),
  }
}

t.test('a broadcast is dropped some time after its end, by the next that begins or ends', (t) => {
  const { show, end, passed, kept } = startBroadcasts()
  show(1)
  show(2)
  end(1)
  passed(599)
  show(3)
  t.strictSame(kept(1, 2, 3), [1, 2, 3])
  passed(1)
  show(4)
  t.strictSame(kept(1, 2, 3, 4), [2, 3, 4], 'those under way stay')
  t.end()
})

t.test('those that have ended are bounded in bytes, and the oldest goes first', (t) => {
  const { show, end, kept, passed } = startBroadcasts()
  const large = 7 * 2 ** 20
  for (let i = 1; i <= 20; i += 1) {
    t.ok(show(i, large).bytes() > large)
    end(i)
    passed(1)
  }
  t.strictSame(kept(1, 2, 3, 4, 5, 19, 20), [4, 5, 19, 20], 'of 128 MB')
  t.end()
})

t.test('what is dropped with the state of an account is gone', (t) => {
  const { show, broadcasts, kept } = startBroadcasts()
  show(1)
  broadcasts.drop('other')
  t.strictSame(kept(1), [1])
  broadcasts.drop('account')
  t.ok(broadcasts.isEmpty())
  t.end()
})
