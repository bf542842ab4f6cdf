import type { Clock } from '../../core/clock.js'
import type { Ids } from '../../core/ids.js'
import { toIso } from '../../core/iso-time.js'
import type { Page, Paged } from '../../core/page.js'
import { apiError } from '../../http/errors.js'
import type { UnitOfWork } from '../../store/unit-of-work.js'
import type { App } from '../apps/app.js'
import type { Meeting } from '../meetings/meeting.js'
import type { Preset } from '../presets/preset.js'
import type { PresetsService } from '../presets/service.js'
import { type Participant, publishedId } from './participant.js'
import type { ParticipantsRepository } from './repository.js'
import {
  DEFAULT_PRESET_NAME,
  type ParticipantBody,
  type ParticipantPatch,
  type ParticipantReplacement,
} from './schemas.js'
import type { Tokens } from './tokens.js'

/** A participant with a new token. */
export interface Admitted {
  participant: Participant
  token: string
}

/** A participant as a fixture gives one; times in Unix milliseconds. */
export interface GivenParticipant extends ParticipantBody {
  id: string
  uuid: string | null
  createdAt: number
  updatedAt: number
}

const withPreset = ({ pk, id, name }: Preset) => ({ presetPk: pk, presetId: id, presetName: name })

/** Create the service of the participants who are added to meetings. */
export function createParticipantsService(deps: {
  repository: ParticipantsRepository
  presets: PresetsService
  tokens: Tokens
  clock: Clock
  ids: Ids
  atomically: UnitOfWork
}) {
  const { repository, presets, tokens, clock, ids, atomically } = deps

  /** @throws ApiError noMeetingParticipant */
  const get = (meeting: Meeting, id: string): Participant => {
    const participant = repository.find(meeting, id)
    if (!participant) throw apiError('noMeetingParticipant', id, meeting.id)
    return participant
  }

  const idsInToken = (app: App, meeting: Meeting) => ({
    orgId: app.uuid ?? app.id,
    meetingId: meeting.uuid ?? meeting.id,
  })

  const admit = async (app: App, meeting: Meeting, participant: Participant): Promise<Admitted> => {
    const claims = {
      ...idsInToken(app, meeting),
      participantId: publishedId(participant),
      presetId: participant.presetId,
    }
    return { participant, token: await tokens.sign(claims, clock.now()) }
  }

  /** The preset of a name, which is used once more. @throws ApiError noPresetOfName */
  const use = (app: App, name: string) => {
    const preset = presets.named(app, name)
    presets.countUse(preset)
    return withPreset(preset)
  }

  const insert = (app: App, meeting: Meeting, given: GivenParticipant): Participant =>
    repository.insert({
      appPk: app.pk,
      meetingId: meeting.id,
      id: given.id,
      uuid: given.uuid,
      customParticipantId: given.custom_participant_id,
      name: given.name ?? null,
      picture: given.picture ?? null,
      ...use(app, given.preset_name ?? DEFAULT_PRESET_NAME),
      createdAt: given.createdAt,
      updatedAt: given.updatedAt,
    })

  /** A participant with another preset, which is used once more unless it is the same. */
  const moved = (app: App, participant: Participant, presetName: string): Participant =>
    presetName === participant.presetName ? participant : { ...participant, ...use(app, presetName) }

  return {
    get,
    /** Find a participant by id. */
    find: (meeting: Meeting, id: string): Participant | undefined => repository.find(meeting, id),
    /**
     * Get the participant of a custom id; the one added last, if there are several.
     * @throws ApiError noCustomParticipant
     */
    ofCustomId(meeting: Meeting, customId: string): Participant {
      const participant = repository.findByCustomId(meeting, customId)
      if (!participant) throw apiError('noCustomParticipant', customId, meeting.id)
      return participant
    },
    /**
     * Get the participant whom a token lets into a meeting now.
     * @throws ApiError tokenUnknown, tokenOfOtherMeeting, tokenExpired, tokenVoid
     */
    ofToken(app: App, meeting: Meeting, token: string): Participant {
      const claims = tokens.read(token)
      if (!claims) throw apiError('tokenUnknown')
      const own = idsInToken(app, meeting)
      if (claims.orgId !== own.orgId || claims.meetingId !== own.meetingId)
        throw apiError('tokenOfOtherMeeting', claims.meetingId, meeting.id)
      const expiresAt = claims.exp * 1000
      if (clock.now() >= expiresAt) throw apiError('tokenExpired', toIso(expiresAt))
      const participant = repository.find(meeting, claims.participantId)
      if (!participant) throw apiError('tokenVoid', claims.participantId)
      return participant
    },
    list: (meeting: Meeting, query: { page: Page }): Paged<Participant> => repository.list(meeting, query),
    /**
     * Add a participant. ASSUMED: a custom id may be used again, and names another participant; an INACTIVE meeting
     * takes participants, who cannot join.
     * @throws ApiError noPresetOfName
     */
    add(app: App, meeting: Meeting, body: ParticipantBody): Promise<Admitted> {
      const participant = atomically(() => {
        const now = clock.now()
        const id = ids.uuid(app.accountId)
        return insert(app, meeting, { ...body, id, uuid: null, createdAt: now, updatedAt: now })
      })
      return admit(app, meeting, participant)
    },
    /** Store a participant of a fixture. @throws ApiError noPresetOfName */
    addGiven: insert,
    /** Change some of a participant. @throws ApiError noMeetingParticipant, noPresetOfName */
    update(app: App, meeting: Meeting, { id, patch }: { id: string; patch: ParticipantPatch }) {
      const participant = atomically(() => {
        const before = get(meeting, id)
        return repository.update({
          ...moved(app, before, patch.preset_name ?? before.presetName),
          name: patch.name === undefined ? before.name : patch.name,
          picture: patch.picture === undefined ? before.picture : patch.picture,
          updatedAt: clock.now(),
        })
      })
      return admit(app, meeting, participant)
    },
    /** Replace all of a participant but the id. @throws ApiError noMeetingParticipant, noPresetOfName */
    replace(app: App, meeting: Meeting, { id, body }: { id: string; body: ParticipantReplacement }) {
      const participant = atomically(() =>
        repository.update({
          ...moved(app, get(meeting, id), body.preset_name),
          customParticipantId: body.custom_participant_id,
          name: body.name ?? null,
          picture: body.picture ?? null,
          updatedAt: clock.now(),
        }),
      )
      return admit(app, meeting, participant)
    },
    /**
     * Delete a participant, whose tokens are void from now on. ASSUMED: one who is in the session stays until they
     * leave.
     * @returns the participant as it was
     * @throws ApiError noMeetingParticipant
     */
    remove: (meeting: Meeting, id: string): Participant =>
      atomically(() => {
        const participant = get(meeting, id)
        repository.remove(participant.pk)
        return participant
      }),
    /** Give a participant a new token; older ones stay valid. @throws ApiError noMeetingParticipant */
    renewToken: (app: App, meeting: Meeting, id: string): Promise<Admitted> =>
      admit(app, meeting, get(meeting, id)),
  }
}

export type ParticipantsService = ReturnType<typeof createParticipantsService>
