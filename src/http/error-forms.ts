/** The forms in which clients are given errors. The forms and the codes of the gateway are the service's. */

/** Codes of Cloudflare's API gateway. Source: https://developers.cloudflare.com/fundamentals/api/troubleshooting/ */
const GATEWAY_CODES = {
  AUTHENTICATION_ERROR: 10000,
  NOT_AUTHORIZED_FOR_ACCOUNT: 9109,
  NO_ROUTE_FOR_OBJECT: 7003,
  NO_ROUTE: 7000,
  METHOD_NOT_AVAILABLE: 7001,
  THROTTLED: 971,
} as const

interface GatewayError {
  form: 'gateway'
  status: number
  errors: { code: number; message: string }[]
}

interface ServiceError {
  form: 'service'
  status: number
  message: string
  /** Instead of the status. */
  code?: number
}

/** The third form, with which the livestream service refuses bodies. */
interface FlatError {
  form: 'flat'
  status: number
  message: string
}

/** The form of a refused credential at the legacy base. */
interface BareError {
  form: 'bare'
  status: number
  message: string
}

/** An error with its details, ready to be written. */
export type Rendered = GatewayError | ServiceError | FlatError | BareError

type Details = unknown[]
/** An error of the catalogue: its form, its status, and how its details are told. */
export interface Entry<D extends Details> {
  form: Rendered['form']
  status: number
  render: (...details: D) => Rendered
}

/** The name of a code of the gateway. */
export type CodeName = keyof typeof GATEWAY_CODES

/** A refusal of the gateway, with its codes. */
export const gateway = <D extends Details>(
  status: number,
  errors: (...details: D) => [code: CodeName, message: string][],
): Entry<D> => ({
  form: 'gateway',
  status,
  render: (...details) => ({
    form: 'gateway',
    status,
    errors: errors(...details).map(([code, message]) => ({ code: GATEWAY_CODES[code], message })),
  }),
})

/** A refusal of the service, whose code is the status. */
export const service = <D extends Details>(status: number, message: (...details: D) => string): Entry<D> => ({
  form: 'service',
  status,
  render: (...details) => ({ form: 'service', status, message: message(...details) }),
})

/** A refusal of a body by the livestream service. */
export const flat = <D extends Details>(status: number, message: (...details: D) => string): Entry<D> => ({
  form: 'flat',
  status,
  render: (...details) => ({ form: 'flat', status, message: message(...details) }),
})

/** A refused credential at the legacy base. */
export const bare = (status: number, message: string): Entry<[]> => ({
  form: 'bare',
  status,
  render: () => ({ form: 'bare', status, message }),
})
