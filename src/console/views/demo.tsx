/** The switch of the world that goes on by itself in `greenroom demo`. */

import type { DemoState } from '../../control/demo-schemas.js'
import type { Action } from '../core/actions.js'
import { ctlOf } from '../core/client.js'
import { hrefOf } from '../core/router.js'
import { useData } from '../core/use-data.js'
import { Actions } from '../parts/actions.js'
import { Card } from '../parts/page.js'

const set = (running: boolean): Action => ({
  label: running ? 'Let it go on' : 'Stop the demo',
  call: { method: 'POST', path: '/demo', body: { running } },
  ctl: ctlOf('demo', running ? 'start' : 'stop'),
  done: () => (running ? 'The demo goes on' : 'The demo is stopped; all is as it was'),
})

export function Demo() {
  const { data } = useData<DemoState>('/demo', { on: ['state'] })
  if (!data?.available) return null
  const { running, account_id: account } = data
  return (
    <Card title="Demo">
      <p>
        {running
          ? 'Livestreams, people and webhooks come and go by themselves in the account '
          : 'Nothing happens by itself in the account '}
        <a href={hrefOf('/', { account: account ?? undefined, app: undefined })}>{account}</a>.
      </p>
      <Actions actions={[set(!running)]} label="Demo" />
    </Card>
  )
}
