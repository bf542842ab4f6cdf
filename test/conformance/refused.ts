import type { Caller } from './caller.js'

const nobody = '00000000-0000-4000-8000-000000000000'

/** Refusals of every kind, which have two forms and no published schema of their own. */
export async function refused({ call }: Caller) {
  const list = '/app_id/livestreams'

  await call('GET', list, 401, { headers: {} })
  await call('POST', '/apps', 401, { headers: { authorization: 'Basic eDp5' }, body: { name: 'X' } })

  await call('POST', '/apps', 400, { body: {} })
  await call('POST', '/apps', 400, { body: '{"name":' })
  await call('POST', list, 400, { body: { name: 5 } })
  await call('GET', `${list}?status=OFF`, 400)
  await call('GET', `${list}?page_no=-1`, 400)
  await call('GET', `${list}?per_page=1001`, 400)
  await call('GET', `${list}?start_time=yesterday`, 400)
  await call('GET', '/apps?page_no=0', 400)
  await call('GET', '/app_id/meetings/no-guid', 400)
  await call('GET', '/app_id/analytics/daywise?start_date=1.1.2026', 400)

  await call('GET', '/no-app/livestreams', 404)
  await call('GET', list, 404, { account: 'another-account' })
  await call('GET', `/app_id/meetings/${nobody}`, 404)
  await call('GET', `/app_id/sessions/${nobody}`, 404)
  await call('GET', `/app_id/livestreams/${nobody}`, 404)
  await call('GET', `/app_id/livestreams/sessions/${nobody}`, 404)
  await call('GET', '/app_id/no-such-thing', 404)

  const { id } = (await call('POST', '/app_id/meetings', 201, { body: { title: 'Closed' } })).data
  const meeting = `/app_id/meetings/${id}`
  await call('GET', `${meeting}/active-session`, 404)
  await call('GET', `${meeting}/active-livestream`, 404)
  await call('POST', `${meeting}/active-livestream/stop`, 404)
  await call('POST', `${meeting}/livestreams`, 201, { body: {} })
  await call('POST', `${meeting}/livestreams`, 400, { body: {} })
  await call('POST', `${meeting}/active-livestream/stop`, 200)
  await call('PATCH', meeting, 200, { body: { status: 'INACTIVE' } })
  await call('POST', `${meeting}/livestreams`, 400, { body: {} })

  await call('DELETE', list, 405)
  await call('PUT', '/apps', 405, { body: {} })
}
