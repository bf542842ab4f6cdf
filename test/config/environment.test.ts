/** What the environment and the flags set, and what is said of those that set nothing. */

import t from 'tap'
import { ConfigError } from '../../src/config/error.js'
import { readConfig } from '../../src/config/read.js'
import { resolveOptions } from '../../src/config/resolve.js'

/** The configuration, and the lines about variables that are ignored. */
function read(args: string[], env: Record<string, string>) {
  const lines: string[] = []
  return { config: readConfig(args, env, { onIgnored: (line) => lines.push(line) }), lines }
}

const problemsOf = (run: () => unknown) => {
  try {
    run()
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  throw new Error('nothing was refused')
}

t.test('the variables of a Kubernetes Service named greenroom set nothing', async (t) => {
  const { config, lines } = read([], {
    GREENROOM_PORT: 'tcp://10.96.0.12:4010',
    GREENROOM_SERVICE_HOST: '10.96.0.12',
    GREENROOM_SERVICE_PORT: '4010',
    GREENROOM_SERVICE_PORT_HTTP: '4010',
    GREENROOM_PORT_4010_TCP: 'tcp://10.96.0.12:4010',
    GREENROOM_PORT_4010_TCP_PROTO: 'tcp',
    GREENROOM_PORT_4010_TCP_PORT: '4010',
    GREENROOM_PORT_4010_TCP_ADDR: '10.96.0.12',
    GREENROOM_MEDIA_PORT: 'udp://10.96.0.13:1935',
    GREENROOM_WIRE: 'recorded',
  })
  t.match(config, { port: 4010, host: '127.0.0.1', wire: 'recorded' })
  t.strictSame(lines, [
    'GREENROOM_PORT=tcp://10.96.0.12:4010 is ignored: Kubernetes sets it for a Service named greenroom. Set the port with --port, or rename the Service',
  ])
  t.equal(read(['--port', '9'], { GREENROOM_PORT: 'tcp://10.96.0.12:4010' }).config.port, 9)
  t.strictSame(
    problemsOf(() => read([], { GREENROOM_PORT: 'http://x' })),
    ['GREENROOM_PORT must be an integer (got "http://x")'],
    'another text is still refused',
  )
})

t.test('an unknown variable is named, with the nearest setting, and without its value', async (t) => {
  const { lines } = read([], {
    GREENROOM_FIXTURE: 'demo',
    GREENROOM_TOKENS: 'secret-token',
    GREENROOM_BANANA: 'x',
    GREENROOM_EMPTY: '',
    GREENROOM_URL: 'http://greenroom:4010',
    OTHER_PORT: 'x',
  })
  t.strictSame(lines, [
    'GREENROOM_FIXTURE is ignored: it is not a setting; did you mean GREENROOM_FIXTURES?',
    'GREENROOM_TOKENS is ignored: it is not a setting; did you mean GREENROOM_TOKEN?',
    'GREENROOM_BANANA is ignored: it is not a setting',
  ])
})

t.test('an unknown flag or option is refused with the nearest setting', async (t) => {
  t.strictSame(
    problemsOf(() => read(['--fixture', 'demo', '--prot=1', '--banana'], {})),
    [
      '--fixture is not a flag; did you mean --fixtures?',
      'demo is not a flag or a command',
      '--prot is not a flag; did you mean --port?',
      '--banana is not a flag; see --help',
    ],
  )
  t.strictSame(
    problemsOf(() => resolveOptions({ goliveAfter: 1, banana: 2 })),
    ['goliveAfter is not an option; did you mean goLiveAfter?', 'banana is not an option'],
  )
})

t.test('an IPv6 address to listen on may have the brackets that URLs give it', async (t) => {
  t.equal(read(['--host', '[::]'], {}).config.host, '::')
  t.equal(read(['--host', '::1'], {}).config.host, '::1')
  t.equal(resolveOptions({ host: '[::1]' }).host, '::1')
})
