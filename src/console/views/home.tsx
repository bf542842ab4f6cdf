/** Home: what is live, what is due, what went wrong, and how to begin. */

import type { DescribedDelivery } from '../../api/webhooks/deliveries/schemas.js'
import type { Info } from '../../control/info-schemas.js'
import type { Answers } from '../../control/lists/item-schemas.js'
import type { Scheduled } from '../../control/scheduled-schemas.js'
import type { DescribedFault } from '../../faults/schemas.js'
import { numberOf } from '../core/format.js'
import { hrefOf, scope } from '../core/router.js'
import { useData } from '../core/use-data.js'
import { Card, Page } from '../parts/page.js'
import { Status } from '../parts/status.js'
import { Begin } from './begin.js'
import { Demo } from './demo.js'
import { Live } from './live.js'
import { ScheduledTable } from './scheduled.js'

const MAX_LIVE = 6
const MAX_DUE = 5
const statuses = ['LIVE', 'INVOKED', 'IDLE', 'ERRORED'] as const

/** How many livestreams of the accounts in view are in each status. */
function countByStatus({ accounts }: Answers['accounts'], appId: string | undefined) {
  const apps = accounts
    .flatMap((account) => account.apps)
    .filter(({ id }) => appId === undefined || id === appId)
  return Object.fromEntries(
    statuses.map((status) => [status, apps.reduce((sum, app) => sum + app.livestreams[status], 0)]),
  )
}

export function Home() {
  const query = scope.value
  const { account_id: account } = query
  const { data: info, error } = useData<Info>('/info')
  const { data: live } = useData<Answers['livestreams']>('/livestreams', {
    query: { ...query, status: 'LIVE', per_page: MAX_LIVE },
    on: ['livestream', 'state'],
  })
  const { data: accounts } = useData<Answers['accounts']>('/accounts', {
    query: { account_id: account, per_page: 100 },
    on: ['livestream', 'state'],
  })
  const { data: due } = useData<{ scheduled: Scheduled[]; total: number }>('/scheduled', {
    query: { ...query, limit: MAX_DUE },
    on: ['state', 'job', 'clock'],
  })
  const { data: faults } = useData<{ faults: DescribedFault[] }>('/faults', { on: ['state'] })
  const { data: failed } = useData<{ deliveries: DescribedDelivery[] }>('/deliveries', {
    query: { ...query, outcome: 'failed', limit: 100 },
    on: ['delivery', 'state'],
  })
  const counts = accounts && countByStatus(accounts, query.app_id)
  return (
    <Page title="Home" error={error}>
      <Card title="Live now" isWide>
        {live && <Live livestreams={live.livestreams} />}
        {live && live.total_count > MAX_LIVE && (
          <p>
            <a href={hrefOf('/livestreams', { status: 'LIVE' })}>
              All {numberOf(live.total_count)} that are live
            </a>
          </p>
        )}
      </Card>
      <div class="cards">
        <Card title="Livestreams">
          <div class="counts">
            {counts &&
              statuses.map((status) => (
                <a key={status} href={hrefOf('/livestreams', { status })}>
                  <div class="big">{numberOf(counts[status] ?? 0)}</div>
                  <Status status={status} />
                </a>
              ))}
          </div>
        </Card>
        <Card title="Trouble">
          <div class="counts">
            <a href={hrefOf('/faults')}>
              <div class="big">{faults ? faults.faults.length : '–'}</div>
              armed faults
            </a>
            <a href={hrefOf('/webhooks', { outcome: 'failed' })}>
              <div class="big">
                {failed ? (failed.deliveries.length === 100 ? '100+' : failed.deliveries.length) : '–'}
              </div>
              failed deliveries
            </a>
          </div>
        </Card>
        {info?.settings.demo === 'on' && <Demo />}
        <Card title="Due next" aside={<a href={hrefOf('/time')}>Time</a>} isWide>
          {due && <ScheduledTable label="Due next" jobs={due.scheduled} empty="Nothing is scheduled." />}
        </Card>
        {info && <Begin info={info} />}
      </div>
    </Page>
  )
}
