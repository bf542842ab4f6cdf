/** How to point an application at this very address. */

import { useState } from 'preact/hooks'
import type { Info } from '../../control/info-schemas.js'
import { scope } from '../core/router.js'
import { Copy } from '../parts/copy.js'
import { Card } from '../parts/page.js'

/** The path of the service's API below an origin. */
const pathOf = ({ base_url: url }: Info) => new URL(url).pathname

/** The same few lines for each client. */
function snippetsOf(base: string, { account, app }: { account: string; app: string }) {
  return {
    Environment: `export CLOUDFLARE_BASE_URL=${base}\nexport CLOUDFLARE_API_TOKEN=any`,
    curl: `curl -H 'Authorization: Bearer any' ${base}/accounts/${account}/realtime/kit/${app}/livestreams`,
    TypeScript: `import Cloudflare from 'cloudflare'

const client = new Cloudflare({ baseURL: '${base}', apiToken: 'any' })
const list = await client.realtimeKit.livestreams.getAllLivestreams('${app}', {
  account_id: '${account}',
})`,
    Python: `from cloudflare import Cloudflare

client = Cloudflare(base_url="${base}", api_token="any")
client.realtime_kit.livestreams.get_all_livestreams(
    app_id="${app}", account_id="${account}"
)`,
    Go: `client := cloudflare.NewClient(
	option.WithBaseURL("${base}"),
	option.WithAPIToken("any"),
)
list, err := client.RealtimeKit.Livestreams.GetAllLivestreams(
	context.TODO(), "${app}",
	realtime_kit.LivestreamGetAllLivestreamsParams{AccountID: cloudflare.F("${account}")},
)`,
  }
}

export function Begin({ info }: { info: Info }) {
  const { account_id: account = 'ACCOUNT_ID', app_id: app = 'APP_ID' } = scope.value
  const snippets = snippetsOf(location.origin + pathOf(info), { account, app })
  const names = Object.keys(snippets) as (keyof typeof snippets)[]
  const [shown, setShown] = useState<keyof typeof snippets>('Environment')
  return (
    <Card title="Point an application here" aside={<Copy text={snippets[shown]} label={shown} />} isWide>
      <div class="buttons" role="group" aria-label="Client">
        {names.map((name) => (
          <button key={name} type="button" aria-pressed={name === shown} onClick={() => setShown(name)}>
            {name}
          </button>
        ))}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
      <pre tabIndex={0}>{snippets[shown]}</pre>
    </Card>
  )
}
