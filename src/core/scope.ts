/** Limits a control operation to one account, to one app of it, or to nothing. */

/** Fields that are left out match everything. An app is given by its id or by the UUID that stands for it. */
export interface Scope {
  account_id?: string | undefined
  app_id?: string | undefined
}
