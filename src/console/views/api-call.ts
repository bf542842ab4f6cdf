/** Calls of the emulated API through the control API, which needs no credential. */

import { type Call, ctlOf, type Method } from '../core/client.js'
import type { Subject } from './subject.js'

/** Make a call of an operation of an app, and the command line that does the same. */
export function apiCall(
  method: Method,
  { account_id: account, app_id: app }: Subject,
  { path, body }: { path: string; body?: object },
): { call: Call; ctl: string } {
  const target = `/accounts/${encodeURIComponent(account)}/realtime/kit/${encodeURIComponent(app)}${path}`
  return {
    call: { method, path: `/api${target}`, ...(body && { body }) },
    ctl: ctlOf('api', method, target, ...(body ? ['--body', JSON.stringify(body)] : [])),
  }
}
