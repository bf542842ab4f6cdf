import t from 'tap'
import { runProcess, startProcess } from '../helpers/process.js'

t.test('x', async (t) => {
  const p = await startProcess(t, [])
  console.log(p.url, p.baseUrl, p.stdout())
  t.equal(await p.stop(), 0)
  console.log(await runProcess(t, ['--help']))
  await t.rejects(startProcess(t, ['--bogus']))
})
