/** The paths that Greenroom keeps for itself, and the service's base path. */

/** The service's base path; clients that leave it out are served too. */
export const basePath = '/client/v4'

/** Greenroom's own API; nothing of the emulated service lives below it. */
export const controlPrefix = '/_greenroom'

/** The prefix of the emulated API without what stands before it. */
export const plainPrefix = `${controlPrefix}/api`

/** The built-in receiver of webhooks. */
export const inboxPath = `${controlPrefix}/inbox`

/** The OpenAPI documents. */
export const documentPaths = { emulated: '/openapi.json', control: `${controlPrefix}/openapi.json` }

/** Where people look for documentation; it leads to the console's page of the API. */
export const documentationPath = '/docs'

/** The console: the page for people. */
export const consolePath = `${controlPrefix}/ui`

/** The public key of webhooks, where the service serves it. */
export const publicKeyPath = '/.well-known/webhooks.json'

/** The files of the pages for viewers. */
export const watchAssets = '/watch-assets'

/** Below it are the files that links lead to without a credential. */
export const downloadPrefix = '/downloads'
