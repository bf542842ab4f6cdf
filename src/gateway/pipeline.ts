/** Runs the steps around every call of the emulated API: credentials, due jobs, rate limit, faults, and the journal. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Clocks } from '../core/clocks.js'
import type { PublicUrls } from '../core/public-url.js'
import { createWaiting, cutOff, malform, refusalOf, resetConnection, sendCutOff } from '../faults/effects.js'
import type { Call, Effect, Faults } from '../faults/rules.js'
import { apiError } from '../http/errors.js'
import { createInterning } from '../journal/interning.js'
import type { Journal } from '../journal/journal.js'
import { type AuthMode, createAuth, credentialOf } from './auth.js'
import { isLegacy, type Legacy } from './legacy.js'
import type { RateLimit } from './rate-limit.js'

declare module 'fastify' {
  interface FastifyRequest {
    /** When it arrived, in Unix milliseconds of the emulator's time. */
    arrivedAt: number
    /** The effect of the fault rules on this call. */
    fault: Effect | undefined
  }
}

const pathForm = /^\/accounts\/([^/?]+)(?:\/realtime\/kit\/([^/?]+))?/

/** Find the account and the app of a call: in the route's parameters, or in the path when no route took it. */
function idsOf(request: FastifyRequest): { account_id?: string; app_id?: string } {
  if (!request.is404) return request.params as { account_id: string; app_id?: string }
  const [, account_id, app_id] = pathForm.exec(request.url) ?? []
  return { account_id, app_id }
}

function callOf(request: FastifyRequest): Call {
  const { account_id: accountId, app_id: appId } = idsOf(request)
  const [path = ''] = request.url.split('?')
  return { operation: request.routeOptions.config.operation, method: request.method, path, accountId, appId }
}

/** The dependencies of the steps. */
export interface Gateway {
  clock: Clocks
  urls: PublicUrls
  faults: Faults
  journal: Journal
  /** Undefined without a limit. */
  rateLimit: RateLimit | undefined
  auth: { mode: AuthMode; tokens: readonly string[] }
  legacy: Legacy
  /** Make the app of an id unless the account has it. */
  ensureApp: (accountId: string, appId: string) => void
  /** Run the jobs of an account that are due. */
  catchUp: (accountId: string) => void
  /** Whether the fixtures are loaded. */
  isStarted: () => boolean
}

/** Put these steps before a scope's routes, and before the refusal of requests that no route takes. */
export function guardEmulated(scope: FastifyInstance, gateway: Gateway) {
  const { clock, faults, journal, rateLimit, urls } = gateway
  const refusedWith = createAuth(gateway.auth.mode, gateway.auth.tokens)
  const waiting = createWaiting(clock)
  const intern = createInterning()
  scope.decorateRequest('arrivedAt', 0)
  scope.decorateRequest('fault', undefined)

  const record = (request: FastifyRequest, reply: FastifyReply, status: number | null, body?: string) => {
    if (!journal.wanted) return
    const { account_id: accountId = null, app_id: appId = null } = idsOf(request)
    const { headers, originalUrl } = request
    const call = intern(request.raw.socket, { headers, url: originalUrl, accountId, appId })
    journal.record({
      operation: request.routeOptions.config.operation ?? null,
      accountId: call.accountId,
      appId: call.appId,
      method: request.method,
      url: call.url,
      status,
      at: request.arrivedAt,
      duration: reply.elapsedTime,
      headers: call.headers,
      requestBody: request.bodyText,
      responseBody: body,
      fault: request.fault?.fault ?? null,
    })
  }

  /** Pick the effect of the fault rules and apply it, unless it applies to the answer: then `onSend` does. */
  const applyFaults = (request: FastifyRequest, reply: FastifyReply, next: () => void) => {
    if (!faults.any) return next()
    const effect = faults.pick(callOf(request))
    if (!effect) return next()
    request.fault = effect
    const { action } = effect
    if (action?.status !== undefined) {
      if (action.retry_after !== undefined) reply.header('retry-after', action.retry_after)
      throw refusalOf({ ...action, status: action.status }, request)
    }
    if (action?.hang) {
      record(request, reply, null)
      return waiting.forever(reply)
    }
    if (action?.reset)
      return waiting.delay(reply, effect.delay, () => {
        record(request, reply, null)
        resetConnection(request, reply)
      })
    next()
  }

  scope.addHook('onRequest', (request, reply, next) => {
    request.arrivedAt = clock.of(idsOf(request).account_id).now()
    // A call before the fixtures are loaded would find an empty store, and a write would keep them from loading.
    if (!gateway.isStarted()) throw apiError('notReady', 'Greenroom is starting')
    const legacy = isLegacy(request.originalUrl) ? gateway.legacy.credentialOf(request.raw) : undefined
    // ASSUMED: at the legacy base the credential is checked first, because the path names neither account nor app.
    if (isLegacy(request.originalUrl) && !legacy) throw apiError('legacyUnauthorized')
    // ASSUMED: a request that no route takes is refused before its credential is checked, and does not count
    // against the rate limit.
    if (request.is404) return applyFaults(request, reply, next)
    const { account_id: accountId } = request.params as { account_id?: string }
    const refusal = refusedWith(legacy ? legacy.apiKey : credentialOf(request.headers), accountId)
    if (refusal) throw apiError(legacy ? 'legacyUnauthorized' : refusal)
    if (accountId === undefined) return next()
    urls.noteCall(accountId, request.headers.host)
    gateway.catchUp(accountId)
    if (legacy) clock.within(accountId, () => gateway.ensureApp(accountId, legacy.organisationId))
    if (rateLimit) {
      const { retryAfter, remaining, reset } = clock.within(accountId, () => rateLimit.take(accountId))
      reply
        .header('ratelimit', `"default";r=${remaining};t=${reset}`)
        .header('ratelimit-policy', rateLimit.policy)
      if (retryAfter !== undefined) {
        reply.header('retry-after', retryAfter)
        throw apiError('throttled')
      }
    }
    next()
  })

  // After the body is read, so that the journal has it, and before validation.
  scope.addHook('preValidation', applyFaults)

  scope.addHook('onSend', (request, reply, payload, done) => {
    const isSent = request.method !== 'HEAD'
    const body = isSent && typeof payload === 'string' ? payload : undefined
    if (!request.fault) {
      record(request, reply, reply.statusCode, body)
      return done(null, payload)
    }
    const { action, delay } = request.fault
    waiting.delay(reply, delay, () => {
      if (body && action?.truncate !== undefined) {
        const kept = cutOff(body, action.truncate)
        record(request, reply, reply.statusCode, kept.toString())
        return sendCutOff(reply, body, kept)
      }
      const sent = body !== undefined && action?.malformed ? malform(body) : body
      record(request, reply, reply.statusCode, sent)
      done(null, sent ?? payload)
    })
  })

  scope.addHook('preClose', (done) => {
    waiting.release()
    done()
  })
}
