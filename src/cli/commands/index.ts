/** The commands of `greenroom ctl` by their names. */

import { formatFields } from '../table.js'
import { api } from './api.js'
import type { Command, Row } from './command.js'
import { deliveries } from './deliveries.js'
import { demo } from './demo.js'
import { event, presence, recording, said, whatWasSaid } from './happenings.js'
import { inbox } from './inbox.js'
import { lists } from './lists.js'
import { disable, enable, resetStreamKey, viewers } from './livestreams.js'
import { fault, requests } from './requests.js'
import { snapshot } from './snapshots.js'
import { reset, state } from './state.js'
import { advance, clock, scheduled } from './time.js'

const info: Command = {
  usage: 'info',
  summary: 'Describe the running Greenroom; with --json also its settings.',
  words: [0, 0],
  async run(client) {
    const data = (await client.call('GET', '/info')) as Row
    const { settings: _settings, ...shown } = data
    return { data, text: formatFields(shown) }
  },
}

/** Every command by its name. */
export const commands: Record<string, Command> = {
  reset,
  clock,
  advance,
  event,
  viewers,
  enable,
  disable,
  'reset-stream-key': resetStreamKey,
  recording,
  join: presence('join', 'Let participants join a meeting.'),
  leave: presence('leave', 'Let participants leave a meeting.'),
  chat: said('chat', {
    summary: 'Let somebody in a session write.',
    body: (payload, participant_id) => ({ messages: [{ participant_id, payload }] }),
  }),
  transcript: said('transcript', {
    summary: 'Let somebody in a session speak.',
    body: (text, participant_id) => ({ lines: [{ participant_id, text }] }),
  }),
  summary: said('summary', {
    summary: 'Say what the summary of a session will be.',
    body: (text) => ({ text }),
  }),
  said: whatWasSaid,
  ...lists,
  fault,
  requests,
  deliveries,
  inbox,
  state,
  snapshot,
  api,
  scheduled,
  demo,
  info,
}
