/** Links to what a row is about, with its account and app in the address. */

import type { ComponentChildren } from 'preact'
import { hrefOf } from '../core/router.js'

export interface Subject {
  account_id: string
  app_id: string
}

/** Write the address of one of an app's things. */
export const hrefOfSubject = (path: string, id: string, { account_id: account, app_id: app }: Subject) =>
  hrefOf(`/${path}/${encodeURIComponent(id)}`, { account, app, status: undefined })

export function SubjectLink(props: { path: string; id: string; of: Subject; children?: ComponentChildren }) {
  return (
    <a href={hrefOfSubject(props.path, props.id, props.of)}>{props.children ?? <code>{props.id}</code>}</a>
  )
}

/** The body that names one of an app's things. */
export const scopeBody = ({ account_id, app_id }: Subject) => ({ account_id, app_id })
