/** Declares the path parameters that operations share. */

import { Type } from '@sinclair/typebox'

const identifier = (description: string, maxLength: number) =>
  Type.String({ minLength: 1, maxLength, format: 'no-control-characters', description })

/** The published limit. */
const AccountId = identifier('The account identifier tag.', 32)
/** Declare an id. ASSUMED: published as at most 32 characters, but ids are UUIDs of 36; longer ids are not found. */
export const anyId = (description: string) => identifier(description, 255)

export const accountParams = { account_id: AccountId }
export const appParams = { ...accountParams, app_id: anyId('The app identifier tag.') }
export const meetingParams = { ...appParams, meeting_id: anyId('ID of the meeting') }
export const participantParams = { ...meetingParams, participant_id: anyId('ID of the participant') }
export const sessionParams = { ...appParams, session_id: anyId('ID of the session') }
export const livestreamParams = { ...appParams, livestream_id: anyId('ID of the livestream') }
export const recordingParams = { ...appParams, recording_id: anyId('ID of the recording') }
export const presetParams = { ...appParams, preset_id: anyId('ID of the preset') }
export const webhookParams = { ...appParams, webhook_id: anyId('ID of the webhook') }
export const livestreamSessionParams = {
  ...appParams,
  livestream_session_id: anyId('ID of the livestream session'),
}
