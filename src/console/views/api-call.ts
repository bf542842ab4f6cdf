/** Calls of the emulated API through the control API, which needs no credential. */

import type { Subject } from './subject.js'

/** Write the path of an operation of an app, below the control API's prefix. */
export const apiPath = ({ account_id: account, app_id: app }: Subject, path: string) =>
  `/api/accounts/${encodeURIComponent(account)}/realtime/kit/${encodeURIComponent(app)}${path}`
