/** The types of a connection: those of an emulator in process, with promises. */

import type { AccountFacade, ControlFacade, Snapshot } from '../in-process/types.js'

/** The methods of a facade, each with a promise of what it gives in process. */
export type Remote<T> = {
  readonly [Key in keyof T]: T[Key] extends (...values: infer Arguments) => infer Result
    ? (
        ...values: Arguments
      ) => Promise<Awaited<Result> extends Snapshot ? Remote<Awaited<Result>> : Awaited<Result>>
    : T[Key] extends object
      ? Remote<T[Key]>
      : T[Key]
}

export interface ConnectOptions {
  /** Sent with every request, for a proxy that asks for credentials. */
  headers?: Record<string, string> | undefined
}

/** One account's share of a connection. */
export type RemoteAccount = Remote<AccountFacade>

export interface Connection extends Remote<ControlFacade>, AsyncDisposable {
  /** The origin, such as http://127.0.0.1:4010; the API is at /client/v4 below it. */
  readonly url: string
  /** The base URL to give an SDK. */
  readonly baseUrl: string
  /** Limit the methods to one account. */
  account(id: string): RemoteAccount
  /**
   * End the calls and event streams of this connection, and forget its snapshots without a name. The emulator goes on.
   * Later calls reject.
   */
  close(): Promise<void>
}
