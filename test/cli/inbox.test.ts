/** The command for the messages of the inbox. */

import t from 'tap'
import { startCtl } from '../helpers/ctl.js'
import { overHttp } from '../helpers/requests.js'

t.test('messages are listed, shown and forgotten', async (t) => {
  const { greenroom, lines, json, run } = await startCtl(t)
  t.strictSame(await lines('inbox'), ['none'])
  const post = (path: string, payload: string) =>
    overHttp(greenroom.url)({ method: 'POST', url: `/_greenroom/inbox${path}`, payload })
  await post('/shows', '{"event":"meeting.started"}')
  await post('', 'plain')
  t.match(await lines('inbox'), [
    /^ID +RECEIVED_AT +NAME +EVENT +SIGNATURE +WEBHOOK_ID +ACCOUNT_ID +APP_ID$/,
    /^2 +2026-01-01T00:00:00.000Z +none$/,
    /^1 +2026-01-01T00:00:00.000Z +shows +meeting.started +none$/,
  ])
  const idsOf = async (...words: string[]) =>
    (await json('inbox', 'list', ...words)).messages.map(({ id }: { id: number }) => id)
  t.strictSame(await idsOf('--limit', '1'), [2])
  t.strictSame(await idsOf('--before', '2'), [1])
  t.strictSame(await idsOf('--name', 'shows'), [1])
  t.strictSame(await idsOf('--event', 'meeting.started'), [1])
  t.strictSame(await idsOf('--account', 'account'), [])

  const shown = await lines('inbox', 'show', '1')
  t.match(shown[0], /^id +1$/)
  t.ok(shown.some((line) => /^user-agent +/.test(line)))
  t.equal(shown.at(-1), '{"event":"meeting.started"}')
  t.match(await json('inbox', 'show', '2'), { body: 'plain' })
  t.match(await run('inbox', 'show', '3'), { code: 1, stderr: /No message found with id 3/ })
  t.match(await run('inbox', 'show'), { code: 2, stderr: /Usage/ })
  t.match(await run('inbox', 'empty'), { code: 2, stderr: /Usage/ })
  t.strictSame(await lines('inbox', 'clear'), ['removed  2'])
})
