import { watch } from 'node:fs'
import t from 'tap'
import { createClient, overHttp } from '../helpers/client.js'
import { launch, startProcess } from '../helpers/process.js'

t.test('killed while its file is being made, it starts again', async (t) => {
  const dir = t.testdir()
  for (const changes of [1, 4, 6, 8, 10]) {
    const args = ['--data', `${dir}/${changes}.db`]
    const { child, ended } = launch(t, args)
    let seen = 0
    const watcher = watch(dir, () => {
      if (++seen === changes) child.kill('SIGKILL')
    })
    child.stdout.once('data', () => child.kill('SIGKILL'))
    await ended
    watcher.close()
    const again = await startProcess(t, args)
    const client = createClient(overHttp(again.url), '023e105f4ecef8ad9ca31a8372d0c353')
    t.equal((await client.api.get('/apps')).body.paging.total_count, 3, `after ${changes} changes: whole`)
    t.equal(await again.stop(), 0)
  }
})
