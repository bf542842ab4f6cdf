/** What `greenroom ctl` does when it cannot do what it was told: exit 1 when refused, 2 when not understood. */

import t from 'tap'
import { runCtl, startCtl } from '../helpers/ctl.js'

t.test('a command that is not understood exits with 2, and asks nothing', async (t) => {
  const cases: [string[], RegExp][] = [
    [['juggle'], /^juggle is not a command; see greenroom ctl --help\n$/],
    [['scheduel'], /^scheduel is not a command; did you mean scheduled\?\n$/],
    [['toString'], /^toString is not a command/],
    [['advance', 'soon'], /^SECONDS must be a number, not soon\n$/],
    [['advance', '1', '2'], /^Usage:\n {2}advance SECONDS/],
    [['event', 'livestream_id'], /^Usage:\n {2}event LIVESTREAM_ID/],
    [['reset', '--nope'], /^--nope is not an option of reset; see greenroom ctl reset --help\n$/],
    [['advance', '--to'], /--to/],
    [['fault'], /^Usage:\n {2}fault list/],
    [['fault', 'remove'], /^Usage:\n {2}fault list/],
    [['fault', 'mend', 'it'], /^Usage:\n {2}fault list/],
    [['fault', 'add', '--status', 'bad'], /^--status must be a number, not bad\n$/],
    [['info', '--url', 'nowhere'], /^--url must be a URL such as http:\/\/127.0.0.1:4010, not nowhere\n$/],
    [['state', 'import'], /^Usage:\n {2}state export/],
  ]
  for (const [args, message] of cases) {
    const { code, stdout, stderr } = await runCtl(args)
    t.match({ code, stdout, stderr }, { code: 2, stdout: '', stderr: message }, args.join(' '))
  }
})

t.test('help lists every command', async (t) => {
  const { code, stdout, stderr } = await runCtl(['--help'])
  t.strictSame([code, stderr], [0, ''])
  for (const command of ['reset', 'advance', 'event', 'fault', 'requests', 'state', 'scheduled', 'info'])
    t.match(stdout, new RegExp(`^ {2}${command}\\b`, 'm'))
  const bare = await runCtl([])
  t.strictSame([bare.code, bare.stdout], [2, stdout])
  const one = await runCtl(['advance', '--help'])
  t.match([one.code, one.stderr], [0, /advance SECONDS/])
})

t.test('what Greenroom refuses is told in its words', async (t) => {
  const { run } = await startCtl(t)
  const cases: [string[], RegExp][] = [
    [['advance'], /"seconds", "to" or "until" is required/],
    [['advance', '--to', '2020-01-01'], /"to" must not be before the clock/],
    [['advance', '--until', 'tomorrow'], /"until" must be/],
    [['event', 'nope', 'live'], /nope/],
    [['event', 'livestream_id', 'dance'], /"event" must be one of \[/],
    [['fault', 'add'], /"action" must have one of \[/],
    [['fault', 'add', '--reset', '--hang'], /must not have both reset and hang/],
    [['fault', 'add', '--operation', 'nope', '--hang'], /"match.operation" must be one of \[/],
    [['fault', 'remove', 'nope'], /nope/],
    [['requests', '--operation', 'nope'], /"operation" must be one of \[/],
    [['requests', '--limit', '0'], /"limit" must be greater than or equal to 1/],
  ]
  for (const [args, message] of cases) {
    const { code, stdout, stderr } = await run(...args)
    t.match({ code, stdout, stderr }, { code: 1, stdout: '', stderr: message }, args.join(' '))
    t.notMatch(stderr, /\n./, 'one line')
  }
})

t.test('the address is that of --url, and told when nothing is there', async (t) => {
  const { greenroom } = await startCtl(t)
  t.equal((await runCtl(['info', '--url', greenroom.url])).code, 0)

  await greenroom.close()
  t.match(await runCtl(['info', '--url', greenroom.url]), {
    code: 1,
    stdout: '',
    stderr: new RegExp(`^no Greenroom at ${greenroom.url}: .*ECONNREFUSED.*\n$`),
  })
})

t.test('an unknown option is named', async (t) => {
  t.match(await runCtl(['reset', '--acount', 'a']), { code: 2, stderr: /did you mean --account\?\n$/ })
  t.match(await runCtl(['reset', '--banana']), { code: 2, stderr: /--banana is not an option of reset/ })
})
