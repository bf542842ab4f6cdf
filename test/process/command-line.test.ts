import { readFileSync } from 'node:fs'
import t from 'tap'
import { runProcess, startProcess } from '../helpers/process.js'

const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'))

/** Every setting with its default as --help shows it; none where there is none. */
const settings = {
  port: '4010',
  host: '127.0.0.1',
  'port-file': undefined,
  ready: 'text',
  data: ':memory:',
  fixtures: 'docs',
  wire: 'documented',
  auth: 'any',
  token: undefined,
  'legacy-account': 'legacy',
  clock: 'real',
  now: undefined,
  seed: undefined,
  'go-live-after': '2',
  'auto-live': 'meetings',
  directives: 'on',
  'record-after': '1.6',
  'upload-after': '2',
  'default-presets': 'on',
  'start-when-active': 'refuse',
  stopping: '0',
  'strict-bodies': 'false',
  'playback-keep': '600',
  'test-card': undefined,
  'rtmp-port': 'auto',
  'rtmps-port': 'off',
  'rtmps-cert': undefined,
  'rtmps-key': undefined,
  'reconnect-grace': '10',
  'public-url': undefined,
  'public-rtmp-url': undefined,
  'cloudflare-urls': 'false',
  'rate-limit': undefined,
  journal: '10000',
  'snapshot-rows': '1000000',
  control: 'on',
  'allow-host': undefined,
  'webhook-retries': '5s,30s,2m,10m,1h',
  'webhook-timeout': '3',
  'webhook-headers': 'rtk',
  'webhook-log': '10000',
  inbox: '1000',
  'duplicate-webhooks': 'refuse',
  'webhook-key': undefined,
  'token-key': undefined,
  'webhook-ca': undefined,
  demo: 'off',
  'log-level': 'info',
}

