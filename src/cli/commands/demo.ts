/** The command that stops and starts the world of the demo. */

import { UsageError } from '../client.js'
import { type Command, fields } from './command.js'

export const demo: Command = {
  usage: 'demo [start|stop]',
  summary: 'Show, start or stop what goes on by itself in greenroom demo.',
  words: [0, 1],
  async run(client, { words: [action] }) {
    if (action === undefined) return fields(await client.call('GET', '/demo'))
    if (action !== 'start' && action !== 'stop') throw new UsageError(`Usage:\n  ${demo.usage}`)
    return fields(await client.call('POST', '/demo', { body: { running: action === 'start' } }))
  },
}
