/** The steps of every call of the emulated API: account, credentials, rate limit, faults, and the journal at the end. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Clock } from '../core/clock.js'
import type { PublicUrls } from '../core/public-url.js'
import { createWaiting, cutOff, malform, refusalOf, resetConnection, sendCutOff } from '../faults/effects.js'
import type { Call, Effect, Faults } from '../faults/rules.js'
import { apiError } from '../http/errors.js'
import { createCallMemory } from '../journal/interning.js'
import type { Journal } from '../journal/journal.js'
import { type AuthMode, createAuth, credentialOf } from './auth.js'
import { isLegacy, type Legacy } from './legacy.js'
import type { RateLimit } from './rate-limit.js'

declare module 'fastify' {
  interface FastifyRequest {
    /** When it arrived, in Unix milliseconds of the emulator's time. */
    arrivedAt: number
    /** What a fault makes of it. */
    fault: Effect | undefined
  }
}

const pathForm = /^\/accounts\/([^/?]+)(?:\/realtime\/kit\/([^/?]+))?/

/** Whose call it is: from the route, or from what the path looks like when there is none. */
function placeOf(request: FastifyRequest): { account_id?: string; app_id?: string } {
  if (!request.is404) return request.params as { account_id: string; app_id?: string }
  const [, account_id, app_id] = pathForm.exec(request.url) ?? []
  return { account_id, app_id }
}

function callOf(request: FastifyRequest): Call {
  const { account_id: accountId, app_id: appId } = placeOf(request)
  const [path = ''] = request.url.split('?')
  return { operation: request.routeOptions.config.operation, method: request.method, path, accountId, appId }
}

/** What stands before the emulated API. */
export interface Gateway {
  clock: Clock
  urls: PublicUrls
  faults: Faults
  journal: Journal
  /** Undefined without a limit. */
  rateLimit: RateLimit | undefined
  auth: { mode: AuthMode; tokens: readonly string[] }
  legacy: Legacy
  /** Make the app of an id unless the account has it. */
  ensureApp: (accountId: string, appId: string) => void
  /** Run the jobs that are due. */
  catchUp: () => void
  /** Whether the fixtures are loaded. */
  isStarted: () => boolean
}

/** Put a scope's routes, and the requests that none of them takes, behind these steps. */
export function guardEmulated(scope: FastifyInstance, gateway: Gateway) {
  const { clock, faults, journal, rateLimit, urls } = gateway
  const refusedWith = createAuth(gateway.auth.mode, gateway.auth.tokens)
  const waiting = createWaiting(clock)
  const remembered = createCallMemory()
  scope.decorateRequest('arrivedAt', 0)
  scope.decorateRequest('fault', undefined)

  const record = (request: FastifyRequest, reply: FastifyReply, status: number | null, body?: string) => {
    if (!journal.wanted) return
    const { account_id: accountId = null, app_id: appId = null } = placeOf(request)
    const { headers, originalUrl } = request
    const said = remembered(request.raw.socket, { headers, url: originalUrl, accountId, appId })
    journal.record({
      operation: request.routeOptions.config.operation ?? null,
      accountId: said.accountId,
      appId: said.appId,
      method: request.method,
      url: said.url,
      status,
      at: request.arrivedAt,
      duration: reply.elapsedTime,
      headers: said.headers,
      requestBody: request.bodyText,
      responseBody: body,
      fault: request.fault?.fault ?? null,
    })
  }

  /** What a fault does instead of the call; what it does to the answer comes when there is one. */
  const goWrong = (request: FastifyRequest, reply: FastifyReply, next: () => void) => {
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
    request.arrivedAt = clock.now()
    // A call that came before the fixtures would find an empty store, and could keep them from being loaded.
    if (!gateway.isStarted()) throw apiError('notReady', 'Greenroom is starting')
    // ASSUMED: what has no route is refused before the credential is looked at, and not counted.
    const legacy = isLegacy(request.originalUrl) ? gateway.legacy.credentialOf(request.raw) : undefined
    // ASSUMED: at the legacy base the credential is looked at first, as the path says neither account nor app.
    if (isLegacy(request.originalUrl) && !legacy) throw apiError('legacyUnauthorized')
    if (request.is404) return goWrong(request, reply, next)
    const { account_id: accountId } = request.params as { account_id?: string }
    const refusal = refusedWith(legacy ? legacy.apiKey : credentialOf(request.headers), accountId)
    if (refusal) throw apiError(legacy ? 'legacyUnauthorized' : refusal)
    if (accountId === undefined) return next()
    urls.noteCall(accountId, request.headers.host)
    gateway.catchUp()
    if (legacy) gateway.ensureApp(accountId, legacy.organisationId)
    if (rateLimit) {
      const { retryAfter, remaining, reset } = rateLimit.take(accountId)
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

  // After the body was read, so that the journal has it; before anything is validated or done.
  scope.addHook('preValidation', goWrong)

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
