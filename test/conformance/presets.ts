import assert from 'node:assert/strict'
import type { Caller } from './caller.js'

/** A preset of every kind: those that an app begins with, and one that is made, changed, replaced and deleted. */
export async function presets({ call, get, pages }: Caller) {
  const { app } = (await call('POST', '/apps', 200, { body: { name: 'Presets' } })).data
  const path = `/${app.id}/presets`
  const listed = await pages(path, ({ paging }) => paging)
  assert.equal(listed.length, 7)
  for (const { data } of listed) await get(`${path}/${data[0].id}`)
  await get(`${path}?search=host`)

  const { id, created_at, updated_at, ...host } = (await get(`${path}/${listed[0].data[0].id}`)).data
  const body = { ...host, name: 'own' }
  const own = `${path}/${(await call('POST', path, 201, { body })).data.id}`
  await call('POST', path, 409, { body })
  await call('POST', path, 400, { body: { name: 'half' } })
  await call('PATCH', own, 200, { body: { permissions: { can_record: false } } })
  await call('PUT', own, 200, { body: { ...body, name: 'other' } })
  await call('DELETE', own, 200)
  await call('GET', own, 404)
}
