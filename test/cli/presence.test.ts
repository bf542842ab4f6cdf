/** Commands that let somebody join and leave a meeting. */

import t from 'tap'
import { createApi } from '../helpers/api.js'
import { startCtl } from '../helpers/ctl.js'
import { overInject } from '../helpers/requests.js'

t.test('a participant joins with a token and leaves by an id, as over HTTP and in process', async (t) => {
  const { greenroom, json, lines, run } = await startCtl(t, { fixtures: 'none' })
  const api = createApi(overInject(greenroom))
  const app = await api.app()
  const meeting = await api.meeting(app)
  const { id, token } = await api.participant(app, meeting, { name: 'Ada' })

  t.match(await json('join', meeting, '--token', token), {
    live_participants: 1,
    participants: [{ id, custom_participant_id: 'ada', name: 'Ada' }],
  })
  t.match(await run('join', meeting, '--participant', id), { code: 1, stderr: /is already in meeting_id/ })
  t.match(await json('join', meeting, '--name', 'Bob'), { participants: [{ name: 'Bob' }] })
  t.match(await json('join', meeting, '--count', '2', '--account', 'account', '--app', app), {
    live_participants: 4,
  })
  const shown = (await lines('leave', meeting, '--custom-participant', 'ada')).join('\n')
  t.match(shown, /live_participants +3/)
  t.match(shown, new RegExp(`^${id} .* ada +Ada$`, 'm'))
  t.match(await json('leave', meeting, '--count', '3'), { live_participants: 0 })
  t.match(await run('join', meeting, '--token', 'none'), { code: 1, stderr: /not a token/ })
  t.match(await run('join', meeting, '--count', 'x'), { code: 2, stderr: /--count must be a number/ })
})
