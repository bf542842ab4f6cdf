/** Commands that change a livestream. */

import { accountAndApp, type Command, fields, number } from './command.js'

const change = (path: string, { name, summary }: { name: string; summary: string }): Command => ({
  usage: `${name} LIVESTREAM_ID [--account ID] [--app ID]`,
  summary,
  options: accountAndApp,
  words: [1, 1],
  run: async (client, { words: [id = ''], values }) =>
    fields(
      await client.call('POST', `/livestreams/${encodeURIComponent(id)}/${path}`, {
        body: { account_id: values.account, app_id: values.app },
      }),
    ),
})

export const enable = change('enable', {
  name: 'enable',
  summary: 'Let a disabled livestream go live again.',
})
export const disable = change('disable', { name: 'disable', summary: 'Keep a livestream from going live.' })
export const resetStreamKey = change('reset-stream-key', {
  name: 'reset-stream-key',
  summary: 'Give a livestream a new stream key.',
})

export const viewers: Command = {
  usage: 'viewers LIVESTREAM_ID N [--account ID] [--app ID]',
  summary: 'Set how many people watch a livestream.',
  options: accountAndApp,
  words: [2, 2],
  run: async (client, { words: [id = '', count], values }) =>
    fields(
      await client.call('POST', `/livestreams/${encodeURIComponent(id)}/viewers`, {
        body: { viewers: number('N', count), account_id: values.account, app_id: values.app },
      }),
    ),
}
