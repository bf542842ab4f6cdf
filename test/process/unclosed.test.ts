/** An emulator that nobody closes does not keep its process alive; what somebody waits for does. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import t from 'tap'

/** Run a module that has `createEmulator`. @returns its exit code and output, once it has ended by itself */
async function run(t: { teardown(undo: () => unknown): unknown }, body: string) {
  const entry = new URL('../../src/index.js', import.meta.url)
  const source = `import { createEmulator } from ${JSON.stringify(entry)}\n${body}`
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  t.teardown(() => child.kill('SIGKILL'))
  let stdout = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text
  })
  const [code] = await once(child, 'close')
  return { code, stdout }
}

t.test('the process ends with an emulator open, and a connection to it too', async (t) => {
  t.strictSame(
    await run(
      t,
      `const emulator = await createEmulator()
       const answer = await fetch(emulator.url + '/_greenroom/health/ready')
       console.log(answer.status, await answer.json())`,
    ),
    { code: 0, stdout: "200 { status: 'ready' }\n" },
  )
})

t.test('closing, a request, an advance and a wait are finished first', async (t) => {
  t.strictSame(
    await run(
      t,
      `const emulator = await createEmulator({ clock: 'frozen' })
       const { statusCode } = await emulator.inject('/_greenroom/health/ready')
       const ran = await emulator.clock.advance('30d')
       const waited = await emulator.webhooks.wait({ count: 1, timeout: 0.05 }).catch((error) => error.name)
       await emulator.close()
       const late = await emulator.clock.advance(1).catch((error) => error.message)
       console.log(statusCode, ran.length > 0, waited, late)`,
    ),
    {
      code: 0,
      stdout: '200 true ApiError This emulator is closed: start another one with createEmulator()\n',
    },
  )
})

t.test('a listener of events is waited for until it stops, or the emulator is closed', async (t) => {
  const listen = (end: string) =>
    run(
      t,
      `const emulator = await createEmulator({ goLiveAfter: 0.05, fixtures: 'demo' })
       const changed = new Promise((resolve) => {
         const stop = emulator.events(({ data }) => {
           ${end}
           resolve(data.mode)
         }, { type: 'clock' })
       })
       setTimeout(() => emulator.clock.set({ mode: 'frozen' }), 20).unref()
       console.log(await changed)`,
    )
  t.strictSame(await listen('stop()'), { code: 0, stdout: 'frozen\n' })
  t.strictSame(await listen('emulator.close()'), { code: 0, stdout: 'frozen\n' })
})