t.test('--help shows every setting with its default', async (t) => {
  // With a configuration that is wrong, too.
  const { code, stdout, stderr } = await runProcess(t, ['--port', 'x', '--help'], { GREENROOM_WIRE: 'no' })
  t.equal(code, 0)
  t.equal(stderr, '')
  for (const [name, fallback] of Object.entries(settings)) {
    const [, description = ''] = new RegExp(`^  --${name}(?: .*)?\\n(.*)$`, 'm').exec(stdout) ?? []
    t.ok(description, `--${name} is described`)
    t.equal(/ \[([^[]*)\]$/.exec(description)?.[1], fallback, `--${name} has its default`)
  }
  const flags = [...stdout.matchAll(/^ {2}--([a-z-]+)/gm)].map(([, name]) => name)
  t.strictSame(flags, Object.keys(settings), 'and no other')
  t.match(stdout, 'GREENROOM_GO_LIVE_AFTER')
  t.match(stdout, 'greenroom healthcheck')
  t.strictSame(await runProcess(t, ['-h']), { code: 0, stdout, stderr: '' })
})

t.test('--version is that of package.json', async (t) => {
  t.strictSame(await runProcess(t, ['--version']), { code: 0, stdout: `${version}\n`, stderr: '' })
})

t.test('the banner says where and how it runs, for a person', async (t) => {
  const plain = await startProcess(t, ['--port', '0'])
  const port = new URL(plain.url).port
  t.not(port, '4010')
  t.equal(
    plain.stdout(),
    `
Greenroom ${version} is ready
  API       http://127.0.0.1:${port}/client/v4
  control   http://127.0.0.1:${port}/_greenroom
  wire      documented
  auth      any
  clock     real
  data      in memory
  fixtures  docs

`,
  )
  t.equal((await fetch(`${plain.url}/_greenroom/health/ready`)).status, 200, 'and there it is')

  const data = `${t.testdir()}/state.db`
  const args = ['--clock', 'frozen', '--now', '2030-01-02', '--data', data, '--wire', 'recorded']
  const other = await startProcess(t, [...args, '--auth', 'off', '--fixtures', 'none', '--host', '0.0.0.0'])
  t.match(other.url, /^http:\/\/127\.0\.0\.1:\d+$/, 'an address that can be called')
  for (const [name, value] of [
    ['wire', 'recorded'],
    ['auth', 'off'],
    ['clock', 'frozen at 2030-01-02T00:00:00.000Z'],
    ['data', data],
    ['fixtures', 'none'],
  ])
    t.match(other.stdout(), `\n  ${name?.padEnd(9)} ${value}\n`)
})

t.test('all that is wrong with the configuration is said at once', async (t) => {
  const args = [
    '--port',
    '70000',
    '--wire',
    'morse',
    '--go-live-after=soon',
    '--nope',
    'stray',
    '--now',
    'then',
  ]
  const { code, stdout, stderr } = await runProcess(t, [...args, '--public-url', 'nowhere', '--data'], {
    GREENROOM_SEED: '-1',
    GREENROOM_AUTO_LIVE: 'never',
    GREENROOM_CLOUDFLARE_URLS: 'perhaps',
  })
  t.equal(code, 1)
  t.equal(stdout, '')
  const [title, ...lines] = stderr.trimEnd().split('\n')
  t.equal(title, 'The configuration is wrong:')
  t.strictSame(
    lines.sort(),
    [
      '  --nope is not a flag; see --help',
      '  stray is not a flag or a command',
      '  --data needs a value',
      '  --port must be less than or equal to 65535 (got 70000)',
      '  --wire must be one of [documented, recorded] (got "morse")',
      '  --go-live-after must be a number (got "soon")',
      '  --now must be a valid ISO 8601 date (got "then")',
      '  --public-url must be a valid http or https URL (got "nowhere")',
      '  GREENROOM_SEED must be greater than or equal to 0 (got -1)',
      '  GREENROOM_AUTO_LIVE must be one of [meetings, all, none] (got "never")',
      '  GREENROOM_CLOUDFLARE_URLS must be a boolean (got "perhaps")',
    ].sort(),
  )
})

t.test('a taken port is a clear line and exit 1', async (t) => {
  const running = await startProcess(t, [])
  const { port } = new URL(running.url)
  t.strictSame(await runProcess(t, ['--port', port]), {
    code: 1,
    stdout: '',
    stderr: `Port ${port} of 127.0.0.1 is taken: stop what listens there, or choose another with --port\n`,
  })
})

t.test('an address that is not here is a clear line and exit 1', async (t) => {
  const { code, stderr } = await runProcess(t, ['--host', '192.0.2.1'])
  t.equal(code, 1)
  t.match(stderr, /^Cannot listen on 192\.0\.2\.1 port 0: .*EADDRNOTAVAIL.*\n$/)
})

t.test('healthcheck exits 0 when it is ready, 1 when nothing is there', async (t) => {
  const running = await startProcess(t, [])
  const { port } = new URL(running.url)
  t.strictSame(await runProcess(t, ['healthcheck', '--port', port]), { code: 0, stdout: '', stderr: '' })
  const byVariable = await runProcess(t, ['healthcheck'], { GREENROOM_PORT: port, GREENROOM_HOST: '0.0.0.0' })
  t.equal(byVariable.code, 0, 'with the settings of the one that runs')
  await running.stop()
  const { code, stderr } = await runProcess(t, ['healthcheck', '--port', port])
  t.equal(code, 1)
  t.match(stderr, `http://127.0.0.1:${port}/_greenroom/health/ready: connect ECONNREFUSED`)
})

t.test('the log is JSON where no terminal is, of the level that was asked for', async (t) => {
  const logOf = async (args: string[]) => {
    const running = await startProcess(t, args)
    const banner = running.stdout().length
    await fetch(`${running.baseUrl}/accounts/a/realtime/kit/apps`)
    await fetch(`${running.baseUrl}/accounts/a/realtime/kit/apps`, { headers: { authorization: 'Bearer x' } })
    await running.stop()
    const lines = running.stdout().slice(banner).trimEnd().split('\n')
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line))
  }
  const refusal = {
    level: 30,
    method: 'GET',
    url: '/client/v4/accounts/a/realtime/kit/apps',
    status: 401,
    msg: 'Authentication error',
  }
  const stopping = { level: 30, msg: 'SIGTERM: finishing what is in flight' }
  const info = await logOf([])
  t.match(info, [refusal, stopping])
  t.equal(info.length, 2)
  const debug = await logOf(['--log-level', 'debug'])
  // The line of an answer may come after that of the signal which follows it.
  t.match(
    debug.filter(({ level }) => level === 30),
    [refusal, stopping],
  )
  t.match(
    debug.filter(({ level }) => level === 20),
    [{ msg: 'answered', status: 200 }],
  )
  t.equal(debug.length, 3, 'a request has one line, refused or not')
  t.strictSame(await logOf(['--log-level', 'silent']), [])
})

t.test('a variable that sets nothing is named in the log, and does not end the start', async (t) => {
  const running = await startProcess(t, ['--port', '0', '--log-level', 'warn'], {
    GREENROOM_PORT: 'tcp://10.96.0.12:4010',
    GREENROOM_FIXTURE: 'demo',
  })
  t.equal((await fetch(`${running.url}/_greenroom/health/ready`)).status, 200)
  await running.stop()
  const lines = running
    .stdout()
    .split('\n')
    .filter((line) => line.startsWith('{'))
  t.match(
    lines.map((line) => JSON.parse(line)).sort((a, b) => a.msg.localeCompare(b.msg)),
    [
      { level: 40, msg: /^GREENROOM_FIXTURE is ignored.* did you mean GREENROOM_FIXTURES\?$/ },
      { level: 40, msg: /^GREENROOM_PORT=tcp:.* is ignored/ },
    ],
  )
})
