/** What a generated test finds: the docs fixture, and for some tests a livestream that its meeting has on air. */

import type { EmulatorOptions } from '../../src/index.js'

const meeting_id = '182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e'
const session_id = '5b0c7d1e-2f3a-4b6c-8d9e-0a1b2c3d4e5f'

/**
 * The livestreams that the documentation's examples look up and stop. The docs fixture has none on air, since the
 * example that starts one is printed with the same meeting.
 */
const onAir = {
  account_id: '023e105f4ecef8ad9ca31a8372d0c353',
  livestreams: ['app_id', '14a396e7-ca44-4937-bf1f-050a69118543'].map((app_id) => ({
    app_id,
    meeting_id,
    status: 'LIVE' as const,
    sessions: [{ session_id, invoked_time: '-2m', started_time: '-1m' }],
  })),
}

type Fixtures = NonNullable<EmulatorOptions['fixtures']>

/** The fixtures to which the emulator is reset before a test of this name. */
export const fixturesFor = (test: string): Extract<Fixtures, unknown[]> =>
  /active_?livestreams|stop_?livestreaming/i.test(test) ? ['docs', onAir] : ['docs']
