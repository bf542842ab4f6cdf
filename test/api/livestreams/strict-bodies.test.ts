import t from 'tap'
import { recorded } from '../../helpers/api.js'
import { serviceError } from '../../helpers/errors.js'
import { startWithApp } from '../../helpers/start.js'

const wrong: [body: object, problem: string][] = [
  [{ destinations: [] }, '"destinations" is not allowed'],
  [{ name: 5 }, '"name" must be a string'],
  [[], '"body" must be an object'],
]
const wrongForMeetings: [body: object, problem: string][] = [
  [{ video_config: { fps: 30 } }, '"video_config.fps" is not allowed'],
  [{ video_config: { width: '1280' } }, '"video_config.width" must be an integer'],
  [{ manual_ingest: 1 }, '"manual_ingest" must be a boolean'],
]

/** An app with a meeting, and the paths of both starts with the bodies that each refuses. */
async function startWithPaths(t: Parameters<typeof startWithApp>[0], strictBodies: boolean) {
  const { api, app } = await startWithApp(t, { strictBodies })
  const paths = [
    { path: `/${app}/livestreams`, bodies: wrong },
    {
      path: `/${app}/meetings/${await api.meeting(app)}/livestreams`,
      bodies: [...wrong, ...wrongForMeetings],
    },
  ]
  return { api, app, paths }
}

t.test('on the recorded wire both starts refuse unknown properties and wrong types with 422', async (t) => {
  const { api, app, paths } = await startWithPaths(t, false)
  for (const { path, bodies } of paths)
    for (const [body, problem] of bodies) {
      const answer = await api.post(path, body, recorded)
      t.equal(answer.status, 422, problem)
      t.strictSame(answer.body, { message: `[body] ${problem}`, success: false }, problem)
    }
  t.equal((await api.get(`/${app}/livestreams`)).body.data.paging.total_count, 0)
})

t.test('with strictBodies the documented wire refuses them so, too', async (t) => {
  const { api, paths } = await startWithPaths(t, true)
  for (const { path, bodies } of paths)
    for (const [body, problem] of bodies) {
      const answer = await api.post(path, body)
      t.equal(answer.status, 422, problem)
      t.strictSame(answer.body, { message: `[body] ${problem}`, success: false }, problem)
    }
})

t.test(
  'without it the documented wire passes unknown properties over, and refuses types with 400',
  async (t) => {
    const { api, paths } = await startWithPaths(t, false)
    for (const { path } of paths) {
      const typed = await api.post(path, { name: 5 })
      t.equal(typed.status, 400)
      t.strictSame(typed.body, serviceError(400, 'BAD_REQUEST: "name" must be a string'))
      t.equal((await api.post(path, { destinations: [], video_config: { fps: 30 } })).status, 201)
    }
  },
)

t.test('a complete body is accepted on the recorded wire', async (t) => {
  const { api, paths } = await startWithPaths(t, true)
  const [independent, ofMeeting] = paths
  t.equal((await api.post(independent?.path ?? '', { name: null }, recorded)).status, 201)
  const body = { name: 'n', video_config: { width: 0, height: 0 }, manual_ingest: true }
  t.equal((await api.post(ofMeeting?.path ?? '', body, recorded)).status, 201)
})
